/** Coverage: what the model knows of where it looked, and what it pays for looking there again. */
import { expect, it } from 'vitest';
import { evaluate, type DoubleInput } from '../engine/reference/evaluate';
import { wave } from '../testing/gradientCheck';
import type { ModelGraph } from './model';
import { translator } from './translator';

const [T, S, B] = [5, 4, 2];
const common = {
  cell: 'gru', embedding: 3, hidden: 5, layers: 1, dropout: 0, tieEmbeddings: false, activation: 'tanh', recurrentInitializer: 'orthogonal', bidirectional: true,
  attention: 'additive', inputFeeding: true, sourceVocabulary: 7, targetVocabulary: 7, sharedEmbeddings: false,
} as const;
const [plain, covering] = [translator(common), translator({ ...common, coverage: true })];
const cycle = (shape: readonly number[]): DoubleInput => ({ shape, data: Array.from({ length: shape[0] * shape[1] }, (_, i) => (i * 5 + 1) % 7) });
const feeds = {
  source: cycle([S, B]), sourceMask: { shape: [S, B], data: [1, 1, 1, 1, 1, 1, 1, 0] }, input: cycle([T, B]), output: cycle([T, B]),
  outputMask: { shape: [T, B], data: [1, 1, 1, 1, 1, 1, 1, 0, 1, 0] },
};
const weights = (coverage: number): Record<string, DoubleInput> => Object.fromEntries(covering.parameters.map(({ name, shape }) => {
  const { data } = wave(shape, name.length);
  return [name, { shape, data: name === 'attention.coverage' ? new Float64Array(data.length).fill(coverage) : data }];
}));

function lossOf({ graph, loss }: ModelGraph, parameters: Record<string, DoubleInput>): number {
  graph.output('loss', loss!);
  return evaluate(graph, feeds, parameters).loss.data[0];
}

it('without weight it changes nothing, with weight it does, from the second step on', () => {
  const attention = (model: typeof plain, weight: number): number[] => Array.from(evaluate(model.evaluate().graph, feeds, weights(weight)).attention.data);
  expect(attention(covering, 0)).toEqual(attention(plain, 0));
  const covered = attention(covering, 2);
  expect(covered.slice(0, B * S)).toEqual(attention(plain, 0).slice(0, B * S));
  expect(covered.slice(B * S)).not.toBeAllclose(attention(plain, 0).slice(B * S), { rtol: 0.01 });
});

it('the loss is λ Σ min(α, what was looked at before), as a mean over the tokens', () => {
  const parameters = weights(0.5);
  const { attention } = evaluate(covering.evaluate().graph, feeds, parameters);
  let again = 0;
  for (let b = 0; b < B; b++) {
    const coverage = new Float64Array(S);
    for (let t = 0; t < T; t++) {
      for (let s = 0; s < S; s++) {
        const alpha = attention.data[(t * B + b) * S + s];
        if (feeds.outputMask.data[t * B + b] === 1) again += Math.min(alpha, coverage[s]);
        coverage[s] += alpha;
      }
    }
  }
  const entropy = lossOf(covering.train({ labelSmoothing: 0, coverageLoss: 0 }), parameters);
  expect(again / 8).toBeGreaterThan(0.1);
  expect(lossOf(covering.train({ labelSmoothing: 0, coverageLoss: 0.75 }), parameters)).toBeCloseTo(entropy + 0.75 * again / 8, 12);
  expect(evaluate(covering.evaluate().graph, feeds, parameters).loss.data[0]).toBeCloseTo(entropy, 12); // the measured loss stays comparable
});

it('is refused without additive attention', () => {
  expect(() => translator({ ...common, attention: 'general', coverage: true })).toThrow(/coverage needs additive attention, got general/);
});
