import { once } from 'node:events';
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { constants, getPriority } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openChannel, type Channel } from '../protocol/channel';
import { trainerHostSide, trainerSide, type NotificationPayload, type RequestParams } from '../protocol/messages';
import type { Report } from '../protocol/run';
import { runFiles } from '../protocol/runFiles';
import { createTestWire } from '../testing/wire';
import { listRuns } from '../training/openRun';
import { readRunRecord } from '../training/runStore';
import { bundleScript, ended } from '../training/testing/forkScript';
import { fingerprint, makeFolder, reversalPairs, ruleText } from '../training/testing/tinyRuns';
import { openTraining } from '../training/train';
import { checkExperiment } from '../protocol/experiment';
import { createSampler } from './sampler';
import { TrainingService } from './trainingService';

type Ended = NotificationPayload<typeof trainerHostSide, 'train/ended'>;
type Start = RequestParams<typeof trainerSide, 'train/start'>;

let folder: ReturnType<typeof makeFolder>;
beforeEach(() => {
  folder = makeFolder();
  writeFileSync(join(folder.path, 'pairs.tsv'), reversalPairs(120, 4));
  writeFileSync(join(folder.path, 'text.txt'), ruleText(120));
});
afterEach(() => folder.dispose());

const translation = { task: 'translation', data: { train: 'pairs.tsv' }, model: { embedding: 6, hidden: 8 }, training: { epochs: 2, batchSize: 16, threads: 1 } };
const language = { ...translation, task: 'language-model', data: { train: 'text.txt' }, training: { ...translation.training, sequenceLength: 10 } };
const start = (experiment: unknown, more: Partial<Start> = {}): Start => ({ experiment, name: 'test', baseFolder: folder.path, runFolder: join(folder.path, 'runs', 'a'), resume: false, engine: 'auto', ...more });

/** An editor's end of the wire, and the service at the other. */
function connect(onReport?: (report: Report, editor: Channel<typeof trainerSide>) => void) {
  const wire = createTestWire();
  const reports: Report[] = [];
  const log: string[] = [];
  let tellEnd!: (end: Ended) => void;
  let tellExit!: (code: number) => void;
  const end = new Promise<Ended>((resolve) => { tellEnd = resolve; });
  const exit = new Promise<number>((resolve) => { tellExit = resolve; });
  const service: TrainingService = new TrainingService(() => host, createSampler, tellExit);
  const host = openChannel(wire.right, trainerSide, trainerHostSide, service.handlers);
  const editor: Channel<typeof trainerSide> = openChannel(wire.left, trainerHostSide, trainerSide, {
    'train/report': (report) => { reports.push(report); onReport?.(report, editor); }, 'train/log': ({ text }) => { log.push(text); }, 'train/ended': tellEnd,
  });
  return { editor, service, reports, log, end, exit };
}

describe('the training service', () => {
  it('starts, reports, samples with attention and scores, and tells the end', async () => {
    const { editor, reports, log, end, exit } = connect();
    const record = await editor.request('train/start', start(translation));
    expect(record).toMatchObject({ id: 'a', name: 'test', status: 'starting', examples: { training: 114, validation: 6 }, engine: { provider: expect.any(String) as string } });
    expect(await end).toMatchObject({ status: 'finished', error: null, record: { status: 'finished' } });
    expect(await exit).toBe(0);
    expect(new Set(reports.map(({ kind }) => kind))).toEqual(new Set(['progress', 'validation', 'sample']));
    const sample = reports.findLast((report) => report.kind === 'sample')!;
    expect(sample.items).toHaveLength(4);
    const { attention } = sample.items[0];
    expect(attention!.values).toHaveLength(attention!.rows.length * attention!.columns.length);
    expect(reports.findLast((report) => report.kind === 'validation')).toMatchObject({ epoch: 2, bleu: expect.any(Number) as number, chrf: expect.any(Number) as number, exactMatch: expect.any(Number) as number });
    expect(log.at(-1)).toMatch(/^finished at step/);
  });

  it('continues prompts with a language model', async () => {
    const { editor, reports, end } = connect();
    await editor.request('train/start', start(language));
    await end;
    const sample = reports.findLast((report) => report.kind === 'sample')!;
    expect(sample.items[0].source).toMatch(/^the /);
    expect(sample.items.some(({ output }) => output.length > 0)).toBe(true);
    expect(reports.findLast((report) => report.kind === 'validation')!.bitsPerCharacter).toBeGreaterThan(0);
  });

  it('brings baselines and helpers to a language model, unless it is told not to', async () => {
    for (const companions of [true, false]) {
      const runFolder = join(folder.path, String(companions));
      const { editor, end } = connect();
      await editor.request('train/start', start(language, { runFolder, companions }));
      await end;
      for (const file of [runFiles.baselines, runFiles.partner, runFiles.helpers]) expect([file, existsSync(join(runFolder, file))]).toEqual([file, companions]);
    }
  });

  it('ends with the same bits whether anyone looks on or not', async () => {
    const { editor, end } = connect((report) => { if (report.kind === 'progress' && report.step === 1) void editor.request('train/watch', { source: '1 2 3' }); });
    await editor.request('train/start', start(translation));
    await end;
    const silent = { experiment: checkExperiment(translation, 'test'), name: 'b', baseFolder: folder.path, runFolder: join(folder.path, 'runs', 'b'), resume: false, engine: 'auto' } as const;
    await (await openTraining(silent)).run();
    expect(await fingerprint(join(folder.path, 'runs', 'a'))).toBe(await fingerprint(silent.runFolder));
  });

  it('stops when asked, with a checkpoint, and resumes', async () => {
    let stopped: Promise<{ step: number }> | undefined;
    const first = connect((report, editor) => { if (report.kind === 'progress') stopped ??= editor.request('train/stop', null); });
    await first.editor.request('train/start', start(translation));
    const { status, record } = await first.end;
    expect(status).toBe('stopped');
    const { step } = await stopped!;
    expect(existsSync(join(folder.path, 'runs', 'a', 'checkpoints', String(step), 'model.safetensors'))).toBe(true);
    const second = connect();
    const resumed = await second.editor.request('train/start', start(null, { resume: true }));
    expect(resumed.created).toBe(record.created);
    expect(await second.end).toMatchObject({ status: 'finished' });
    expect(second.log.join()).toContain(`resumed at step ${step}`);
  });

  it('shows a watched sentence at once, and in every sample after', async () => {
    let answer: ReturnType<typeof first.editor.request<'train/watch'>> | undefined;
    const first = connect((report, editor) => { if (report.kind === 'progress') answer ??= editor.request('train/watch', { source: '7 8' }); });
    await first.editor.request('train/start', start({ ...translation, training: { ...translation.training, epochs: 6, earlyStopping: null } }));
    await first.end;
    expect(await answer!).toMatchObject({ items: [{ source: '7 8', watched: true, reference: null, attention: { columns: ['7', '8', '</s>'] } }] });
    expect(first.reports.findLast((report) => report.kind === 'sample')!.items).toMatchObject([{}, {}, {}, {}, { source: '7 8', watched: true }]);
  });

  it('refuses what will not do, leaves nothing behind, and lets the editor try again', async () => {
    const { editor, end } = connect();
    await expect(editor.request('train/start', start({ ...translation, data: { train: 'none.tsv' } }))).rejects.toMatchObject({ name: 'UserError', where: expect.stringContaining('none.tsv') as string });
    await expect(editor.request('train/start', start({ ...translation, model: { hiden: 3 } }))).rejects.toMatchObject({ what: 'unknown key "hiden"', where: 'test, model.hiden' });
    await expect(editor.request('train/stop', null)).rejects.toThrow(/no training is running/);
    await expect(editor.request('train/watch', { source: 'x' })).rejects.toThrow(/no training is running/);
    expect(existsSync(join(folder.path, 'runs', 'a'))).toBe(false);
    await editor.request('train/start', start(translation));
    await expect(editor.request('train/start', start(translation, { runFolder: join(folder.path, 'b') }))).rejects.toMatchObject({ code: 'busy' });
    expect((await end).status).toBe('finished');
  });

  it('refuses a second training in the same folder', async () => {
    const [first, second] = [connect(), connect()];
    await first.editor.request('train/start', start(translation));
    await expect(second.editor.request('train/start', start(null, { resume: true }))).rejects.toMatchObject({ code: 'busy', what: expect.stringContaining('is training in this folder') as string });
    expect((await first.end).status).toBe('finished');
  });

  it('tells in words why a training failed', async () => {
    const { editor, end, exit } = connect();
    await editor.request('train/start', start({ ...translation, training: { ...translation.training, optimizer: 'sgd', learningRate: 1e38, clipNorm: null } }));
    const { status, record, error } = await end;
    expect(status).toBe('failed');
    expect(error).toMatchObject({ code: 'option', remedy: expect.stringContaining('lower training.learningRate') as string });
    expect(record).toMatchObject({ status: 'failed', reason: error!.message });
    expect(await exit).toBe(1);
  });

  it('stops with a checkpoint when the editor goes away', async () => {
    const { editor, service, end, exit } = connect((report) => { if (report.kind === 'progress') service.close(); });
    await editor.request('train/start', start(translation));
    expect((await end).status).toBe('stopped');
    expect(await exit).toBe(0);
    const idle = connect();
    idle.service.close();
    expect(await idle.exit).toBe(0);
  });

  it('writes a fault of its own into the record', async () => {
    const { editor, service, end, exit } = connect();
    await editor.request('train/start', start(translation));
    await service.fail(new Error('internal: boom'));
    expect(await end).toMatchObject({ status: 'failed', error: { message: 'internal: boom' } });
    expect(await exit).toBe(1);
    await connect().service.fail(new Error('early'));
  });
});

describe('the training process', () => {
  let script: Awaited<ReturnType<typeof bundleScript>>;
  beforeAll(async () => { script = await bundleScript('src/worker/trainProcess.ts'); });
  afterAll(() => script.dispose());

  const endless = { ...translation, training: { ...translation.training, epochs: 100_000, earlyStopping: null } };
  const begin = async () => {
    const child = script.run();
    child.send({ kind: 'hello', version: 1 });
    child.send({ kind: 'request', id: 1, name: 'train/start', params: start(endless) });
    for (;;) {
      const [packet] = await once(child, 'message') as [{ name?: string; payload?: Report }];
      if (packet.name === 'train/report' && packet.payload?.kind === 'progress') return child;
    }
  };
  const status = async (): Promise<string> => (await listRuns(join(folder.path, 'runs')))[0].status;

  it('ends with a checkpoint when its parent lets go of it', async () => {
    const child = await begin();
    expect(await status()).toBe('running');
    child.disconnect();
    expect(await ended(child)).toBe(0);
    expect(await listRuns(join(folder.path, 'runs'))).toMatchObject([{ status: 'stopped', hasCheckpoint: true }]);
  });

  it('leaves the processors to whoever types', async () => {
    const child = await begin();
    expect(getPriority(child.pid)).toBeGreaterThanOrEqual(constants.priority.PRIORITY_BELOW_NORMAL);
    child.disconnect();
    await ended(child);
  });

  it.runIf(process.platform !== 'win32')('ends with a checkpoint on SIGTERM', async () => {
    const child = await begin();
    child.kill('SIGTERM');
    expect(await ended(child)).toBe(0);
    expect(await status()).toBe('stopped');
  });

  it('is listed as interrupted when it was killed', async () => {
    const child = await begin();
    child.kill('SIGKILL');
    await ended(child);
    appendFileSync(join(folder.path, 'runs', 'a', 'metrics.jsonl'), '{"torn');
    expect((await readRunRecord(join(folder.path, 'runs', 'a'))).status).toBe('running');
    expect(await status()).toBe('interrupted');
  });
});
