/** `model`: cells, sizes, attention. */
import * as z from 'zod';
import type { Complete, Refusals, Task } from './common';

const positive = z.number().int().min(1);

export const modelSection = z.strictObject({
  cell: z.enum(['rnn', 'lstm', 'gru', 'fixed-window', 'bag-of-words']).optional().describe('Default: lstm for language models, gru for translators.'),
  activation: z.enum(['tanh', 'relu']).optional().describe('Of the plain rnn cell alone. Default: tanh.'),
  recurrentInitializer: z.enum(['orthogonal', 'identity', 'uniform']).optional().describe('First values of the recurrent weights. Default: orthogonal.'),
  embedding: positive.max(4096).optional().describe('Size of a token\'s vector. Default: 128.'),
  hidden: positive.max(4096).optional().describe('Size of the hidden state. Default: 256.'),
  layers: positive.max(8).optional().describe('Stacked recurrent layers. Default: 1.'),
  bidirectional: z.boolean().optional().describe('Translators: the encoder reads both ways. Default: true, but false with dot attention.'),
  dropout: z.number().min(0).lt(1).optional().describe('Share of values dropped between layers while training. Default: 0.2.'),
  variationalDropout: z.boolean().optional().describe('Recurrent models: one dropout mask for all steps of a sequence, and one for each layer\'s state (Gal and Ghahramani 2016), instead of a mask a step. Default: false.'),
  weightDrop: z.number().min(0).lt(1).optional().describe('Recurrent models: share of the state-to-state weights that are dropped for a step of training (Merity et al. 2018). Default: 0.'),
  attention: z.enum(['none', 'dot', 'general', 'additive']).optional().describe('Translators. dot and general: Luong et al. 2015; additive: Bahdanau et al. 2015. Default: additive.'),
  inputFeeding: z.boolean().optional().describe('Translators with attention: the attentional vector is fed to the next step (Luong et al. 2015, section 3.3). Default: true with attention.'),
  feedContext: z.boolean().optional().describe('Translators without attention: the sentence vector joins every step of the decoder and its readout (Cho et al. 2014). Default: false.'),
  coverage: z.boolean().optional().describe('Translators with additive attention: it sees where it has looked before (Tu et al. 2016; See et al. 2017). Its loss: training.coverageLoss. Default: false.'),
  tieEmbeddings: z.boolean().optional().describe('The output layer is the transposed (target) embedding. Default: false.'),
  window: positive.max(64).nullable().optional().describe('fixed-window and bag-of-words: how many words back the model sees. Default: 4 and 8.'),
});

export type RecurrentCell = 'rnn' | 'lstm' | 'gru';
export type Attention = 'none' | 'dot' | 'general' | 'additive';
type Given = z.infer<typeof modelSection>;
export type ModelSettings = Complete<Given>;
export type Cell = ModelSettings['cell'];

export const isRecurrent = (cell: Cell): cell is RecurrentCell => cell === 'rnn' || cell === 'lstm' || cell === 'gru';

export function resolveModel(given: Given, task: Task, refusals: Refusals): ModelSettings {
  const isTranslation = task === 'translation';
  const cell = given.cell ?? (isTranslation ? 'gru' : 'lstm');
  if (isTranslation && !isRecurrent(cell)) refusals.refuse('model.cell', cell, 'a translator needs rnn, lstm or gru');
  if (cell !== 'rnn') refusals.onlyNeutral('model.activation', given.activation, 'tanh', 'only the cell rnn has a choice of activation: remove it');
  if (isRecurrent(cell)) {
    refusals.onlyNeutral('model.window', given.window, null, 'only fixed-window and bag-of-words have a window: remove it');
  } else {
    refusals.onlyNeutral('model.layers', given.layers, 1, `${cell} has one layer`);
    refusals.onlyNeutral('model.recurrentInitializer', given.recurrentInitializer, 'orthogonal', `${cell} has no recurrent weights: remove it`);
    refusals.onlyNeutral('model.variationalDropout', given.variationalDropout, false, `${cell} has no steps that could share a mask: remove it`);
    refusals.onlyNeutral('model.weightDrop', given.weightDrop, 0, `${cell} has no recurrent weights: remove it`);
    refusals.onlyNeutral('model.tieEmbeddings', given.tieEmbeddings, false, `${cell} has no tied form: remove it`);
  }
  const dropout = given.dropout ?? 0.2;
  if (dropout === 0) refusals.onlyNeutral('model.variationalDropout', given.variationalDropout, false, 'it says how model.dropout drops, which is 0: raise that or remove it');
  return {
    cell, activation: given.activation ?? 'tanh', recurrentInitializer: given.recurrentInitializer ?? 'orthogonal',
    embedding: given.embedding ?? 128, hidden: given.hidden ?? 256, layers: given.layers ?? 1,
    dropout, variationalDropout: given.variationalDropout ?? false, weightDrop: given.weightDrop ?? 0,
    ...(isTranslation ? ofTranslator(given, refusals) : ofLanguageModel(given, refusals)),
    tieEmbeddings: given.tieEmbeddings ?? false,
    window: isRecurrent(cell) ? null : given.window ?? (cell === 'fixed-window' ? 4 : 8),
  };
}

type TranslatorPart = Pick<ModelSettings, 'attention' | 'inputFeeding' | 'feedContext' | 'coverage' | 'bidirectional'>;

function ofTranslator(given: Given, refusals: Refusals): TranslatorPart {
  const attention = given.attention ?? 'additive';
  if (attention === 'none') refusals.onlyNeutral('model.inputFeeding', given.inputFeeding, false, 'without attention there is nothing to feed: set model.attention or remove it');
  else refusals.onlyNeutral('model.feedContext', given.feedContext, false, 'attention reads the source at every step: remove it, or set model.attention to "none"');
  if (attention !== 'additive') refusals.onlyNeutral('model.coverage', given.coverage, false, 'coverage is part of additive attention: set model.attention to "additive" or remove it');
  if (attention === 'dot') {
    refusals.onlyNeutral('model.bidirectional', given.bidirectional, false, 'dot attention needs encoder states as wide as the decoder\'s: set it to false, or model.attention to "general"');
  }
  return { attention, inputFeeding: given.inputFeeding ?? attention !== 'none', feedContext: given.feedContext ?? false, coverage: given.coverage ?? false, bidirectional: given.bidirectional ?? attention !== 'dot' };
}

function ofLanguageModel(given: Given, refusals: Refusals): TranslatorPart {
  return {
    attention: refusals.onlyNeutral('model.attention', given.attention, 'none', 'only translators have attention: remove it'),
    inputFeeding: refusals.onlyNeutral('model.inputFeeding', given.inputFeeding, false, 'only translators with attention have input feeding: remove it'),
    feedContext: refusals.onlyNeutral('model.feedContext', given.feedContext, false, 'only translators have a sentence to feed: remove it'),
    coverage: refusals.onlyNeutral('model.coverage', given.coverage, false, 'only translators have attention: remove it'),
    bidirectional: refusals.onlyNeutral('model.bidirectional', given.bidirectional, false, 'a language model must not see the words that come: remove it'),
  };
}
