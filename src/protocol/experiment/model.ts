/** `model`: cells, sizes, attention. */
import * as z from 'zod';
import type { Complete, Refusals, Task } from './common';
import type { TokenizerSettings } from './tokenizer';

const positive = z.number().int().min(1);

const path = z.string().min(1).nullable().optional();
const pretrainedVectors = z.strictObject({
  file: path.describe('For a language model, or a translator with one vocabulary for both languages.'),
  source: path.describe('For a translator\'s source words.'),
  target: path.describe('For a translator\'s target words.'),
  frozen: z.boolean().optional().describe('The tables stay as they begin, rows of words without a vector included. Default: false.'),
});

export const modelSection = z.strictObject({
  cell: z.enum(['rnn', 'lstm', 'gru', 'fixed-window', 'bag-of-words']).optional().describe('Default: lstm for language models, gru for translators.'),
  activation: z.enum(['tanh', 'relu']).optional().describe('Of the plain rnn cell alone. Default: tanh.'),
  recurrentInitializer: z.enum(['orthogonal', 'identity', 'uniform']).optional().describe('First values of the recurrent weights. Default: orthogonal.'),
  embeddingInitializer: z.enum(['uniform', 'normal']).optional().describe('First values of the embeddings: even in ±0.1, or normal with a standard deviation of 1. Default: normal for characters with an output layer of their own, else uniform.'),
  embedding: positive.max(4096).optional().describe('Size of a token\'s vector. Default: 128.'),
  hidden: positive.max(4096).optional().describe('Size of the hidden state. Default: 256.'),
  layers: positive.max(8).optional().describe('Stacked recurrent layers. Default: 1.'),
  bidirectional: z.boolean().optional().describe('Translators: the encoder reads both ways. Default: true, but false with dot attention or the bridge last.'),
  dropout: z.number().min(0).lt(1).optional().describe('Share of values dropped between layers while training. Default: 0.2; 0.3 for translators.'),
  variationalDropout: z.boolean().optional().describe('Recurrent models: one dropout mask for all steps of a sequence, and one for each layer\'s state (Gal and Ghahramani 2016), instead of a mask a step. Default: false.'),
  weightDrop: z.number().min(0).lt(1).optional().describe('Recurrent models: share of the state-to-state weights that are dropped for a step of training (Merity et al. 2018). Default: 0.'),
  attention: z.enum(['none', 'dot', 'general', 'additive']).optional().describe('Translators. dot and general: Luong et al. 2015; additive: Bahdanau et al. 2015. Default: additive.'),
  inputFeeding: z.boolean().optional().describe('Translators with attention: the attentional vector is fed to the next step (Luong et al. 2015, section 3.3). Default: true with attention.'),
  bridge: z.enum(['projection', 'last', 'zero']).optional().describe('Translators: how the decoder begins. projection: a layer of weights over the encoder\'s last states (Bahdanau et al. 2015); last: those states themselves (Luong et al. 2015), for an encoder that reads one way; zero: nothing. Default: projection.'),
  feedContext: z.boolean().optional().describe('Translators without attention: the sentence vector joins every step of the decoder and its readout (Cho et al. 2014). Default: false.'),
  coverage: z.boolean().optional().describe('Translators with additive attention: it sees where it has looked before (Tu et al. 2016; See et al. 2017). Its loss: training.coverageLoss. Default: false.'),
  tieEmbeddings: z.boolean().optional().describe('The output layer is the transposed (target) embedding. Default: false.'),
  pretrained: pretrainedVectors.nullable().optional().describe('Word vectors that embeddings begin with: text files of GloVe, word2vec or fastText whose vectors are as long as model.embedding. Default: none.'),
  window: positive.max(64).nullable().optional().describe('fixed-window and bag-of-words: how many words back the model sees. Default: 4 and 8.'),
});

export type RecurrentCell = 'rnn' | 'lstm' | 'gru';
export type Attention = 'none' | 'dot' | 'general' | 'additive';
type Given = z.infer<typeof modelSection>;
export type ModelSettings = Complete<Omit<Given, 'pretrained'>> & { readonly pretrained: Complete<z.infer<typeof pretrainedVectors>> | null };
export type Cell = ModelSettings['cell'];

export const isRecurrent = (cell: Cell): cell is RecurrentCell => cell === 'rnn' || cell === 'lstm' || cell === 'gru';

/** What the choices of other sections mean for the model. */
export interface ModelContext { readonly task: Task; readonly tokenizer: TokenizerSettings }

export function resolveModel(given: Given, { task, tokenizer }: ModelContext, refusals: Refusals): ModelSettings {
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
  const dropout = given.dropout ?? (isTranslation ? 0.3 : 0.2);
  if (dropout === 0) refusals.onlyNeutral('model.variationalDropout', given.variationalDropout, false, 'it says how model.dropout drops, which is 0: raise that or remove it');
  return {
    cell, activation: given.activation ?? 'tanh', recurrentInitializer: given.recurrentInitializer ?? 'orthogonal',
    // A character is seen thousands of times: it can afford to begin far from the others, and is told apart sooner. A rare word would keep what it began with.
    embeddingInitializer: given.embeddingInitializer ?? (tokenizer.unit === 'char' && !given.tieEmbeddings ? 'normal' : 'uniform'),
    embedding: given.embedding ?? 128, hidden: given.hidden ?? 256, layers: given.layers ?? 1,
    dropout, variationalDropout: given.variationalDropout ?? false, weightDrop: given.weightDrop ?? 0,
    ...(isTranslation ? ofTranslator(given, refusals) : ofLanguageModel(given, refusals)),
    tieEmbeddings: given.tieEmbeddings ?? false, pretrained: pretrained(given, { task, tokenizer }, refusals),
    window: isRecurrent(cell) ? null : given.window ?? (cell === 'fixed-window' ? 4 : 8),
  };
}

function pretrained({ pretrained: given = null }: Given, { task, tokenizer }: ModelContext, refusals: Refusals): ModelSettings['pretrained'] {
  if (given === null) return null;
  if (tokenizer.unit !== 'word') refusals.refuse('model.pretrained', given, 'vectors are those of words: set tokenizer.unit to "word" or remove it');
  const { file = null, source = null, target = null, frozen = false } = given;
  if (task === 'translation' && !tokenizer.shared) {
    refusals.onlyNeutral('model.pretrained.file', file, null, 'this translator has two vocabularies: name the vectors in model.pretrained.source, target or both');
    if (source === null && target === null) refusals.refuse('model.pretrained', given, 'name a file in source, target or both');
  } else {
    const remedy = 'this model has one vocabulary: name its vectors in model.pretrained.file';
    refusals.onlyNeutral('model.pretrained.source', source, null, remedy);
    refusals.onlyNeutral('model.pretrained.target', target, null, remedy);
    if (file === null) refusals.refuse('model.pretrained', given, 'name a file of vectors in file');
  }
  return { file, source, target, frozen };
}

type TranslatorPart = Pick<ModelSettings, 'attention' | 'inputFeeding' | 'bridge' | 'feedContext' | 'coverage' | 'bidirectional'>;

function ofTranslator(given: Given, refusals: Refusals): TranslatorPart {
  const attention = given.attention ?? 'additive';
  if (attention === 'none') refusals.onlyNeutral('model.inputFeeding', given.inputFeeding, false, 'without attention there is nothing to feed: set model.attention or remove it');
  else refusals.onlyNeutral('model.feedContext', given.feedContext, false, 'attention reads the source at every step: remove it, or set model.attention to "none"');
  if (attention !== 'additive') refusals.onlyNeutral('model.coverage', given.coverage, false, 'coverage is part of additive attention: set model.attention to "additive" or remove it');
  if (attention === 'dot') {
    refusals.onlyNeutral('model.bidirectional', given.bidirectional, false, 'dot attention needs encoder states as wide as the decoder\'s: set it to false, or model.attention to "general"');
  }
  const bridge = given.bridge ?? 'projection';
  if (bridge === 'last' && given.bidirectional) refusals.refuse('model.bridge', bridge, 'an encoder that reads both ways ends in states twice as wide as the decoder\'s: set model.bidirectional to false, or this to "projection"');
  if (bridge === 'zero' && attention === 'none' && !given.feedContext) refusals.refuse('model.bridge', bridge, 'the decoder would know nothing of the source: set model.attention or model.feedContext, or this to "projection"');
  return {
    attention, inputFeeding: given.inputFeeding ?? attention !== 'none', bridge, feedContext: given.feedContext ?? false, coverage: given.coverage ?? false,
    bidirectional: given.bidirectional ?? (attention !== 'dot' && bridge !== 'last'),
  };
}

function ofLanguageModel(given: Given, refusals: Refusals): TranslatorPart {
  return {
    attention: refusals.onlyNeutral('model.attention', given.attention, 'none', 'only translators have attention: remove it'),
    inputFeeding: refusals.onlyNeutral('model.inputFeeding', given.inputFeeding, false, 'only translators with attention have input feeding: remove it'),
    bridge: refusals.onlyNeutral('model.bridge', given.bridge, 'projection', 'only translators have a decoder: remove it'),
    feedContext: refusals.onlyNeutral('model.feedContext', given.feedContext, false, 'only translators have a sentence to feed: remove it'),
    coverage: refusals.onlyNeutral('model.coverage', given.coverage, false, 'only translators have attention: remove it'),
    bidirectional: refusals.onlyNeutral('model.bidirectional', given.bidirectional, false, 'a language model must not see the words that come: remove it'),
  };
}
