/** The models of `configs.ts` and a batch for each: tokens that repeat by a rule, every one of them counted. */
import type { Feeds } from '../src/engine/engine';
import type { Tensor } from '../src/graph/graph';
import { languageModel } from '../src/models/languageModel';
import type { Model, StateSpec } from '../src/models/model';
import { translator } from '../src/models/translator';
import type { OptimizerOptions } from '../src/training/optimizers';
import type { BenchConfig } from './configs';

/** What every contender trains with. */
export const ADAM: OptimizerOptions = { optimizer: 'adam', momentum: 0, weightDecay: 0, clipNorm: 1 };

export function modelOf(config: BenchConfig): Model {
  const { vocabulary, embedding, hidden } = config;
  const common = { activation: 'tanh', recurrentInitializer: 'orthogonal', embedding, hidden, dropout: 0, tieEmbeddings: false } as const;
  if (config.kind === 'language-model') return languageModel({ ...common, cell: config.cell, layers: config.layers, window: null, vocabulary });
  return translator({
    ...common, cell: 'gru', layers: 1, bidirectional: true, attention: 'additive', inputFeeding: true, sourceVocabulary: vocabulary, targetVocabulary: vocabulary, sharedEmbeddings: false,
  });
}

export function batchOf({ kind, vocabulary, hidden, batch, steps }: BenchConfig, states: readonly StateSpec[]): Feeds {
  const shape = [steps, batch];
  const tokens = Int32Array.from({ length: steps * batch }, (_, i) => (i * 7919 + (i >> 3) * 104729) % vocabulary);
  const whole = (data: Int32Array): Tensor => ({ type: 'int32', shape, data });
  const ones: Tensor = { type: 'float32', shape, data: new Float32Array(tokens.length).fill(1) };
  const zeros: Tensor = { type: 'float32', shape: [batch, hidden], data: new Float32Array(batch * hidden) };
  return {
    input: whole(tokens), output: whole(tokens.map((token) => (token * 7 + 3) % vocabulary)), outputMask: ones,
    ...(kind === 'translation' ? { source: whole(tokens.toReversed()), sourceMask: ones } : Object.fromEntries(states.map(({ input }) => [input, zeros]))),
  };
}
