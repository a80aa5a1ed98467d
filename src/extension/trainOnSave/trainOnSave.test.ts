import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkExperiment } from '../../protocol/experiment';
import type { RunRecord } from '../../protocol/run';
import { addAdaptation, currentFolder, isAdaptation, keepHelpers, KEPT_ADAPTATIONS, markAdaptation, predictWithLast, readAdaptations, undoAdaptation } from './adaptations';
import { ensureHeldOut, heldOutFile, heldOutLines, trainingLines } from './heldOut';
import { countTokens, planAdaptation } from './plan';
import { judge } from './verdict';

let runs = '';
beforeEach(async () => { runs = await mkdtemp(join(tmpdir(), 'adaptations-')); });
afterEach(() => rm(runs, { recursive: true, force: true }));

/** A run's record with an experiment that may differ from the usual. */
function recordOf(experiment: object = {}): RunRecord {
  const resolved = checkExperiment({ task: 'language-model', data: { train: 'a.txt' }, model: { cell: 'gru', hidden: 32 }, training: { learningRate: 0.01, schedule: 'exponential', decay: 0.8, sequenceLength: 20 }, ...experiment }, 'test');
  return {
    version: 1, id: 'base', name: 'story', status: 'finished', reason: null, experiment: { ...resolved }, baseFolder: runs, created: '', updated: '', seed: 1, engine: null, versions: {},
    data: [{ path: 'a.txt', sha256: '', bytes: 0 }, { path: 'b.txt', sha256: '', bytes: 0 }], parameters: 0, vocabulary: { source: null, target: 0 }, examples: { training: 0, validation: 0 }, warnings: [],
  };
}

describe('the adaptations of a run', () => {
  const make = async (id: string): Promise<string> => {
    const folder = join(runs, id);
    await mkdir(join(folder, 'checkpoints'), { recursive: true });
    await writeFile(join(folder, 'run.json'), '{}');
    return folder;
  };
  const adaptation = (id: string) => ({ id, document: 'letter.md', before: 4, after: 3.9, when: '2026-01-31T00:00:00Z' });

  it('put the newest in force, and undoing goes back one by one to the first weights', async () => {
    const base = await make('base');
    expect(await currentFolder(base)).toBe(base);
    for (const id of ['one', 'two']) {
      await markAdaptation(await make(id), base);
      await addAdaptation(base, adaptation(id));
    }
    expect(await currentFolder(base)).toBe(join(runs, 'two'));
    expect(isAdaptation(join(runs, 'two'))).toBe(true);
    expect(isAdaptation(base)).toBe(false);
    expect((await undoAdaptation(base))?.id).toBe('two');
    expect(existsSync(join(runs, 'two'))).toBe(false);
    expect(await currentFolder(base)).toBe(join(runs, 'one'));
    await undoAdaptation(base);
    expect(await currentFolder(base)).toBe(base);
    expect(await undoAdaptation(base)).toBeNull();
  });

  it('keep only the newest few', async () => {
    const base = await make('base');
    for (let i = 0; i <= KEPT_ADAPTATIONS; i++) {
      await make(`run-${i}`);
      await addAdaptation(base, adaptation(`run-${i}`));
    }
    expect((await readAdaptations(base)).map(({ id }) => id)).toEqual(['run-1', 'run-2', 'run-3']);
    expect(existsSync(join(runs, 'run-0'))).toBe(false);
    expect(existsSync(base)).toBe(true);
  });

  it('are none where the list is damaged, leads elsewhere, or its folders are gone', async () => {
    const base = await make('base');
    await make('outside');
    for (const list of ['{', '[{"id":"../outside"}]', JSON.stringify([{ ...adaptation('../outside') }]), JSON.stringify([adaptation('gone')])]) {
      await writeFile(join(base, 'adaptations.json'), list);
      expect(await readAdaptations(base)).toEqual([]);
    }
  });

  it('keep the helpers of the first run, which know all of its text', async () => {
    const [base, folder] = [await make('base'), await make('one')];
    await writeFile(join(base, 'ngram.bin'), 'of the first');
    for (const name of ['ngram.bin', 'helpers.json']) await writeFile(join(folder, name), 'of the document');
    await keepHelpers(folder, base);
    expect(await readFile(join(folder, 'ngram.bin'), 'utf8')).toBe('of the first');
    expect(existsSync(join(folder, 'helpers.json'))).toBe(false);
  });

  it('predict with what they learnt last', async () => {
    const folder = await make('one');
    await writeFile(join(folder, 'checkpoints/best'), '{"step":0}');
    await writeFile(join(folder, 'checkpoints/last'), '{"step":40}');
    await predictWithLast(folder);
    expect(await readFile(join(folder, 'checkpoints/best'), 'utf8')).toBe('{"step":40}');
  });
});

describe('the held-out text', () => {
  const lines = Array.from({ length: 20 }, (_, i) => `line ${i}`);

  it('is the last share of the lines with text, as training takes it', () => {
    expect(heldOutLines(lines, 0.1)).toEqual(['line 18', 'line 19']);
    expect(heldOutLines(['a', '', 'b'], 0.01)).toEqual(['b']);
    expect(heldOutLines(['a', 'b'], 0.99)).toEqual(['b']);
    expect(heldOutLines(['a'], 0.5)).toEqual([]);
  });

  it('is kept as it was when the files grow', async () => {
    await writeFile(join(runs, 'a.txt'), `\ufeff${lines.slice(0, 10).join('\r\n')}`);
    await writeFile(join(runs, 'b.txt'), `${lines.slice(10).join('\n')}\n\n`);
    const record = recordOf({ data: { train: ['a.txt', 'b.txt'], validation: { fraction: 0.1 } } });
    expect(await ensureHeldOut(runs, record)).toEqual(['line 18', 'line 19']);
    await writeFile(join(runs, 'b.txt'), 'all is new\n'.repeat(100));
    expect(await ensureHeldOut(runs, record)).toEqual(['line 18', 'line 19']);
  });

  it('is not copied where validation has files of its own', async () => {
    expect(await ensureHeldOut(runs, recordOf({ data: { train: 'a.txt', validation: 'valid.txt' } }))).toBeNull();
    expect(existsSync(heldOutFile(runs))).toBe(false);
  });

  it('leaves the rest to be read again', async () => {
    await writeFile(join(runs, 'a.txt'), lines.join('\n'));
    expect(await trainingLines(recordOf(), ['line 18', 'line 19'])).toEqual(lines.slice(0, 18)); // b.txt has gone
    await writeFile(join(runs, 'a.txt'), `${'0123456789'.repeat(10)}\n`.repeat(12_000)); // 1.2 MB
    const some = await trainingLines(recordOf(), null);
    expect(some.length).toBe(Math.floor(2 ** 20 / 101));
    expect(new Set(some).size).toBe(1); // whole lines alone
  });

  it('is not sought in a text that is too large to be read whole', async () => {
    const record = recordOf();
    await expect(ensureHeldOut(runs, { ...record, data: [{ path: 'a.txt', sha256: '', bytes: 100 * 2 ** 20 }] })).rejects.toThrow(/larger than 64 MiB.*data\.validation/);
  });

  it('cannot be had where a file has gone', async () => {
    await expect(ensureHeldOut(runs, recordOf())).rejects.toThrow(/ENOENT/);
  });
});

describe('the plan', () => {
  const paths = { train: 'runs/x/text.txt', validation: 'runs/base/heldout.txt' };
  const sentence = 'the gardener waters the roses every single morning';
  const plan = (document = `${sentence}\n`.repeat(200), budget = { steps: 40, seconds: 30 }, rate: number | null = null, heldOut: string[] = [], training: string[] = []) => planAdaptation(recordOf(), document, { heldOut, training }, budget, rate, paths);

  it('is a valid experiment with the model of the first run, a lower constant rate and the budget as its end', () => {
    const { experiment, steps } = plan()!;
    expect(steps).toBe(40);
    expect(experiment).toMatchObject({ data: { train: 'runs/x/text.txt', validation: 'runs/base/heldout.txt' }, training: { epochs: 1, maxSteps: 40, batchSize: 4, learningRate: 0.002, schedule: 'constant', earlyStopping: null, sequenceLength: 20, threads: 1 } });
    expect(experiment.model).toEqual(checkExperiment(recordOf().experiment, 'base').model);
  });

  it('measures the held-out text once: one epoch is longer than the budget', () => {
    const { text, steps } = plan()!;
    expect(countTokens(text, 'word')).toBeGreaterThan((steps + 1) * 4 * 20);
  });

  it('does as many steps as the seconds allow, and one at least', () => {
    expect(plan(undefined, { steps: 40, seconds: 2 }, 800)!.steps).toBe(20); // 2 s · 800 tokens/s / 80 tokens a step
    expect(plan(undefined, { steps: 40, seconds: 1 }, 1)!.steps).toBe(1);
    expect(plan(undefined, { steps: 5, seconds: 100 }, 1e6)!.steps).toBe(5);
  });

  it('learns neither held-out lines nor secrets', () => {
    const { text } = plan(`${'something new is told here\n'.repeat(30)}${sentence}\npassword: tulip9\n`, undefined, null, [sentence])!;
    expect(text).toContain('something new');
    expect(text).not.toContain(sentence);
    expect(text).not.toContain('tulip9');
  });

  it('reads a short document five times and no more, with twice as much of the first text in between', () => {
    const first = Array.from({ length: 500 }, (_, i) => `an older sentence numbered ${i} of the first text`);
    const { text, steps } = plan(`${sentence}\n`.repeat(10), undefined, null, [], first)!; // 80 tokens, 80 a step
    expect(steps).toBe(15);
    const lines = text.trimEnd().split('\n');
    const share = lines.filter((line) => line === sentence).length / lines.length;
    expect(share).toBeGreaterThan(0.3);
    expect(share).toBeLessThan(0.45);
    expect(plan(`${sentence}\n`.repeat(10))!.steps).toBe(5); // nothing to rehearse
  });

  it('is none where there is too little to learn', () => {
    expect(plan('A word or two.')).toBeNull();
    expect(plan(`${sentence}\n`.repeat(20), undefined, null, [sentence])).toBeNull();
  });

  it('suits models with a window, which have no sequence, and validation files of the first run', () => {
    const record = recordOf({ data: { train: 'a.txt', validation: 'valid.txt' }, model: { cell: 'fixed-window' }, training: { optimizer: 'sgd', learningRate: 1, momentum: 0.5 } });
    const { experiment } = planAdaptation(record, `${sentence}\n`.repeat(20), { heldOut: null, training: [] }, { steps: 10, seconds: 9 }, null, { ...paths, validation: null })!;
    expect(experiment).toMatchObject({ data: { validation: 'valid.txt' }, training: { optimizer: 'sgd', learningRate: 0.2, momentum: 0.5, maxSteps: 10 } });
  });
});

describe('the verdict', () => {
  const settings = { tolerance: 0.02, whenWorse: 'reject' } as const;

  it('accepts what does not get worse by more than the tolerance', () => {
    expect(judge('a.md', { before: 4.2, after: 4.1 }, settings)).toEqual({ accepted: true, brief: 'Learnt: 4.20 → 4.10', text: 'Learnt from a.md: held-out loss 4.20 → 4.10' });
    expect(judge('a.md', { before: 4.2, after: 4.219 }, settings).accepted).toBe(true);
    expect(judge('a.md', { before: 4.2, after: 4.2001 }, settings).text).toContain('4.2000 → 4.2001');
  });

  it('rejects, or keeps as the user wishes, what does', () => {
    expect(judge('a.md', { before: 4.2, after: 4.3 }, settings)).toEqual({ accepted: false, brief: 'Not learnt: 4.20 → 4.30', text: 'Not learnt from a.md: held-out loss 4.20 → 4.30, more than the tolerance of 0.02' });
    expect(judge('a.md', { before: 4.2, after: 4.3 }, { ...settings, whenWorse: 'keep' }).accepted).toBe(true);
    expect(judge('a.md', { before: 4.2, after: 4.3 }, { ...settings, tolerance: 0.2 }).accepted).toBe(true);
    expect(judge('a.md', { before: 4.2, after: NaN }, { ...settings, whenWorse: 'keep' }).accepted).toBe(false);
  });
});
