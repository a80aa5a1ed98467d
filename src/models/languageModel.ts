/** Next-token models: embedding, recurrent layers, output layer; and, in `windowModel.ts`, the windowed models of the lecture. */
import type { Value } from '../graph/graph';
import { flatten, gather } from '../graph/ops';
import { cells } from './cells';
import { countCorrect, crossEntropy } from './loss';
import type { LanguageModel, LanguageModelConfig, ModelGraph, RecurrentCellName } from './model';
import { outputLayer, embeddingTable } from './output';
import { drive } from './recurrent';
import { ModelBuilder } from './weights';
import { windowModel } from './windowModel';

/** @throws TypeError for a configuration that cannot be */
export function languageModel(config: LanguageModelConfig): LanguageModel {
  const { cell } = config;
  if (cell === 'fixed-window' || cell === 'bag-of-words') return windowModel({ ...config, cell });
  return recurrentModel({ ...config, cell });
}

function recurrentModel(config: LanguageModelConfig & { readonly cell: RecurrentCellName }): LanguageModel {
  const { vocabulary, embedding, hidden, layers } = config;
  const cell = cells[config.cell];

  /** Embedding and layers: input int32 [T, B] -> the last layer's states, all steps [T, B, H] and the last [B, H]. */
  const read = (builder: ModelBuilder): { outputs: Value; last: Value } => {
    const input = builder.graph.input('input', 'int32', ['T', 'B']);
    let x = builder.drop('embedding', gather(embeddingTable(builder, 'embedding', vocabulary, embedding), input)); // [T, B, E]
    let last = x;
    for (let layer = 0; layer < layers; layer++) {
      const name = `layer.${layer}`;
      const step = cell.create(builder, name, layer === 0 ? embedding : hidden, config);
      const { outputs, finals } = drive(step, x, cell.states.map((state) => builder.stateIn(`${name}.${state}`, ['B', hidden])), { mask: null, reverse: false });
      cell.states.forEach((state, i) => builder.stateOut(`${name}.${state}`, finals[i]));
      x = builder.drop(name, outputs);
      [last] = finals;
    }
    return { outputs: x, last };
  };

  const logitsOf = (builder: ModelBuilder, states: Value): Value =>
    outputLayer(builder, 'output', states, vocabulary, config.tieEmbeddings ? { table: embeddingTable(builder, 'embedding', vocabulary, embedding), size: embedding } : null);

  const withLoss = (builder: ModelBuilder, labelSmoothing: number, counting: boolean): ModelGraph => {
    const { outputs } = read(builder);
    const logits = logitsOf(builder, flatten(outputs)); // [T*B, V]
    const output = builder.graph.input('output', 'int32', ['T', 'B']);
    const mask = builder.graph.input('outputMask', 'float32', ['T', 'B']);
    const loss = crossEntropy(logits, output, mask, labelSmoothing);
    if (counting) {
      builder.graph.output('loss', loss);
      builder.graph.output('correct', countCorrect(logits, output, mask));
    }
    return builder.finish(loss);
  };

  const builder = new ModelBuilder('parameters', 0);
  withLoss(builder, 0, true);
  return {
    kind: 'language-model', config, parameters: [...builder.specs.values()],
    train: ({ labelSmoothing }) => withLoss(new ModelBuilder('train', config.dropout), labelSmoothing, false),
    evaluate: () => withLoss(new ModelBuilder('evaluate', 0), 0, true),
    predict: () => {
      const predictor = new ModelBuilder('predict', 0);
      predictor.graph.output('logits', logitsOf(predictor, read(predictor).last));
      return predictor.finish(null);
    },
  };
}
