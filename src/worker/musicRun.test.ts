import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { trainInPieces } from '../training/testing/inPieces';
import { makeFolder, tinyRequest, validationsOf } from '../training/testing/tinyRuns';
import { openTraining, type TrainingRequest } from '../training/train';
import { readRunRecord } from '../training/runStore';
import { PredictionService } from './predictionService';
import { createSampler } from './sampler';

let folder: ReturnType<typeof makeFolder>;
beforeEach(() => { folder = makeFolder(); });
afterEach(() => folder.dispose());

/** A book of one tune over and over: it is learnt by heart, but not at once. */
const tune = (number: number): string => `X:${number % 10}\nT:A\nM:2/4\nL:1/8\nK:C\nCDEF|GABc|cBAG|FEDC|]\n\n`;
const book = Array.from({ length: 80 }, (_, i) => tune(i)).join('');
const file = {
  task: 'language-model', tokenizer: { unit: 'char' }, model: { embedding: 16, embeddingInitializer: 'uniform', hidden: 64, dropout: 0 },
  training: { epochs: 8, batchSize: 2, sequenceLength: 30, learningRate: 0.01, threads: 1, earlyStopping: null },
} as const;
const train = async (request: TrainingRequest): Promise<void> => { await (await openTraining(request, { sampler: createSampler })).run(); };
const never = new AbortController().signal;

describe('a model of ABC notation', () => {
  it('reports the share of its tunes that parse, and composes afterwards', async () => {
    const request = tinyRequest(folder.path, book, file, 'run');
    await train(request);
    expect(await readRunRecord(request.runFolder)).toMatchObject({ status: 'finished', notation: 'abc' });
    const validations = validationsOf(request.runFolder);
    expect(validations[0].tunes).toBeUndefined();
    expect(validations[1].tunes).toHaveLength(20);
    for (const { tunes, tunesParsed, tunesComplete } of validations.slice(1)) {
      expect(tunesParsed).toBe(tunes!.filter(({ parses }) => parses).length / 20);
      expect(tunesComplete).toBe(tunes!.filter(({ complete }) => complete).length / 20);
    }
    expect(validations[1].tunesParsed).toBe(0);
    expect(validations.at(-1)!.tunesParsed).toBeGreaterThan(0.2);

    const service = new PredictionService(() => undefined);
    const ask = { runFolder: request.runFolder, engine: 'auto', composition: { count: 3, seed: 5, temperature: 0.7 } } as const;
    const composed = await service.handlers['predict/compose'](ask, never);
    expect(composed.tunes).toHaveLength(3);
    expect(await service.handlers['predict/compose'](ask, never)).toEqual(composed);
    expect(await service.handlers['predict/readTunes']({ text: book }, never)).toHaveLength(80);
  });

  it('reports the same tunes when it was stopped and resumed', async () => {
    const short = { ...file, training: { ...file.training, epochs: 2, batchSize: 8 } };
    const whole = tinyRequest(folder.path, book, short, 'whole');
    await train(whole);
    const pieces = tinyRequest(folder.path, book, short, 'pieces');
    expect(await trainInPieces(pieces, { sampler: createSampler })).toBeGreaterThan(1);
    expect(validationsOf(whole.runFolder)[1].tunes).toHaveLength(20);
    expect(validationsOf(pieces.runFolder)).toEqual(validationsOf(whole.runFolder));
  });

  it('can be judged by its tunes', async () => {
    const request = tinyRequest(folder.path, book, { ...file, training: { ...file.training, epochs: 5, earlyStopping: { metric: 'tunesParsed', patience: null } } }, 'run');
    await train(request);
    const [, ...validations] = validationsOf(request.runFolder);
    const most = Math.max(...validations.map(({ tunesParsed }) => tunesParsed!));
    expect(most).toBeGreaterThan(validations[0].tunesParsed!);
    expect(validations.findLast(({ best }) => best)).toBe(validations.find(({ tunesParsed }) => tunesParsed === most));
    const words = tinyRequest(folder.path, book.replaceAll('K:', 'Q:'), { ...file, training: { ...file.training, earlyStopping: { metric: 'tunesComplete' } } }, 'words');
    await expect(openTraining(words, { sampler: createSampler })).rejects.toMatchObject({ name: 'UserError', where: 'training.earlyStopping.metric', what: 'tunesComplete is of tunes in ABC notation, and the training text has none' });
    expect(existsSync(words.runFolder)).toBe(false);
  });

  it('is told from other text by its content', async () => {
    const request = tinyRequest(folder.path, book.replaceAll('K:', 'Q:'), { ...file, training: { ...file.training, epochs: 1 } }, 'run');
    await train(request);
    expect((await readRunRecord(request.runFolder)).notation).toBeUndefined();
    expect(validationsOf(request.runFolder)[1].tunes).toBeUndefined();
  });
});
