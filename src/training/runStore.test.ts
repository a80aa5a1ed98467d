import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ProgressReport, RunRecord } from '../protocol/run';
import { readRunRecord, RunStore } from './runStore';
import { makeFolder } from './testing/tinyRuns';

let folder: ReturnType<typeof makeFolder>;
beforeEach(() => { folder = makeFolder(); });
afterEach(() => folder.dispose());

const record: RunRecord = {
  version: 1, id: 'a', name: 'a', status: 'starting', reason: null, experiment: {}, baseFolder: '.', created: '2025-01-01T00:00:00.000Z', updated: '', seed: 1, engine: null,
  versions: {}, data: [], parameters: 1, vocabulary: { source: null, target: 5 }, examples: { training: 1, validation: 1 }, warnings: [],
};
const progress = (step: number): ProgressReport => ({
  kind: 'progress', step, totalSteps: 9, epoch: 0, totalEpochs: 1, loss: NaN, learningRate: 1, gradientNorm: 1, tokensPerSecond: 1, elapsedSeconds: 1, secondsLeft: 1,
});
const read = (file: string): string => readFileSync(join(folder.path, file), 'utf8');
const steps = (): number[] => read('metrics.jsonl').split('\n').filter(Boolean).map((line) => (JSON.parse(line) as { step: number }).step);

describe('a run store', () => {
  it('keeps the record and the order of all that is written', async () => {
    const store = await RunStore.create(join(folder.path, 'new', 'run'), record);
    for (let step = 0; step < 50; step++) store.append(progress(step));
    store.append({ kind: 'sample', step: 1, epoch: 0, items: [] });
    store.log('hello');
    await store.update({ status: 'running' });
    const lengths = await store.flush();
    const at = (file: string): string => readFileSync(join(folder.path, 'new', 'run', file), 'utf8');
    expect(lengths).toEqual({ metrics: Buffer.byteLength(at('metrics.jsonl')), samples: Buffer.byteLength(at('samples.jsonl')) });
    expect(at('metrics.jsonl').trimEnd().split('\n').map((line) => (JSON.parse(line) as { step: number }).step)).toEqual([...Array(50).keys()]);
    expect(at('log.txt')).toMatch(/^\d{4}-.*Z hello\n$/);
    expect(await readRunRecord(store.folder)).toMatchObject({ status: 'running', id: 'a' });
    expect(readdirSync(store.folder).sort()).toEqual(['log.txt', 'metrics.jsonl', 'run.json', 'samples.jsonl']);
  });

  it('cuts what came after a checkpoint, and a torn line', async () => {
    const store = await RunStore.create(folder.path, record);
    store.append(progress(1));
    const lengths = await store.flush();
    store.append(progress(2));
    await store.flush();
    appendFileSync(join(folder.path, 'metrics.jsonl'), '{"kind":"pro');
    const again = await RunStore.open(folder.path);
    await again.truncateReports(lengths);
    again.append(progress(3));
    await again.flush();
    expect(steps()).toEqual([1, 3]);
  });

  it('cuts a torn line where the file is shorter than it should be', async () => {
    const store = await RunStore.create(folder.path, record);
    store.append(progress(1));
    store.append(progress(2));
    const lengths = await store.flush();
    truncateSync(join(folder.path, 'metrics.jsonl'), lengths.metrics - 5);
    const again = await RunStore.open(folder.path);
    await again.truncateReports(lengths);
    again.append(progress(3));
    expect((await again.flush()).metrics).toBe(Buffer.byteLength(read('metrics.jsonl')));
    expect(steps()).toEqual([1, 3]);
  });

  it('does not begin where a run is, and leaves other files alone', async () => {
    writeFileSync(join(folder.path, 'selection.txt'), 'text');
    await RunStore.create(folder.path, record);
    await expect(RunStore.create(folder.path, record)).rejects.toMatchObject({ what: 'this folder holds a run already', code: 'option' });
    expect(read('selection.txt')).toBe('text');
  });

  it('tells at the next flush that the folder has gone', async () => {
    const store = await RunStore.create(join(folder.path, 'run'), record);
    rmSync(join(folder.path, 'run'), { recursive: true });
    store.append(progress(1));
    await expect(store.flush()).rejects.toMatchObject({ name: 'UserError', what: 'the folder of the run has gone' });
  });

  it('refuses a folder whose record is missing, torn or a folder', async () => {
    await expect(readRunRecord(folder.path)).rejects.toThrow(/no run.json/);
    writeFileSync(join(folder.path, 'run.json'), '{"version":1');
    await expect(readRunRecord(folder.path)).rejects.toThrow(/damaged or of another version/);
    rmSync(join(folder.path, 'run.json'));
    mkdirSync(join(folder.path, 'run.json'));
    await expect(RunStore.open(folder.path)).rejects.toThrow(/no run.json/);
  });
});
