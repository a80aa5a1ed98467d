/** Tokens in, logits out: the embedding table and the output layer, which may be one and the same. */
import type { Value } from '../graph/graph';
import { add, matMul, transpose } from '../graph/ops';
import { glorot, normal, uniform, zeros } from './initializers';
import type { LanguageModelConfig } from './model';
import type { ModelBuilder } from './weights';

/** One vector a token, [V, E]. */
export const embeddingTable = (builder: ModelBuilder, name: string, vocabulary: number, { embedding, embeddingInitializer = 'uniform' }: Pick<LanguageModelConfig, 'embedding' | 'embeddingInitializer'>): Value =>
  builder.weight(name, [vocabulary, embedding], embeddingInitializer === 'normal' ? normal(1) : uniform(0.1));

/**
 * states [N, H] -> logits [N, V] = states W + b. Tied (Press and Wolf 2017): W is the transposed embedding table; where H ≠ E a projection
 * [H, E] stands between.
 */
export function outputLayer(builder: ModelBuilder, name: string, states: Value, vocabulary: number, tied: { readonly table: Value; readonly size: number } | null): Value {
  const hidden = states.shape[states.shape.length - 1] as number;
  const bias = builder.weight(`${name}.bias`, [vocabulary], zeros);
  if (!tied) return add(matMul(states, builder.weight(`${name}.weight`, [hidden, vocabulary], glorot())), bias);
  const projected = hidden === tied.size ? states : matMul(states, builder.weight(`${name}.projection`, [hidden, tied.size], glorot()));
  return add(matMul(projected, transpose(tied.table)), bias);
}
