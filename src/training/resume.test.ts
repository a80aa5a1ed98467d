import { readFileSync, writeFileSync, appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ExperimentFile } from '../protocol/experiment';
import { readPointer } from './checkpoint';
import { readRunRecord } from './runStore';
import { bundleScript, ended } from './testing/forkScript';
import { trainInPieces } from './testing/inPieces';
import { fingerprint, makeFolder, reversalPairs, ruleText, tinyRequest, validationsOf } from './testing/tinyRuns';
import { openTraining, type TrainingRequest } from './train';

let folder: ReturnType<typeof makeFolder>;
beforeEach(() => { folder = makeFolder(); });
afterEach(() => folder.dispose());

const small = { embedding: 6, hidden: 7, dropout: 0.3 };
type Case = [name: string, text: string, file: Omit<ExperimentFile, 'data'>];
const cases: Case[] = [
  ['a GRU translator with attention', reversalPairs(50), { task: 'translation', model: { ...small, attention: 'additive' }, training: { epochs: 2, batchSize: 8, threads: 1 } }],
  ['a translator with every kind of noise, its own tokens and coverage', reversalPairs(50), {
    task: 'translation', model: { ...small, variationalDropout: true, weightDrop: 0.2, coverage: true },
    training: { epochs: 3, batchSize: 16, threads: 1, teacherForcing: { start: 0.9, end: 0.2, epochs: 2, shape: 'exponential' } },
  }],
  ['an LSTM language model with carried states', ruleText(60), { task: 'language-model', model: { ...small, layers: 2 }, training: { epochs: 2, batchSize: 4, sequenceLength: 20, threads: 1, schedule: 'cosine' } }],
  ['a fixed-window model with momentum', ruleText(20), { task: 'language-model', model: { ...small, cell: 'fixed-window' }, training: { epochs: 2, batchSize: 32, threads: 2, optimizer: 'sgd', learningRate: 0.1, momentum: 0.9, clipNorm: null } }],
];

async function trainThrough(request: TrainingRequest): Promise<void> {
  await (await openTraining(request)).run();
}

describe.each(cases)('%s', (_name, text, file) => {
  it('ends with the same bits when it is stopped after every single step', async () => {
    const whole = tinyRequest(folder.path, text, file, 'whole');
    await trainThrough(whole);
    const pieces = tinyRequest(folder.path, text, file, 'pieces');
    // The first report of a session comes with its first step: that is as soon as it can be stopped.
    const sessions = await trainInPieces(pieces);
    const { step } = (await readPointer(whole.runFolder, 'last'))!;
    expect(step).toBeGreaterThan(8);
    expect(sessions).toBeGreaterThanOrEqual(step);
    expect(await fingerprint(pieces.runFolder)).toBe(await fingerprint(whole.runFolder));
    expect(validationsOf(pieces.runFolder)).toEqual(validationsOf(whole.runFolder));
  });

  it('is the same run twice, and another with another seed', async () => {
    const requests = ['a', 'b'].map((run) => tinyRequest(folder.path, text, file, run));
    for (const request of requests) await trainThrough(request);
    const other = tinyRequest(folder.path, text, { ...file, training: { ...file.training, seed: 2 } }, 'c');
    await trainThrough(other);
    const [a, b, c] = await Promise.all([...requests, other].map(({ runFolder }) => fingerprint(runFolder)));
    expect(b).toBe(a);
    expect(c).not.toBe(a);
  });
});

describe('killed with signal 9 between checkpoints', () => {
  let script: Awaited<ReturnType<typeof bundleScript>>;
  beforeAll(async () => { script = await bundleScript('src/training/testing/trainChild.ts'); });
  afterAll(() => script.dispose());

  it('a run ends with the same bits as one that was left alone', async () => {
    const file: Case[2] = { task: 'translation', model: small, training: { epochs: 4, batchSize: 4, threads: 1, earlyStopping: null } };
    const whole = tinyRequest(folder.path, reversalPairs(400), file, 'whole');
    await trainThrough(whole);
    const killed = { ...whole, runFolder: join(folder.path, 'killed') };
    let kills = 0;
    // Killed in the first epoch, before any checkpoint; then in the middle of the second and of the third.
    for (const killAt of [20, 130, 230]) {
      const child = script.run(JSON.stringify({ ...killed, resume: kills > 0 }));
      child.on('message', ({ step }: { step: number }) => { if (step >= killAt) child.kill('SIGKILL'); });
      expect(await ended(child)).toBe('SIGKILL');
      kills++;
      appendFileSync(join(killed.runFolder, 'metrics.jsonl'), '{"kind":"progress","step":1'); // a line that the kill tore
      expect((await readRunRecord(killed.runFolder)).status).toBe('running');
    }
    expect(await ended(script.run(JSON.stringify({ ...killed, resume: true })))).toBe(0);
    expect(await fingerprint(killed.runFolder)).toBe(await fingerprint(whole.runFolder));
    expect(validationsOf(killed.runFolder)).toEqual(validationsOf(whole.runFolder));
    const steps = readFileSync(join(killed.runFolder, 'metrics.jsonl'), 'utf8').trimEnd().split('\n').map((line) => (JSON.parse(line) as { step: number }).step);
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
  });
});

describe('resuming refuses', () => {
  const request = (): TrainingRequest => tinyRequest(folder.path, reversalPairs(50), cases[0][2]);
  const stopped = async (): Promise<TrainingRequest> => {
    const training = await openTraining(request(), { onReport: () => void training.stop() });
    await training.run();
    return { ...request(), resume: true };
  };

  it('a folder without a run', async () => {
    await expect(openTraining({ ...request(), resume: true })).rejects.toThrow(/has no run.json/);
  });

  it('a run that has finished', async () => {
    await trainThrough(request());
    await expect(openTraining({ ...request(), resume: true })).rejects.toThrow(/has finished/);
  });

  it('data that have changed', async () => {
    const again = await stopped();
    writeFileSync(join(folder.path, 'pairs.tsv'), reversalPairs(50, 5, 2));
    await expect(openTraining(again)).rejects.toMatchObject({ what: 'the file has changed since the run began', where: expect.stringMatching(/pairs\.tsv$/) as string });
  });

  it('a checkpoint whose weights were cut short', async () => {
    const again = await stopped();
    const { step } = (await readPointer(again.runFolder, 'last'))!;
    const path = join(again.runFolder, 'checkpoints', String(step), 'model.safetensors');
    writeFileSync(path, readFileSync(path).subarray(0, -4));
    await expect(openTraining(again)).rejects.toMatchObject({ where: path, what: expect.stringMatching(/not a usable safetensors file/) as string });
  });

  it('a new training where there is a run', async () => {
    const again = await stopped();
    await expect(openTraining({ ...again, resume: false })).rejects.toThrow(/holds a run already/);
  });
});
