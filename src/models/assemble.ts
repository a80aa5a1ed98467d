/** What every language model has in common once it says its logits: a loss to train on, scores to be judged by, and next-token predictions. */
import type { Value } from '../graph/graph';
import { softmax } from '../graph/ops';
import type { Shape } from '../graph/size';
import { countCorrect, crossEntropy } from './loss';
import type { LanguageModel, LanguageModelConfig, ModelGraph } from './model';
import { ModelBuilder } from './weights';

/**
 * @param targets  shape of the tokens to predict
 * @param write writes the model into a builder: logits [N, V] of all N targets, or [P, V] of those that an input `positions` names; and the features that they
 *   are made of, of all N [N, H]
 */
export function assembleLanguageModel(config: LanguageModelConfig, targets: Shape, write: (builder: ModelBuilder, positions: 'all' | 'given') => { readonly logits: Value; readonly features: Value }): LanguageModel {
  const withLoss = (builder: ModelBuilder, labelSmoothing: number, counting: boolean): ModelGraph => {
    const { logits } = write(builder, 'all');
    const output = builder.graph.input('output', 'int32', targets);
    const mask = builder.graph.input('outputMask', 'float32', targets);
    const loss = crossEntropy(logits, output, mask, labelSmoothing);
    if (counting) {
      builder.graph.output('loss', loss);
      builder.graph.output('correct', countCorrect(logits, output, mask));
    }
    return builder.finish(loss);
  };

  const declared = new ModelBuilder('parameters');
  withLoss(declared, 0, true);
  return {
    kind: 'language-model', config, parameters: [...declared.specs.values()],
    train: ({ labelSmoothing }) => withLoss(new ModelBuilder('train', config, config.frozen), labelSmoothing, false),
    evaluate: () => withLoss(new ModelBuilder('evaluate'), 0, true),
    predict: ({ features: wanted = false } = {}) => {
      const builder = new ModelBuilder('predict');
      const { logits, features } = write(builder, 'given');
      builder.graph.output('probabilities', softmax(logits));
      if (wanted) builder.graph.output('features', features);
      return builder.finish(null);
    },
  };
}
