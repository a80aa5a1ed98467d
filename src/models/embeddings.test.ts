import { expect, it } from 'vitest';
import { languageModel } from './languageModel';
import type { LanguageModelConfig } from './model';
import { translator } from './translator';

const common = { embedding: 20, hidden: 5, layers: 1, dropout: 0, tieEmbeddings: false, activation: 'tanh', recurrentInitializer: 'orthogonal' } as const;
const language = (more: Partial<LanguageModelConfig>): ReturnType<typeof languageModel> => languageModel({ ...common, cell: 'gru', window: null, vocabulary: 100, ...more });
const pairs = { ...common, cell: 'gru', bidirectional: true, attention: 'additive', inputFeeding: true, sourceVocabulary: 100, targetVocabulary: 90, sharedEmbeddings: false } as const;

const models = {
  'a recurrent language model': (more: object) => language(more), 'a fixed window': (more: object) => language({ cell: 'fixed-window', window: 3, ...more }), 'a translator': (more: object) => translator({ ...pairs, ...more }),
};

it.each(Object.entries(models))('%s begins with embeddings of the size that is asked for', (_name, build) => {
  const tables = (more: object): Float32Array[] => build(more).parameters.filter(({ name }) => name.endsWith('embedding')).map((parameter) => parameter.initialize(3));
  const root = (values: Float32Array): number => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
  expect(tables({}).length).toBeGreaterThan(0);
  for (const table of tables({})) expect(root(table)).toBeCloseTo(0.1 / Math.sqrt(3), 2);
  for (const table of tables({ embeddingInitializer: 'normal' })) expect(root(table)).toBeCloseTo(1, 1);
  expect(tables({ embeddingInitializer: 'uniform' })).toEqual(tables({}));
});
