import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Variables } from '../engine/engine';
import { keepNewest, keptLimit, type KeptCheckpoint } from './keptCheckpoints';
import { listCheckpoints } from './listCheckpoints';
import { loadWeights, openRun } from './openRun';
import { trainInPieces } from './testing/inPieces';
import { fingerprint, makeFolder, reversalPairs, tinyRequest, validationsOf } from './testing/tinyRuns';
import { openTraining, type TrainingRequest } from './train';

let folder: ReturnType<typeof makeFolder>;
beforeEach(() => { folder = makeFolder(); });
afterEach(() => folder.dispose());

const at = (step: number): KeptCheckpoint => ({ step, epoch: step / 10, validationLoss: 1 / (1 + step) });
const grown = (epochs: number, limit: number, recent?: number): number[] => {
  let kept: KeptCheckpoint[] = [];
  for (let epoch = 0; epoch <= epochs; epoch++) kept = keepNewest(kept, at(10 * epoch), limit, recent);
  return kept.map(({ step }) => step / 10);
};

describe('what is kept as a run grows', () => {
  it('is all that there is room for', () => {
    expect(grown(4, 6)).toEqual([0, 1, 2, 3, 4]);
  });

  it.each([20, 33, 100, 1000])('of %i epochs has the first and the newest, and lies denser where learning is quick', (epochs) => {
    const kept = grown(epochs, 8);
    expect(kept).toHaveLength(8);
    expect([kept[0], kept.at(-1)]).toEqual([0, epochs]);
    const gaps = kept.slice(1).map((epoch, i) => Math.sqrt(epoch) - Math.sqrt(kept[i]));
    expect(Math.max(...gaps)).toBeLessThan(0.45 * Math.sqrt(epochs));
    expect(kept[1]).toBeLessThan(epochs / 5);
  });

  it('keeps the newest in a row where asked to', () => {
    expect(grown(30, 6, 4)).toEqual([0, expect.any(Number), 27, 28, 29, 30]);
  });

  it('is the newest alone, or nothing, where there is no more room', () => {
    expect(grown(5, 1)).toEqual([5]);
    expect(grown(5, 0)).toEqual([]);
  });

  it('forgets what a resumed run does again', () => {
    expect(keepNewest([at(0), at(10), at(20)], at(10), 9).map(({ step }) => step)).toEqual([0, 10]);
  });

  it.each([[null, 1000, 12], [null, 10_000_000, 6], [null, 10 ** 9, 3], [5, 10 ** 9, 5], [0, 1, 0]])('is limited: %j wanted, %i parameters: %i', (wanted, parameters, limit) => {
    expect(keptLimit(wanted, parameters)).toBe(limit);
  });
});

const request = (run: string, training: object = {}): TrainingRequest =>
  tinyRequest(folder.path, reversalPairs(50), { task: 'translation', model: { embedding: 4, hidden: 5, dropout: 0.2 }, training: { epochs: 6, batchSize: 16, threads: 1, earlyStopping: null, keepCheckpoints: 4, ...training } }, run);
const filesOf = (run: string, step: number): string[] => readdirSync(join(folder.path, run, 'checkpoints', String(step))).sort();

describe('a run', () => {
  it('has weights over training time, the optimizer of the last alone', async () => {
    const { runFolder } = request('a');
    await (await openTraining(request('a'))).run();
    const listed = await listCheckpoints(runFolder);
    const losses = new Map(validationsOf(runFolder).map(({ step, loss }) => [step, loss]));
    expect(listed.filter(({ kinds }) => kinds.includes('kept'))).toHaveLength(4);
    expect([listed[0].step, listed[0].epoch, listed.at(-1)!.epoch]).toEqual([0, 0, 6]);
    expect(listed.at(-1)!.kinds).toContain('last');
    for (const { step, validationLoss } of listed) {
      expect(validationLoss).toBeCloseTo(losses.get(step)!, 10);
      expect(filesOf('a', step)).toEqual(step === listed.at(-1)!.step ? ['model.safetensors', 'optimizer.safetensors', 'state.json'] : ['model.safetensors']);
    }
    expect(readdirSync(join(runFolder, 'checkpoints')).sort()).toEqual([...listed.map(({ step }) => String(step)), 'best', 'kept', 'last'].sort());
  });

  it('gives the weights of each of them, and says which there are', async () => {
    await (await openTraining(request('a'))).run();
    const run = await openRun(request('a').runFolder);
    const variables = new Variables();
    const [{ name }] = run.model.parameters;
    expect(await loadWeights(run, variables, 0)).toMatchObject({ step: 0 });
    expect([...variables.get(name).data]).toEqual([...run.model.parameters[0].initialize(1)]);
    const first = variables.get(name).data.slice();
    const last = await loadWeights(run, variables, 'last');
    expect([...variables.get(name).data]).not.toEqual([...first]);
    const steps = (await listCheckpoints(run.folder)).map(({ step }) => step);
    expect(last.step).toBe(steps.at(-1));
    await expect(loadWeights(run, variables, 1)).rejects.toMatchObject({ code: 'option', what: 'the run has no checkpoint of step 1', remedy: `choose best, last or one of the steps ${steps.join(', ')}` });
  });

  it('keeps none with 0, beside the best and the last', async () => {
    await (await openTraining(request('a', { keepCheckpoints: 0 }))).run();
    expect((await listCheckpoints(request('a').runFolder)).every(({ kinds }) => !kinds.includes('kept'))).toBe(true);
  });

  it('keeps the same where it was stopped after every step, and the numbers of its training do not depend on it', async () => {
    const few = { epochs: 3, keepCheckpoints: 2 };
    await (await openTraining(request('whole', few))).run();
    await (await openTraining(request('none', { ...few, keepCheckpoints: 0 }))).run();
    await trainInPieces(request('pieces', few));
    const [whole, pieces, none] = ['whole', 'pieces', 'none'].map((run) => join(folder.path, run));
    expect(await listCheckpoints(pieces)).toEqual(await listCheckpoints(whole));
    for (const { step } of await listCheckpoints(whole)) {
      expect(readFileSync(join(pieces, 'checkpoints', String(step), 'model.safetensors')).equals(readFileSync(join(whole, 'checkpoints', String(step), 'model.safetensors')))).toBe(true);
    }
    expect(await fingerprint(none)).toBe(await fingerprint(whole));
  });

  it('of which the list is damaged says so', async () => {
    await (await openTraining(request('a'))).run();
    const path = join(request('a').runFolder, 'checkpoints', 'kept');
    writeFileSync(path, '[{"step":');
    await expect(listCheckpoints(request('a').runFolder)).rejects.toMatchObject({ name: 'UserError', where: path });
  });
});
