import { expect, it } from 'vitest';
import { checkExperiment } from '../experiment';

const language = { task: 'language-model', data: { train: 'a.txt' } } as const;
const translation = { task: 'translation', data: { train: 'pairs.tsv' } } as const;

it.each([
  [{ ...language, tokenizer: { unit: 'char' } }, 'normal'], [{ ...language, tokenizer: { unit: 'char' }, model: { tieEmbeddings: true } }, 'uniform'], [language, 'uniform'],
  [{ ...translation, tokenizer: { unit: 'char' } }, 'normal'], [{ ...translation, tokenizer: { unit: 'bpe' } }, 'uniform'], [translation, 'uniform'],
  [{ ...language, model: { embeddingInitializer: 'normal' } }, 'normal'], [{ ...language, tokenizer: { unit: 'char' }, model: { embeddingInitializer: 'uniform' } }, 'uniform'],
])('the embeddings of %j begin %s', (file, embeddingInitializer) => {
  const experiment = checkExperiment(file, 'x');
  expect(experiment.model.embeddingInitializer).toBe(embeddingInitializer);
  expect(checkExperiment(experiment, 'x')).toEqual(experiment);
});
