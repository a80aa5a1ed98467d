import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Variables } from '../engine/engine';
import { readPointer } from './checkpoint';
import { listCheckpoints } from './listCheckpoints';
import { loadWeights, openRun } from './openRun';
import { readRunRecord } from './runStore';
import { trainInPieces } from './testing/inPieces';
import { fingerprint, makeFolder, reversalPairs, tinyRequest, validationsOf } from './testing/tinyRuns';
import { openTraining, type TrainingRequest } from './train';

let folder: ReturnType<typeof makeFolder>;
beforeEach(() => { folder = makeFolder(); });
afterEach(() => folder.dispose());

const request = (run: string, training: object = {}): TrainingRequest =>
  tinyRequest(folder.path, reversalPairs(60), { task: 'translation', model: { embedding: 5, hidden: 6, dropout: 0.1 }, training: { epochs: 5, batchSize: 16, threads: 1, earlyStopping: null, keepCheckpoints: 2, averageCheckpoints: 3, ...training } }, run);
const through = async (wanted: TrainingRequest): Promise<void> => { await (await openTraining(wanted)).run(); };

async function weightsAt(run: Awaited<ReturnType<typeof openRun>>, choice: 'last' | 'averaged' | 'best' | number): Promise<Float32Array> {
  const variables = new Variables();
  await loadWeights(run, variables, choice);
  return Float32Array.from(run.model.parameters.flatMap(({ name }) => [...variables.get(name).data]));
}

describe('the mean of the last checkpoints', () => {
  it('is what it says, is measured, and is the best where it is better', async () => {
    // A rate that is too large: the weights jump about, and their mean is better than any of them.
    const jumping = request('a', { learningRate: 0.1, batchSize: 4, epochs: 6 });
    await through(jumping);
    const run = await openRun(jumping.runFolder);
    const kept = (await listCheckpoints(run.folder)).filter(({ kinds }) => kinds.includes('kept')).map(({ step }) => step);
    expect(kept).toHaveLength(3);
    const weights = [await weightsAt(run, kept[0]), await weightsAt(run, kept[1]), await weightsAt(run, kept[2])];
    const mean = await weightsAt(run, 'averaged');
    expect(mean).toBeAllclose(weights[0].map((_, i) => (weights[0][i] + weights[1][i] + weights[2][i]) / 3), { rtol: 1e-6, atol: 1e-7 });

    const reports = validationsOf(run.folder);
    const [averaged, ...others] = [...reports].reverse();
    expect(averaged).toMatchObject({ averaged: 3, step: kept[2], best: true });
    expect(averaged.loss).toBeLessThan(Math.min(...others.map(({ loss }) => loss)));
    expect(others[0].step).toBe(kept[2]); // the last epoch's own report stays beside it
    expect(await readPointer(run.folder, 'best')).toMatchObject({ step: kept[2], validationLoss: averaged.loss, folder: `${kept[2]}-averaged` });
    expect(await weightsAt(run, 'best')).toEqual(mean);
    expect(await weightsAt(run, 'last')).toEqual(weights[2]);
    // Two checkpoints have the last step, which is told once.
    await expect(loadWeights(run, new Variables(), 1)).rejects.toMatchObject({ remedy: `choose best, last or one of the steps ${kept.join(', ')}` });
    expect((await listCheckpoints(run.folder)).at(-1)).toMatchObject({ kinds: ['best', 'averaged'], validationLoss: averaged.loss });
    expect(readFileSync(join(run.folder, 'log.txt'), 'utf8')).toMatch(/validation of the mean of the last 3 checkpoints at step .*the best so far/);
  });

  it('changes nothing else, and is not the best where it is worse', async () => {
    await through(request('with'));
    await through(request('without', { averageCheckpoints: 0, keepCheckpoints: 4 }));
    const [whole, without] = ['with', 'without'].map((name) => join(folder.path, name));
    expect(await fingerprint(whole)).toBe(await fingerprint(without));
    expect(validationsOf(whole).slice(0, -1)).toEqual(validationsOf(without));
    const { loss, best } = validationsOf(whole).at(-1)!;
    expect(best).toBe(false);
    expect(loss).toBeGreaterThan((await readPointer(whole, 'best'))!.validationLoss!);
    expect(await readPointer(without, 'averaged')).toBeNull();
  });

  it('is the same where the run was stopped, after any step and while the mean was measured', async () => {
    await through(request('whole', { epochs: 2, averageCheckpoints: 2 }));
    const pieces = request('pieces', { epochs: 2, averageCheckpoints: 2 });
    // The last epoch's validation is followed by the measuring of the mean, which the stop interrupts.
    await trainInPieces(pieces, { stopsAt: (report) => report.kind === 'progress' || (report.kind === 'validation' && report.epoch === 2) });
    const whole = join(folder.path, 'whole');
    expect(validationsOf(pieces.runFolder)).toEqual(validationsOf(whole));
    const [run, other] = [await openRun(pieces.runFolder), await openRun(whole)];
    expect(await weightsAt(run, 'averaged')).toEqual(await weightsAt(other, 'averaged'));
    expect(await fingerprint(pieces.runFolder)).toBe(await fingerprint(whole));
  });

  it('of a single epoch is none', async () => {
    await through(request('a', { epochs: 1 }));
    expect(await readPointer(join(folder.path, 'a'), 'averaged')).toBeNull();
    const run = await openRun(join(folder.path, 'a'));
    await expect(loadWeights(run, new Variables(), 'averaged')).rejects.toThrow(/has no averaged checkpoint/);
    writeFileSync(join(run.folder, 'checkpoints', 'averaged'), 'x');
    await expect(loadWeights(run, new Variables(), 'averaged')).rejects.toMatchObject({ what: 'the pointer to the averaged checkpoint is damaged', remedy: expect.stringMatching(/^remove the file/) as string });
  });

  it('may be what another run starts from', async () => {
    await through(request('first', { learningRate: 0.1, batchSize: 4, epochs: 6 }));
    const second = { ...request('second', { epochs: 1, averageCheckpoints: 0 }), from: join(folder.path, 'first') };
    await through(second);
    expect((await readRunRecord(second.runFolder)).from).toMatchObject({ averaged: true });
    expect(validationsOf(second.runFolder)[0].loss).toBeCloseTo(validationsOf(second.from).at(-1)!.loss, 5); // in other batches
  });
});
