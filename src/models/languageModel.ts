/** Next-token models: embedding, recurrent layers, output layer; and, in `windowModel.ts`, the windowed models of the lecture. */
import type { Value } from '../graph/graph';
import { flatten, gather } from '../graph/ops';
import { assembleLanguageModel } from './assemble';
import { cells } from './cells';
import type { LanguageModel, LanguageModelConfig, RecurrentCellName } from './model';
import { embeddingTable, outputLayer } from './output';
import { drive } from './recurrent';
import type { ModelBuilder } from './weights';
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

  /** Embedding and layers: input int32 [T, B] -> the last layer's outputs, all steps [T, B, H]. Who only predicts is given the states after every step. */
  const read = (builder: ModelBuilder, everyState: boolean): Value => {
    const input = builder.graph.input('input', 'int32', ['T', 'B']);
    let x = builder.drop('embedding', gather(embeddingTable(builder, 'embedding', vocabulary, config), input)); // [T, B, E]
    for (let layer = 0; layer < layers; layer++) {
      const name = `layer.${layer}`;
      const step = cell.create(builder, name, layer === 0 ? embedding : hidden, config);
      const { outputs, ...states } = drive(step, x, cell.states.map((state) => builder.stateIn(`${name}.${state}`, ['B', hidden])), { mask: null, reverse: false, stateMask: builder.stateMask(name, hidden), everyState });
      cell.states.forEach((state, i) => builder.stateOut(`${name}.${state}`, everyState ? flatten(states.everyState[i]) : states.finals[i]));
      x = builder.drop(name, outputs);
    }
    return x;
  };

  return assembleLanguageModel(config, ['T', 'B'], (builder, positions) => {
    const features = flatten(read(builder, positions === 'given'));
    const tied = config.tieEmbeddings ? { table: embeddingTable(builder, 'embedding', vocabulary, config), size: embedding } : null;
    const said = positions === 'all' ? features : gather(features, builder.graph.input('positions', 'int32', ['P']));
    return { features, logits: outputLayer(builder, 'output', said, vocabulary, tied) };
  });
}
