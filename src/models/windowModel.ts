/**
 * The lecture's first models, which see the last W words and no state.
 *
 *     fixed window   h = tanh([e_1; …; e_W] W + b)      each position has weights of its own (Bengio et al. 2003)
 *     bag of words   h = tanh((Σ e_w / n) W + b)        order is lost: "good, not bad" is "bad, not good"
 */
import { add, div, gather, matMul, max, mul, reduceSum, reshape, tanh, unsqueeze } from '../graph/ops';
import { assembleLanguageModel } from './assemble';
import { glorot, zeros } from './initializers';
import type { LanguageModel, LanguageModelConfig } from './model';
import { embeddingTable, outputLayer } from './output';

export function windowModel(config: LanguageModelConfig & { readonly cell: 'fixed-window' | 'bag-of-words' }): LanguageModel {
  const { vocabulary, embedding, hidden, cell } = config;
  if (config.window === null) throw new TypeError(`${cell}: expected a window of at least 1 word, got none`);
  const W = config.window;

  return assembleLanguageModel(config, ['B'], (builder) => {
    const { graph } = builder;
    const input = graph.input('input', 'int32', ['B', W]);
    const mask = unsqueeze(graph.input('inputMask', 'float32', ['B', W]), 2); // [B, W, 1]
    const words = mul(gather(embeddingTable(builder, 'embedding', vocabulary, config), input), mask); // [B, W, E], zero where the text has not begun
    const seen = cell === 'fixed-window'
      ? reshape(words, ['B', W * embedding])
      : div(reduceSum(words, [1]), max(reduceSum(mask, [1]), 1)); // [B, E]
    const features = builder.drop('features', seen);
    const W1 = builder.weight('hidden.weight', [cell === 'fixed-window' ? W * embedding : embedding, hidden], glorot());
    const h = tanh(add(matMul(features, W1), builder.weight('hidden.bias', [hidden], zeros)));
    return { features: h, logits: outputLayer(builder, 'output', builder.drop('hidden', h), vocabulary, null) };
  });
}
