/** What every language model has in common once it says its logits: a loss to train on, scores to be judged by, and next-token predictions. */
import type { Value } from '../graph/graph';
import type { Shape } from '../graph/size';
import { countCorrect, crossEntropy } from './loss';
import type { LanguageModel, LanguageModelConfig, ModelGraph } from './model';
import { ModelBuilder } from './weights';

/**
 * @param targets  shape of the tokens to predict
 * @param logitsOf writes the model into a builder: logits [N, V] of all N targets, or [B, V] after the last step
 */
export function assembleLanguageModel(config: LanguageModelConfig, targets: Shape, logitsOf: (builder: ModelBuilder, positions: 'all' | 'last') => Value): LanguageModel {
  const withLoss = (builder: ModelBuilder, labelSmoothing: number, counting: boolean): ModelGraph => {
    const logits = logitsOf(builder, 'all');
    const output = builder.graph.input('output', 'int32', targets);
    const mask = builder.graph.input('outputMask', 'float32', targets);
    const loss = crossEntropy(logits, output, mask, labelSmoothing);
    if (counting) {
      builder.graph.output('loss', loss);
      builder.graph.output('correct', countCorrect(logits, output, mask));
    }
    return builder.finish(loss);
  };

  const declared = new ModelBuilder('parameters', 0);
  withLoss(declared, 0, true);
  return {
    kind: 'language-model', config, parameters: [...declared.specs.values()],
    train: ({ labelSmoothing }) => withLoss(new ModelBuilder('train', config.dropout), labelSmoothing, false),
    evaluate: () => withLoss(new ModelBuilder('evaluate', 0), 0, true),
    predict: () => {
      const builder = new ModelBuilder('predict', 0);
      builder.graph.output('logits', logitsOf(builder, 'last'));
      return builder.finish(null);
    },
  };
}
