/** The derived gradient of every kind of model, held against finite differences in double precision. Sizes are small primes so that a transposed axis shows. */
import { describe, expect, it } from 'vitest';
import { checkGradients, wave } from '../testing/gradientCheck';
import type { DoubleInput } from '../engine/reference/evaluate';
import { languageModel } from './languageModel';
import type { LanguageModelConfig, ModelGraph, ParameterSpec, TranslatorConfig } from './model';
import { translator } from './translator';

const B = 2, T = 3, S = 4;
const sizes: Record<string, number> = { B, T, S };

const cycle = (shape: readonly number[], below: number): DoubleInput => ({ shape, data: Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => (i * 5 + 1) % below) });

function feedsFor(model: ModelGraph, specs: readonly ParameterSpec[], ids: Record<string, number>, masks: Record<string, DoubleInput>): Record<string, DoubleInput> {
  const feeds: Record<string, DoubleInput> = {};
  for (const { name, type, shape } of model.graph.inputs) {
    const known = shape.map((size) => (typeof size === 'number' ? size : sizes[size]));
    feeds[name] = masks[name] ?? (type === 'int32' ? cycle(known, ids[name]) : wave(known, name.length));
  }
  for (const spec of specs) feeds[spec.name] = { shape: spec.shape, data: Float64Array.from(spec.initialize(3)).map((value, i) => value + 0.1 * Math.sin(i)) };
  return feeds;
}

const lm: LanguageModelConfig = { cell: 'lstm', window: null, vocabulary: 7, embedding: 3, hidden: 5, layers: 1, dropout: 0, tieEmbeddings: false, activation: 'tanh', recurrentInitializer: 'orthogonal' };

describe('language models', () => {
  const cases: Record<string, Partial<LanguageModelConfig>> = {
    rnn: { cell: 'rnn' }, 'rnn with relu and identity': { cell: 'rnn', activation: 'relu', recurrentInitializer: 'identity' },
    lstm: {}, gru: { cell: 'gru' }, 'two layers, dropout': { layers: 2, dropout: 0.5 }, 'variational dropout, weight drop': { layers: 2, dropout: 0.5, variationalDropout: true, weightDrop: 0.5 }, 'tied, sizes differ': { tieEmbeddings: true }, 'tied, sizes equal': { tieEmbeddings: true, embedding: 5 },
    'fixed window': { cell: 'fixed-window', window: 3 }, 'bag of words': { cell: 'bag-of-words', window: 3 },
  };
  it.each(Object.entries(cases))('%s', (_, change) => {
    const model = languageModel({ ...lm, ...change });
    const train = model.train({ labelSmoothing: 0.1 });
    const feeds = feedsFor(train, model.parameters, { input: 7, output: 7 }, {
      inputMask: { shape: [B, 3], data: [0, 1, 1, 1, 1, 1] },
      outputMask: model.config.window ? { shape: [B], data: [1, 1] } : { shape: [T, B], data: [1, 1, 1, 1, 1, 0] },
    });
    const { worst, compared } = checkGradients(train.graph, train.loss!, train.parameters, feeds);
    expect(compared).toBe(model.parameters.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0));
    expect(worst).toBeLessThan(1e-8);
  });
});

const tr: TranslatorConfig = {
  cell: 'gru', bidirectional: true, attention: 'additive', inputFeeding: true, sourceVocabulary: 6, targetVocabulary: 7, sharedEmbeddings: false,
  embedding: 2, hidden: 3, layers: 1, dropout: 0, tieEmbeddings: false, activation: 'tanh', recurrentInitializer: 'orthogonal',
};

describe('translators', () => {
  const cases: Record<string, Partial<TranslatorConfig>> = {
    'additive attention': {}, 'additive attention, no input feeding': { inputFeeding: false }, 'general attention': { attention: 'general' },
    coverage: { coverage: true }, 'states begin as the encoder ended': { bridge: 'last', bidirectional: false, layers: 2, cell: 'lstm' }, 'states begin at zero': { bridge: 'zero' },
    'scheduled sampling': {}, 'scheduled sampling, all that a loop may hold': { coverage: true, layers: 2, dropout: 0.4, tieEmbeddings: true, bidirectional: false },
    'dot attention': { attention: 'dot', bidirectional: false }, 'no attention': { attention: 'none', inputFeeding: false },
    'the sentence vector fed': { attention: 'none', inputFeeding: false, feedContext: true }, 'the same in two layers': { attention: 'none', inputFeeding: false, feedContext: true, layers: 2, cell: 'lstm' },
    lstm: { cell: 'lstm' }, rnn: { cell: 'rnn' }, 'two layers, dropout': { layers: 2, dropout: 0.4, cell: 'lstm' },
    'variational dropout, weight drop': { layers: 2, dropout: 0.4, variationalDropout: true, weightDrop: 0.5, bidirectional: false },
    'shared and tied embeddings': { sharedEmbeddings: true, tieEmbeddings: true, sourceVocabulary: 7 },
  };
  it.each(Object.entries(cases))('%s', (name, change) => {
    const model = translator({ ...tr, ...change });
    const train = model.train({ labelSmoothing: 0.1, coverageLoss: 0.7, scheduledSampling: name.startsWith('scheduled sampling') });
    const feeds = feedsFor(train, model.parameters, { source: 6, input: 7, output: 7 }, {
      sourceMask: { shape: [S, B], data: [1, 1, 1, 1, 1, 1, 1, 0] }, outputMask: { shape: [T, B], data: [1, 1, 1, 1, 1, 0] },
    });
    const { worst, compared } = checkGradients(train.graph, train.loss!, train.parameters, feeds);
    expect(compared).toBe(model.parameters.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0));
    expect(worst).toBeLessThan(1e-8);
  }, 120_000);
});
