/** What the command line does with translators: every option of the search, scores by length, comparisons. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bleu, ter } from '../decoding/metrics';
import { seqlab, type Ran } from './testTerminal';
import { writeTestExperiments, type TestFolder } from './testExperiments';

let place: TestFolder;
const run = (args: readonly string[], input = ''): Promise<Ran> => seqlab(place.folder, args, input);
const TRANSLATOR = 'runs/translator';
/** Lines of a call that must succeed. */
async function translate(args: readonly string[], input: string): Promise<string[]> {
  const { code, output, errors } = await run(['translate', TRANSLATOR, ...args], input);
  expect({ code, errors }).toEqual({ code: 0, errors: '' });
  return output.trimEnd().split('\n');
}
async function json<T>(args: readonly string[], input = ''): Promise<T> {
  const { code, output, errors } = await run([...args, '--json'], input);
  expect({ code, errors }).toMatchObject({ code: 0 });
  return JSON.parse(output) as T;
}

beforeAll(async () => {
  place = writeTestExperiments();
  await run(['train', place.translator, '--run', TRANSLATOR]);
  await run(['train', place.translator, '--run', 'runs/barely', '--set', 'training.maxSteps=40', '--set', 'model.attention=none']);
}, 120_000);
afterAll(() => rmSync(place.folder, { recursive: true, force: true }));

describe('seqlab translate', () => {
  it('draws outputs that are a function of the seed and the number of the line', async () => {
    const draw = (...more: string[]): Promise<string[]> => translate(['--temperature', '4', ...more], 'un chat\nun chat\nun chat\n');
    const first = await draw('--seed', '3');
    expect(await draw('--seed', '3')).toEqual(first);
    expect(await draw('--seed', '4')).not.toEqual(first);
    expect(new Set(first).size).toBeGreaterThan(1);
    expect((await translate(['--temperature', '4', '--seed', '3'], 'chien\nun chat\n'))[1]).toBe(first[1]);
    for (const cautious of [['--top-k', '1'], ['--top-p', '0.01']]) expect(await draw(...cautious)).toEqual(['one cat', 'one cat', 'one cat']);
    expect(await draw('--nbest', '4')).toHaveLength(12);
  });

  it('forces a beginning, and goes on from it', async () => {
    expect(await translate(['--prefix', 'two'], 'un chat\n')).toEqual(['two cat']);
    expect(await translate(['--prefix', 'elephant', '--beam', '1'], 'un chat\n')).toEqual([expect.stringMatching(/^elephant /) as string]);
    expect((await translate(['--prefix', 'two', '--beam', '3', '--nbest', '3'], 'un chat\n')).every((line) => line.split('\t')[2].startsWith('two'))).toBe(true);
  });

  it('honours lengths and blocks repetition', async () => {
    expect((await translate(['--min-length', '4'], 'un\n'))[0].split(' ').length).toBeGreaterThanOrEqual(4);
    const twice = 'chat chat chat chat\n';
    expect(await translate([], twice)).toEqual(['cat cat cat cat']);
    expect((await translate(['--no-repeat-ngram', '1'], twice))[0].match(/cat/g)).toHaveLength(1);
    expect(await translate(['--no-repeat-ngram', '0'], twice)).toEqual(['cat cat cat cat']);
  });

  it('lowers scores by what was not looked at', async () => {
    const scores = async (beta: string): Promise<number[]> => (await translate(['--beam', '3', '--nbest', '3', '--coverage-penalty', beta], 'un chat et deux chien\n')).map((line) => Number(line.split('\t')[1]));
    const [plain, penalized] = [await scores('0'), await scores('5')];
    expect(penalized[0]).toBeLessThan(plain[0]);
  });

  it('uses the weights of the checkpoint that is named', async () => {
    const { step } = await json<{ step: number }>(['translate', TRANSLATOR], 'un\n');
    expect(await json(['translate', TRANSLATOR, '--checkpoint', 'last'], 'un\n')).toMatchObject({ step: expect.any(Number) as number });
    expect(await json(['translate', TRANSLATOR, '--checkpoint', String(step)], 'un\n')).toMatchObject({ step });
    expect(await run(['translate', TRANSLATOR, '--checkpoint', '999999'], 'un\n')).toMatchObject({ code: 2, output: '' });
  });

  it.each<[string[], string]>([
    [['--seed', '3'], 'there is nothing to seed (--seed)'],
    [['--temperature', '1', '--beam', '3'], 'cannot be drawn with a beam of 3 (--beam)'],
    [['--temperature', '0'], 'a temperature of 0 cannot be used (--temperature)'],
    [['--coverage-penalty', '0.2', '--beam', '1'], '(--coverage-penalty)'],
    [['--min-length', '9', '--max-length', '3'], '(--min-length)'],
    [['--min-length', '101'], '(--min-length)'],
    [['--max-length', '3', '--prefix', 'one two one two one'], '(--prefix)'],
    [['--prefix', 'one '.repeat(30)], 'the forced beginning has 30 tokens'],
    [['--checkpoint', 'worst'], '"worst" cannot be used (--checkpoint): give best, last, averaged, or a step'],
    [['--checkpoint', 'averaged'], 'the run has no averaged checkpoint'],
  ])('refuses %j by name', async (args, message) => {
    const { code, output, errors } = await run(['translate', TRANSLATOR, ...args], 'un chat\n');
    expect({ code, output }).toEqual({ code: 2, output: '' });
    expect(errors).toContain(message);
  });

  it('refuses what needs attention where there is none', async () => {
    for (const args of [['--replace-unknown'], ['--coverage-penalty', '0.2']]) {
      const { code, errors } = await run(['translate', 'runs/barely', ...args], 'un chat\n');
      expect(code).toBe(2);
      expect(errors).toContain('attention, which this model lacks');
    }
  });
});

describe('seqlab evaluate', () => {
  it('scores translations, by length too, and writes them', async () => {
    const result = await json<Record<string, number> & { byLength: { count: number; from: number; to: number }[]; signatures: Record<string, string>; tokens: number }>(
      ['evaluate', 'runs/barely', '--data', 'pairs.tsv', '--output', 'said.txt', '--no-baselines', '--tokenize', 'none', '--checkpoint', 'last']);
    const said = readFileSync(join(place.folder, 'said.txt'), 'utf8').trimEnd().split('\n');
    const references = readFileSync(join(place.folder, 'pairs.tsv'), 'utf8').trimEnd().split('\n').map((line) => line.split('\t')[1]);
    expect(said).toHaveLength(references.length);
    expect(result.bleu).toBeCloseTo(bleu(said, references, { tokenize: 'none', lowercase: true }).score, 1);
    expect(result.ter).toBeCloseTo(ter(said, references).score, 6);
    expect(result.ter).toBeGreaterThan(0);
    expect(result.signatures.ter).toBe('TER nrefs:1|case:lc|tok:tercom|norm:no|punct:yes|asian:no|version:sequence-lab');
    expect(result.byLength.reduce((sum, { count }) => sum + count, 0)).toBe(references.length);
    expect(result.byLength[0]).toMatchObject({ from: 1, to: 1 });
    const { output } = await run(['evaluate', TRANSLATOR, '--no-baselines']);
    expect(output).toMatch(/source tokens +sentences +BLEU +chrF +exact match\n/);
  });

  it('measures the mean of the last checkpoints by its name', async () => {
    await run(['train', place.translator, '--run', 'runs/mean', '--set', 'training.epochs=2', '--set', 'training.averageCheckpoints=2']);
    const measure = (checkpoint: string): Promise<{ step: number; loss: number; averaged?: true }> => json(['evaluate', 'runs/mean', '--no-baselines', '--checkpoint', checkpoint]);
    const [averaged, last] = [await measure('averaged'), await measure('last')];
    expect(averaged).toMatchObject({ averaged: true, step: last.step });
    expect(last).not.toHaveProperty('averaged');
    expect(averaged.loss).not.toBe(last.loss);
    expect((await run(['evaluate', 'runs/mean', '--no-baselines', '--checkpoint', 'averaged'])).output).toContain(`at step ${last.step} (the mean of the last checkpoints), on`);
  });

  it('tells what it cannot write', async () => {
    const { code, errors } = await run(['evaluate', TRANSLATOR, '--no-baselines', '--output', 'no/such/folder.txt']);
    expect(code).toBe(2);
    expect(errors).toContain('the translations cannot be written');
    expect(existsSync(join(place.folder, 'no'))).toBe(false);
  });
});

describe('seqlab compare', () => {
  interface Compared { runs: Record<string, number>[]; settings: Record<string, unknown[]>; differences: { metric: string; difference: number; interval: [number, number]; p: number; secondBetter: number }[]; signatures: Record<string, string> }

  it('sets figures and settings side by side, and judges the differences', async () => {
    const args = ['compare', 'runs/barely', TRANSLATOR, '--data', 'pairs.tsv', '--samples', '200'];
    const { runs, settings, differences } = await json<Compared>(args);
    expect(runs[1].bleu - runs[0].bleu).toBeCloseTo(differences.find(({ metric }) => metric === 'bleu')!.difference, 9);
    expect(settings['model.attention']).toEqual(['none', 'additive']);
    expect(settings['training.maxSteps']).toEqual([40, null]);
    expect(settings).not.toHaveProperty('model.cell');
    expect(differences.map(({ metric }) => metric)).toEqual(['bleu', 'chrf', 'chrfPlusPlus', 'ter']);
    for (const { p, secondBetter, interval, difference } of differences) {
      expect({ p, secondBetter }).toEqual({ p: 1 / 201, secondBetter: 1 });
      expect(difference).toBeGreaterThanOrEqual(interval[0]);
      expect(difference).toBeLessThanOrEqual(interval[1]);
    }
    const { output } = await run(args);
    expect(output).toMatch(/setting +barely +translator\n/);
    expect(output).toMatch(/TER +translator +−\d/);
    expect((await json<Compared>([...args, '--seed', '2'])).differences[0].interval).not.toEqual(differences[0].interval);
  });

  it('refuses runs of different tasks, and of different text', async () => {
    await run(['train', place.languageModel, '--run', 'runs/rhyme', '--set', 'training.maxSteps=1']);
    await run(['train', place.translator, '--run', 'runs/other', '--set', 'training.maxSteps=1', '--set', 'data.validation.fraction=0.2']);
    expect((await run(['compare', TRANSLATOR, 'runs/rhyme'])).errors).toContain('the tasks differ: translator has "translation", rhyme "language-model"');
    expect((await run(['compare', TRANSLATOR, 'runs/other'])).errors).toContain('translator and other would be measured on different text');
    writeFileSync(join(place.folder, 'another.txt'), 'one two\nthree four\nfive\nsix\n');
    await run(['train', place.languageModel, '--run', 'runs/elsewhere', '--set', 'training.maxSteps=1', '--set', 'data.validation=another.txt']);
    expect((await run(['compare', 'runs/rhyme', 'runs/elsewhere'])).errors).toContain('rhyme and elsewhere would be measured on different text');
    expect((await run(['compare', 'runs/rhyme', 'runs/rhyme', '--beam', '2'])).errors).toContain('2 cannot be used here (--beam)');
  });

  it('judges language models by the lines of one text, in bits a character where their units differ', async () => {
    await run(['train', place.languageModel, '--run', 'runs/words', '--set', 'training.epochs=4']);
    await run(['train', place.languageModel, '--run', 'runs/letters', '--set', 'training.maxSteps=2', '--set', 'tokenizer.unit=char']);
    await run(['train', place.languageModel, '--run', 'runs/rhyme', '--set', 'training.maxSteps=1']);
    const args = (other: string): string[] => ['compare', other, 'runs/words', '--data', 'rhyme.txt', '--samples', '100'];
    const same = await json<Compared & { runs: Record<string, number>[]; notCompared?: unknown }>(args('runs/rhyme'));
    expect(same.differences.map(({ metric }) => metric)).toEqual(['perplexity', 'bitsPerCharacter']);
    expect(same.notCompared).toBeUndefined();
    for (const { metric, difference, p, secondBetter } of same.differences as (Compared['differences'][number] & { metric: 'perplexity' })[]) {
      expect(difference).toBeCloseTo(same.runs[1][metric] - same.runs[0][metric], 9);
      expect({ p, secondBetter }).toEqual({ p: 1 / 101, secondBetter: 1 });
    }
    const { output } = await run(args('runs/letters'));
    expect(output).toContain('on rhyme.txt (60 lines, read as one text)');
    expect(output).toMatch(/bits\/character +words +−\d+\.\d{4} +−\d/);
    expect(output).toContain('paired bootstrap (Koehn 2004), 100 samples of as many lines, seed 1; difference to letters, 95 % interval');
    expect(output).toContain('perplexity is not compared: words and letters have different vocabularies');
  });

  it.each<[string[], string]>([
    [[TRANSLATOR], 'one run cannot be compared'], [[TRANSLATOR, 'nowhere'], 'there is no such run'], [[TRANSLATOR, TRANSLATOR, '--samples', '0'], '"0" cannot be used'],
  ])('refuses %j', async (args, message) => {
    const { code, errors } = await run(['compare', ...args]);
    expect(code).toBe(2);
    expect(errors).toContain(message);
  });
});
