/** The model that an experiment describes, sized by its vocabularies. */
import { languageModel } from '../models/languageModel';
import type { Model } from '../models/model';
import { translator } from '../models/translator';
import type { Experiment } from '../protocol/experiment';
import { frozenTables } from './pretrained';
import type { Tokenizers } from './tokenizers';

export function modelOf(experiment: Experiment, { source, target }: Tokenizers): Model {
  const { task, model, tokenizer } = experiment;
  const { activation, recurrentInitializer, embedding, embeddingInitializer, hidden, layers, dropout, variationalDropout, weightDrop, tieEmbeddings, cell } = model;
  const common = { activation, recurrentInitializer, embedding, embeddingInitializer, hidden, layers, dropout, variationalDropout, weightDrop, tieEmbeddings, frozen: frozenTables(experiment) };
  switch (task) {
    case 'language-model': return languageModel({ ...common, cell, window: model.window, vocabulary: target.size });
    case 'translation':
      if (cell === 'fixed-window' || cell === 'bag-of-words' || !source) throw new Error(`internal: a translator of ${cell} without ${source ? 'recurrence' : 'a source vocabulary'}`);
      return translator({
        ...common, cell, bidirectional: model.bidirectional, attention: model.attention, inputFeeding: model.inputFeeding, bridge: model.bridge, feedContext: model.feedContext, coverage: model.coverage,
        sourceVocabulary: source.size, targetVocabulary: target.size, sharedEmbeddings: tokenizer.shared,
      });
    default: throw new Error(`internal: unknown task ${String(task satisfies never)}`);
  }
}

export const countParameters = (model: Model): number =>
  model.parameters.reduce((sum, { shape }) => sum + shape.reduce((product, size) => product * size, 1), 0);
