import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findModel, loadLastCheckpoint, prune, readPointer, saveCheckpoint, type TrainingState } from './checkpoint';
import { bundleScript, ended } from './testing/forkScript';
import { makeFolder } from './testing/tinyRuns';
import { initialState } from './trainer';

let folder: ReturnType<typeof makeFolder>;
beforeEach(() => { folder = makeFolder(); });
afterEach(() => folder.dispose());

const listed = (): string[] => readdirSync(join(folder.path, 'checkpoints')).filter((name) => name !== 'kept').sort();
const tensor = (name: string, number: number) => ({ name, shape: [2], data: Float32Array.of(number, -number) });
const save = (step: number, more: Partial<TrainingState> = {}): Promise<void> =>
  saveCheckpoint(folder.path, { state: { ...initialState(), step, ...more }, model: [tensor('w', step)], optimizer: [tensor('adam.m.w', step)] });

describe('a checkpoint', () => {
  it('comes back as it was saved', async () => {
    const state: TrainingState = { version: 1, step: 12, epoch: 1, batch: 2, validatedStep: 10, costs: [1.25], best: { step: 10, cost: 1.25, loss: 1.25 }, averaged: null, kept: [{ step: 10, epoch: 1, validationLoss: 1.25 }], watched: ['hello'], elapsedSeconds: 3.5, reports: { metrics: 100, samples: 0 } };
    await save(12, state);
    expect(await loadLastCheckpoint(folder.path)).toEqual({ state, model: [tensor('w', 12)], optimizer: [tensor('adam.m.w', 12)] });
  });

  it('replaces the one before, but for the best', async () => {
    await save(1, { best: { step: 1, cost: 3, loss: 3 } });
    await save(2, { best: { step: 1, cost: 3, loss: 3 } });
    await save(3, { best: { step: 1, cost: 3, loss: 3 } });
    expect(listed()).toEqual(['1', '3', 'best', 'last']);
    await save(4, { best: { step: 4, cost: 2, loss: 2 } });
    expect(listed()).toEqual(['4', 'best', 'last']);
    expect(await readPointer(folder.path, 'best')).toEqual({ step: 4, epoch: 0, validationLoss: 2 });
  });

  it('of the same step again keeps the weights and takes the new state', async () => {
    await save(5);
    await saveCheckpoint(folder.path, { state: { ...initialState(), step: 5, epoch: 1, best: { step: 5, cost: 2, loss: 2 } }, model: [], optimizer: [] });
    const loaded = await loadLastCheckpoint(folder.path);
    expect(loaded).toMatchObject({ state: { epoch: 1 }, model: [{ name: 'w' }] });
    expect(await findModel(folder.path)).toMatchObject({ step: 5 });
  });

  it('is written anew where a half one stands in its place', async () => {
    mkdirSync(join(folder.path, 'checkpoints', '5'), { recursive: true });
    mkdirSync(join(folder.path, 'checkpoints', '5.tmp'));
    writeFileSync(join(folder.path, 'checkpoints', '5', 'model.safetensors'), 'half');
    await save(5);
    expect((await loadLastCheckpoint(folder.path))?.model).toEqual([tensor('w', 5)]);
    expect(listed()).toEqual(['5', 'last']);
  });

  it('to predict with is the best, else the last, else none', async () => {
    expect(await findModel(folder.path)).toBeNull();
    expect(await loadLastCheckpoint(folder.path)).toBeNull();
    await save(1);
    expect(await findModel(folder.path)).toEqual({ step: 1, path: join(folder.path, 'checkpoints', '1', 'model.safetensors') });
    await save(2, { best: { step: 2, cost: 1, loss: 1 } });
    await save(3, { best: { step: 2, cost: 1, loss: 1 } });
    expect(await findModel(folder.path)).toMatchObject({ step: 2 });
  });

  it.each([
    ['pointer', 'last', '{"step":'], ['state', '7/state.json', '{"version":1}'], ['model', '7/model.safetensors', 'x'],
  ])('with a damaged %s is refused by name', async (_what, file, text) => {
    await save(7);
    writeFileSync(join(folder.path, 'checkpoints', file), text);
    await expect(loadLastCheckpoint(folder.path)).rejects.toMatchObject({ name: 'UserError', where: join(folder.path, 'checkpoints', file) });
  });

  it('of an older version, which knew one cost, is read', async () => {
    await save(7);
    const path = join(folder.path, 'checkpoints', '7', 'state.json');
    const { costs, kept, ...older } = { ...initialState(), step: 7, validationLosses: [3, 2], best: { step: 5, loss: 2 } };
    expect([costs, kept]).toEqual([[], []]);
    writeFileSync(path, JSON.stringify(older));
    expect((await loadLastCheckpoint(folder.path))?.state).toEqual({ ...initialState(), step: 7, costs: [3, 2], best: { step: 5, cost: 2, loss: 2 } });
  });

  it('leaves nothing that a pointer does not name', async () => {
    await save(1);
    mkdirSync(join(folder.path, 'checkpoints', '9.tmp'));
    await prune(folder.path);
    expect(listed()).toEqual(['1', 'last']);
    rmSync(join(folder.path, 'checkpoints'), { recursive: true });
    await prune(folder.path); // a run that died before its first
  });
});

describe('killed while it writes', () => {
  let script: Awaited<ReturnType<typeof bundleScript>>;
  beforeAll(async () => { script = await bundleScript('src/training/testing/checkpointChild.ts'); });
  afterAll(() => script.dispose());

  it('a run has its last whole checkpoint, and can save on', async () => {
    for (const delayMs of [0, 1, 2, 3, 5, 8]) {
      const child = script.run(folder.path);
      let told = 0;
      child.on('message', (step: number) => {
        told = step;
        if (step === 3) setTimeout(() => child.kill('SIGKILL'), delayMs);
      });
      expect(await ended(child)).toBe('SIGKILL');
      const { state, model, optimizer } = (await loadLastCheckpoint(folder.path))!;
      expect(state.step).toBeGreaterThanOrEqual(told);
      for (const { data } of [...model, ...optimizer]) expect(data.every((number) => number === state.step)).toBe(true);
      expect(JSON.parse(readFileSync((await findModel(folder.path))!.path).subarray(8).toString('latin1').split('}')[0] + '}}')).toHaveProperty('__metadata__.format', 'sequence-lab');
      await saveCheckpoint(folder.path, { state: { ...state, step: 1000 }, model, optimizer });
      expect(listed().filter((name) => name.endsWith('.tmp'))).toEqual([]);
      rmSync(join(folder.path, 'checkpoints'), { recursive: true });
    }
  });
});
