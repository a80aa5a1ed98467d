import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPointer } from './checkpoint';
import { readRunRecord } from './runStore';
import { trainInPieces } from './testing/inPieces';
import { fingerprint, makeFolder, reversalPairs, tinyRequest, validationsOf } from './testing/tinyRuns';
import { openTraining, type TrainingRequest } from './train';

let folder: ReturnType<typeof makeFolder>;
let first: TrainingRequest;
beforeEach(async () => {
  folder = makeFolder();
  first = request('first');
  await through(first);
});
afterEach(() => folder.dispose());

const model = { embedding: 6, hidden: 8, dropout: 0.1 };
const request = (run: string, training: object = {}, more: { model?: object; tokenizer?: object } = {}, pairs = reversalPairs(60)): TrainingRequest =>
  tinyRequest(folder.path, pairs, { task: 'translation', model: { ...model, ...more.model }, tokenizer: more.tokenizer, training: { epochs: 3, batchSize: 16, threads: 1, learningRate: 0.01, ...training } }, run);
const through = async (wanted: TrainingRequest): Promise<void> => { await (await openTraining(wanted)).run(); };
const tokenizerOf = ({ runFolder }: TrainingRequest): string => readFileSync(join(runFolder, 'tokenizer.json'), 'utf8');

describe('a run that starts from another', () => {
  it('begins where that one was best, with changed settings, and says so in its record', async () => {
    const second = { ...request('second', { learningRate: 0.001, epochs: 1 }, { model: { dropout: 0.3 } }), from: first.runFolder };
    await through(second);
    const best = (await readPointer(first.runFolder, 'best'))!;
    expect(validationsOf(second.runFolder)[0]).toMatchObject({ step: 0, loss: validationsOf(first.runFolder).find(({ step }) => step === best.step)!.loss });
    expect(await readRunRecord(second.runFolder)).toMatchObject({ from: { id: 'first', folder: first.runFolder, step: best.step }, experiment: { training: { learningRate: 0.001 }, model: { dropout: 0.3 } } });
    expect((await readRunRecord(first.runFolder)).from).toBeUndefined();
  });

  it('keeps the vocabulary where the data are others', async () => {
    const second = { ...request('second', { epochs: 1 }, {}, `${reversalPairs(40, 5, 2)}\nnever seen\tseen never`), from: first.runFolder };
    await through(second);
    expect(tokenizerOf(second)).toBe(tokenizerOf(first));
  });

  it('has the weights it began with as its best where training makes them worse', async () => {
    const second = { ...request('second', { epochs: 2, optimizer: 'sgd', learningRate: 3, clipNorm: null }), from: first.runFolder };
    await through(second);
    expect(await readPointer(second.runFolder, 'best')).toMatchObject({ step: 0, validationLoss: validationsOf(second.runFolder)[0].loss });
  });

  it('ends with the same bits when it is stopped after every step', async () => {
    const whole = { ...request('whole', { epochs: 1 }), from: first.runFolder };
    await through(whole);
    const pieces = { ...request('pieces', { epochs: 1 }), from: first.runFolder };
    await trainInPieces(pieces);
    expect(await fingerprint(pieces.runFolder)).toBe(await fingerprint(whole.runFolder));
  });

  it('and died before its first checkpoint reads those weights again', async () => {
    const second = { ...request('second', { epochs: 1 }), from: first.runFolder };
    const training = await openTraining(second);
    const stopped = training.run();
    await training.stop();
    await stopped;
    rmSync(join(second.runFolder, 'checkpoints'), { recursive: true });
    await through({ ...second, resume: true });
    const whole = { ...request('whole', { epochs: 1 }), from: first.runFolder };
    await through(whole);
    expect(await fingerprint(second.runFolder)).toBe(await fingerprint(whole.runFolder));
  });
});

describe('refused by name', () => {
  it.each([
    ['model.hidden', { model: { hidden: 9 } }], ['model.attention', { model: { attention: 'none' } }], ['model.cell', { model: { cell: 'lstm' } }],
    ['tokenizer.unit', { tokenizer: { unit: 'char' } }], ['tokenizer.shared', { tokenizer: { shared: true } }], ['tokenizer.vocabularySize', { tokenizer: { vocabularySize: 11, minFrequency: 2 } }],
  ])('%s', async (where, more) => {
    const second = { ...request('second', {}, more), from: first.runFolder };
    await expect(openTraining(second)).rejects.toMatchObject({ name: 'UserError', where, code: 'option', remedy: expect.stringContaining('or train from the beginning') as string });
  });

  it('another task', async () => {
    const other = tinyRequest(folder.path, 'a b c\nd e f\ng h i', { task: 'language-model' }, 'second');
    await expect(openTraining({ ...other, from: first.runFolder })).rejects.toMatchObject({ where: 'task' });
  });

  it('a folder that is no run, or one without a checkpoint', async () => {
    await expect(openTraining({ ...request('second'), from: folder.path })).rejects.toThrow(/has no run.json/);
    rmSync(join(first.runFolder, 'checkpoints'), { recursive: true });
    await expect(openTraining({ ...request('second'), from: first.runFolder })).rejects.toThrow(/no checkpoint yet/);
  });

  it('weights that are cut short', async () => {
    const { step } = (await readPointer(first.runFolder, 'best'))!;
    const path = join(first.runFolder, 'checkpoints', String(step), 'model.safetensors');
    writeFileSync(path, readFileSync(path).subarray(0, -4));
    await expect(openTraining({ ...request('second'), from: first.runFolder })).rejects.toMatchObject({ where: path });
  });
});
