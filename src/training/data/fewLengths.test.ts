import { describe, expect, it } from 'vitest';
import { createEngine } from '../../engine/choose';
import { Variables } from '../../engine/engine';
import { translator } from '../../models/translator';
import { pairBatches } from '../../text/pairBatches';
import { Evaluator } from '../evaluate';
import { fewLengths } from './fewLengths';
import { asBatch } from './translationData';
import type { BatchPlan, TrainingData } from './trainingData';

const pairs = Array.from({ length: 40 }, (_, i) => ({ source: Int32Array.from({ length: 1 + (i % 9) }, (_, k) => 4 + ((i + k) % 8)), target: Int32Array.from({ length: 1 + (i % 7) }, (_, k) => 4 + ((i * k) % 9)) }));
const plan = pairBatches(pairs, { batchSize: 3, seed: 1, epoch: 0, shuffle: true });
const batches: BatchPlan = { length: plan.length, tokens: plan.targetTokens, get: (index) => asBatch(plan.get(index)) };
const of = (task: 'translation' | 'language-model'): TrainingData => ({ experiment: { task }, epoch: () => batches, validation: { batches, characters: null, examples: [] } } as unknown as TrainingData);
const lengthsOf = (all: BatchPlan): Set<string> => new Set(Array.from({ length: all.length }, (_, i) => all.get(i).feeds).map(({ source, output }) => `${source.shape[0]} ${output.shape[0]}`));

describe('few lengths', () => {
  it('are multiples of 4', () => {
    expect(lengthsOf(fewLengths(of('translation')).epoch(0)).size).toBeLessThan(lengthsOf(batches).size / 2);
    for (const lengths of lengthsOf(fewLengths(of('translation')).epoch(0))) for (const length of lengths.split(' ')) expect(Number(length) % 4).toBe(0);
  });

  it('change nothing of what a model says', async () => {
    const model = translator({
      cell: 'lstm', bidirectional: true, attention: 'additive', inputFeeding: true, sourceVocabulary: 12, targetVocabulary: 13, sharedEmbeddings: false, embedding: 5, hidden: 6, layers: 1, dropout: 0, tieEmbeddings: false,
      activation: 'tanh', recurrentInitializer: 'orthogonal',
    });
    const variables = new Variables();
    for (const spec of model.parameters) variables.set(spec.name, spec.shape, spec.initialize(3));
    const evaluator = await Evaluator.load(model.evaluate(), await createEngine({ engine: 'reference', threads: 1 }), variables);
    const [asTheyAre, few] = [await evaluator.run({ batches, characters: null }), await evaluator.run(fewLengths(of('translation')).validation)];
    expect(few!.loss).toBeCloseTo(asTheyAre!.loss, 12);
    expect(few).toMatchObject({ accuracy: asTheyAre!.accuracy, tokens: asTheyAre!.tokens });
  });

  it('are what running text has already', () => {
    const text = of('language-model');
    expect(fewLengths(text)).toBe(text);
  });
});
