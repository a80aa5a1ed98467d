/** One table for source, target and output: what is shared is one parameter, and every use of it is seen in its gradient. */
import { expect, it } from 'vitest';
import { languageModel } from './languageModel';
import { translator } from './translator';

const common = { embedding: 3, hidden: 5, layers: 1, dropout: 0, activation: 'tanh', recurrentInitializer: 'orthogonal' } as const;
const tables = (sharedEmbeddings: boolean, tieEmbeddings: boolean, embedding = 3): string[] => translator({
  ...common, embedding, cell: 'gru', bidirectional: true, attention: 'additive', inputFeeding: true, sourceVocabulary: 7, targetVocabulary: 7, sharedEmbeddings, tieEmbeddings,
}).parameters.filter(({ shape }) => shape.includes(7) && shape.length === 2).map(({ name, shape }) => `${name} ${shape.join(' ')}`).sort();

it.each<[shared: boolean, tied: boolean, tables: string[]]>([
  [false, false, ['output.weight 5 7', 'source.embedding 7 3', 'target.embedding 7 3']],
  [false, true, ['source.embedding 7 3', 'target.embedding 7 3']],
  [true, false, ['embedding 7 3', 'output.weight 5 7']],
  [true, true, ['embedding 7 3']],
])('shared %s, tied %s: the matrices that know the vocabulary', (shared, tied, wanted) => expect(tables(shared, tied)).toEqual(wanted));

it('a tied layer has a projection where the sizes differ, and none where they are the same', () => {
  const projections = (embedding: number): number => languageModel({ ...common, embedding, cell: 'lstm', window: null, vocabulary: 7, tieEmbeddings: true }).parameters.filter(({ name }) => name === 'output.projection').length;
  expect([projections(3), projections(5)]).toEqual([1, 0]);
});
