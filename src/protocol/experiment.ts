/**
 * The experiment file `NAME.seqlab.json`: one schema from which come its type, its check with messages that name path, value and
 * remedy, the JSON schema that the editor completes from, and the resolved experiment in which nothing is left open.
 * An option is honoured or refused, never ignored.
 */
import { parse, printParseErrorCode, type ParseError } from 'jsonc-parser';
import * as z from 'zod';
import { UserError } from '../errors/userError';

const paths = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);
const parallelFiles = z.strictObject({ source: z.string().min(1), target: z.string().min(1) });
const dataSource = z.union([paths, parallelFiles]);
const heldOutFraction = z.strictObject({ fraction: z.number().gt(0).lt(1) });
const positive = z.number().int().min(1);

const data = z.strictObject({
  train: dataSource.describe('Files, folders or globs of text; for a translator a TSV of pairs or two parallel files {source, target}. Relative to this file.'),
  validation: z.union([heldOutFraction, dataSource]).optional().describe('A held-out fraction of the training data, or files of its own. Default {"fraction": 0.05}.'),
  test: dataSource.nullable().optional().describe('Scored by `seqlab evaluate`. Default: none.'),
  maxPairs: positive.nullable().optional().describe('Use only the first so many pairs. Default: all.'),
});

const tokenizer = z.strictObject({
  unit: z.enum(['word', 'char', 'bpe']).optional().describe('What one step of the sequence is. Default: word.'),
  split: z.enum(['words', 'whitespace']).optional().describe('How words are found: by the Unicode rules of each language, or at spaces alone (text that is already tokenized). Default: words.'),
  lowercase: z.boolean().optional().describe('Default: false.'),
  minFrequency: positive.optional().describe('Rarer words become <unk>. Default: 2 for words of a language model, else 1.'),
  vocabularySize: positive.min(5).nullable().optional().describe('At most so many entries, the four special ones included. Default: 10000 for words and bpe, unlimited for characters.'),
  shared: z.boolean().optional().describe('Translators: one vocabulary for both languages. Default: false.'),
});

const model = z.strictObject({
  cell: z.enum(['rnn', 'lstm', 'gru', 'fixed-window', 'bag-of-words']).optional().describe('Default: lstm for language models, gru for translators.'),
  activation: z.enum(['tanh', 'relu']).optional().describe('Of the plain rnn cell alone. Default: tanh.'),
  recurrentInitializer: z.enum(['orthogonal', 'identity', 'uniform']).optional().describe('First values of the recurrent weights. Default: orthogonal.'),
  embedding: positive.max(4096).optional().describe('Size of a token\'s vector. Default: 128.'),
  hidden: positive.max(4096).optional().describe('Size of the hidden state. Default: 256.'),
  layers: positive.max(8).optional().describe('Stacked recurrent layers. Default: 1.'),
  bidirectional: z.boolean().optional().describe('Translators: the encoder reads both ways. Default: true, but false with dot attention.'),
  dropout: z.number().min(0).lt(1).optional().describe('Share of values dropped between layers while training. Default: 0.2.'),
  attention: z.enum(['none', 'dot', 'general', 'additive']).optional().describe('Translators. dot and general: Luong et al. 2015; additive: Bahdanau et al. 2015. Default: additive.'),
  inputFeeding: z.boolean().optional().describe('Translators with attention: the attentional vector is fed to the next step (Luong et al. 2015, section 3.3). Default: true with attention.'),
  tieEmbeddings: z.boolean().optional().describe('The output layer is the transposed (target) embedding. Default: false.'),
  window: positive.max(64).nullable().optional().describe('fixed-window and bag-of-words: how many words back the model sees. Default: 4 and 8.'),
});

const training = z.strictObject({
  epochs: positive.optional().describe('Passes over the training data. Default: 10.'),
  maxSteps: positive.nullable().optional().describe('Stop after so many steps. Default: none.'),
  batchSize: positive.optional().describe('Pairs or streams a step. Default: 64; 32 for language models.'),
  sequenceLength: positive.max(4096).optional().describe('Language models: steps of truncated backpropagation through time. Default: 35 for words, 100 for characters.'),
  optimizer: z.enum(['adam', 'adamw', 'sgd']).optional().describe('Default: adam.'),
  learningRate: z.number().gt(0).optional().describe('Default: 0.002 for adam and adamw, 1 for sgd.'),
  momentum: z.number().min(0).lt(1).optional().describe('sgd alone. Default: 0.'),
  weightDecay: z.number().min(0).optional().describe('adamw alone, decoupled (Loshchilov and Hutter 2019). Default: 0.01.'),
  schedule: z.enum(['constant', 'plateau', 'exponential', 'inverse-square-root', 'cosine', 'one-cycle']).optional().describe('How the learning rate changes. Default: constant.'),
  warmupSteps: z.number().int().min(0).optional().describe('The rate rises linearly over so many steps first. Default: 0.'),
  decay: z.number().gt(0).lt(1).optional().describe('plateau: factor when the validation loss did not fall; exponential: factor an epoch. Default: 0.5 and 0.9.'),
  decayAfter: z.number().int().min(0).optional().describe('exponential: epochs before the decay begins. Default: 0.'),
  clipNorm: z.number().gt(0).nullable().optional().describe('Gradients are scaled down to this global norm. Default: 1; null switches it off.'),
  teacherForcing: z.literal(1).optional().describe('Share of steps at which the decoder reads the right token instead of its own. Only 1 is built: always. Default: 1.'),
  labelSmoothing: z.number().min(0).lt(1).optional().describe('Default: 0.'),
  earlyStopping: z.strictObject({ patience: positive }).nullable().optional().describe('Stop when the validation loss has not fallen for so many epochs. Default: {"patience": 3}; null switches it off.'),
  seed: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional().describe('Of weights, order and dropout. Default: 1.'),
  threads: positive.max(256).nullable().optional().describe('Default: as many as the machine has cores, at most 4.'),
});

const decoding = z.strictObject({
  beam: positive.max(64).optional().describe('Beam width; 1 is greedy. Default: 5.'),
  lengthPenalty: z.number().min(0).optional().describe('Alpha of Wu et al. 2016, equation 14. Default: 1.'),
  maxLength: positive.max(2000).optional().describe('Tokens at most. Default: 100.'),
});

export const experimentSchema = z.strictObject({
  $schema: z.string().optional(),
  task: z.enum(['language-model', 'translation']).describe('What is learnt.'),
  data, tokenizer: tokenizer.optional(), model: model.optional(), training: training.optional(), decoding: decoding.optional(),
});

export type ExperimentFile = z.infer<typeof experimentSchema>;
export type DataSource = z.infer<typeof dataSource>;
export type Task = ExperimentFile['task'];
export type RecurrentCell = 'rnn' | 'lstm' | 'gru';
export type Attention = 'none' | 'dot' | 'general' | 'additive';

type Complete<T> = { [K in keyof T]-?: Exclude<T[K], undefined> };

/** An experiment in which every choice is made: what `run.json` records and what training reads. */
export interface Experiment {
  readonly task: Task;
  readonly data: Complete<z.infer<typeof data>>;
  readonly tokenizer: Complete<z.infer<typeof tokenizer>>;
  readonly model: Complete<z.infer<typeof model>>;
  readonly training: Complete<z.infer<typeof training>>;
  readonly decoding: Complete<z.infer<typeof decoding>>;
}

/** Reads an experiment from JSON with comments. @throws UserError naming file, line or path, value and what is allowed. */
export function parseExperiment(text: string, fileName: string): Experiment {
  return checkExperiment(readExperimentJson(text, fileName), fileName);
}

/** Reads JSON with comments and trailing commas, unchecked: the form in which an experiment travels. @throws UserError naming the line */
export function readExperimentJson(text: string, fileName: string): unknown {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  if (errors.length > 0) {
    const line = text.slice(0, errors[0].offset).split('\n').length;
    throw new UserError(`not valid JSON with comments: ${printParseErrorCode(errors[0].error)}`, `${fileName}:${line}`, 'mend that line', 'option');
  }
  return value;
}

/** Checks an experiment that was read elsewhere and fills in every default. @throws UserError */
export function checkExperiment(value: unknown, fileName: string): Experiment {
  const result = experimentSchema.safeParse(value);
  if (result.success) return resolveExperiment(result.data, fileName);
  const { what, path, remedy } = explainIssue(result.error.issues[0], value);
  throw new UserError(what, path === '' ? fileName : `${fileName}, ${path}`, remedy, 'option');
}

type Issue = z.core.$ZodIssue;

function explainIssue(issue: Issue, root: unknown): { what: string; path: string; remedy: string } {
  const path = issue.path.map(String).join('.');
  const got = JSON.stringify(issue.path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], root)) ?? 'nothing';
  switch (issue.code) {
    case 'unrecognized_keys': {
      const key = issue.keys[0];
      const known = Object.keys(shapeAt(issue.path)).filter((name) => !name.startsWith('$'));
      return { what: `unknown key "${key}"`, path: [path, key].filter(Boolean).join('.'), remedy: `use one of ${known.join(', ')}` };
    }
    case 'invalid_value': return { what: `${got} is not a choice here`, path, remedy: `use one of ${issue.values.map((choice) => JSON.stringify(choice)).join(', ')}` };
    case 'too_small': return { what: `${got} is too small`, path, remedy: `use ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}` };
    case 'too_big': return { what: `${got} is too large`, path, remedy: `use ${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}` };
    case 'invalid_type': return { what: got === 'nothing' ? 'a value is missing' : `${got} has the wrong type`, path, remedy: `give ${article(issue.expected)}` };
    case 'invalid_union': return { what: `${got} fits none of the allowed forms`, path, remedy: unionRemedy(path) };
    default: return { what: `${got}: ${issue.message}`, path, remedy: 'mend this value' };
  }
}

const article = (type: string): string => (/^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`);

function unionRemedy(path: string): string {
  const files = 'give a path, a list of paths, or {"source": path, "target": path}';
  return path === 'data.validation' ? `${files}, or {"fraction": a number between 0 and 1}` : files;
}

function shapeAt(path: readonly PropertyKey[]): Record<string, unknown> {
  const sections: Record<string, { shape: Record<string, unknown> }> = { data, tokenizer, model, training, decoding };
  return path.length === 0 ? experimentSchema.shape : (sections[String(path[0])]?.shape ?? {});
}

/** Fills in the defaults that suit the task and refuses what cannot be combined. */
function resolveExperiment(file: ExperimentFile, fileName: string): Experiment {
  const { task } = file;
  const isTranslation = task === 'translation';
  const given = { data: file.data, tokenizer: file.tokenizer ?? {}, model: file.model ?? {}, training: file.training ?? {}, decoding: file.decoding ?? {} };
  const refuse = (path: string, value: unknown, remedy: string): never => {
    throw new UserError(`${JSON.stringify(value)} cannot be used here`, `${fileName}, ${path}`, remedy, 'option');
  };

  const cell = given.model.cell ?? (isTranslation ? 'gru' : 'lstm');
  const isRecurrent = cell === 'rnn' || cell === 'lstm' || cell === 'gru';
  if (isTranslation && !isRecurrent) refuse('model.cell', cell, 'a translator needs rnn, lstm or gru');
  if (given.model.activation === 'relu' && cell !== 'rnn') refuse('model.activation', given.model.activation, 'only the cell rnn has a choice of activation: remove it');
  if (typeof given.model.window === 'number' && isRecurrent) refuse('model.window', given.model.window, 'only fixed-window and bag-of-words have a window: remove it');
  if (!isRecurrent) {
    if ((given.model.layers ?? 1) > 1) refuse('model.layers', given.model.layers, `${cell} has one layer`);
    if (given.model.recurrentInitializer !== undefined) refuse('model.recurrentInitializer', given.model.recurrentInitializer, `${cell} has no recurrent weights: remove it`);
    if (given.training.sequenceLength !== undefined) refuse('training.sequenceLength', given.training.sequenceLength, `${cell} sees model.window words: remove it`);
  }
  if (!isTranslation) {
    if (given.model.attention !== undefined && given.model.attention !== 'none') refuse('model.attention', given.model.attention, 'only translators have attention: remove it');
    if (given.model.bidirectional === true) refuse('model.bidirectional', true, 'a language model must not see the words that come: remove it');
    if (given.model.inputFeeding === true) refuse('model.inputFeeding', true, 'only translators with attention have input feeding: remove it');
    if (given.tokenizer.shared === true) refuse('tokenizer.shared', true, 'a language model has one vocabulary: remove it');
    if (typeof given.data.maxPairs === 'number') refuse('data.maxPairs', given.data.maxPairs, 'a language model has no pairs: remove it');
    if (file.decoding !== undefined) refuse('decoding', file.decoding, 'these settings are a translator\'s: give `seqlab generate` its own options');
    for (const name of ['train', 'validation', 'test'] as const) {
      const source = given.data[name];
      if (source && typeof source === 'object' && 'source' in source) refuse(`data.${name}`, source, 'a language model reads text files: give a path or a list of paths');
    }
  } else if (given.training.sequenceLength !== undefined && given.training.sequenceLength !== 35) {
    // 35 is the default: written out, as in an example of all keys, it asks for nothing
    refuse('training.sequenceLength', given.training.sequenceLength, 'a translator reads whole sentences: remove it');
  }
  const attention = isTranslation ? given.model.attention ?? 'additive' : 'none';
  const inputFeeding = given.model.inputFeeding ?? attention !== 'none';
  if (inputFeeding && attention === 'none') refuse('model.inputFeeding', true, 'without attention there is nothing to feed: set model.attention or remove it');
  const bidirectional = isTranslation && (given.model.bidirectional ?? attention !== 'dot');
  if (bidirectional && attention === 'dot') refuse('model.bidirectional', true, 'dot attention needs encoder states as wide as the decoder\'s: set it to false, or model.attention to "general"');
  const embedding = given.model.embedding ?? 128;
  const hidden = given.model.hidden ?? 256;
  const tieEmbeddings = given.model.tieEmbeddings ?? false;
  if (tieEmbeddings && !isRecurrent) refuse('model.tieEmbeddings', true, `${cell} has no tied form: remove it`);

  const optimizer = given.training.optimizer ?? 'adam';
  if (given.training.momentum !== undefined && optimizer !== 'sgd') refuse('training.momentum', given.training.momentum, 'only sgd has momentum: remove it or set training.optimizer to "sgd"');
  if (given.training.weightDecay !== undefined && optimizer !== 'adamw') refuse('training.weightDecay', given.training.weightDecay, 'set training.optimizer to "adamw" or remove it');
  const schedule = given.training.schedule ?? 'constant';
  if (given.training.decay !== undefined && schedule !== 'plateau' && schedule !== 'exponential') refuse('training.decay', given.training.decay, 'only the schedules plateau and exponential decay by a factor: remove it');
  if (given.training.decayAfter !== undefined && schedule !== 'exponential') refuse('training.decayAfter', given.training.decayAfter, 'only the schedule exponential has it: remove it');
  if (schedule === 'inverse-square-root' && !given.training.warmupSteps) refuse('training.schedule', schedule, 'it needs training.warmupSteps of at least 1');

  const unit = given.tokenizer.unit ?? 'word';
  if (unit !== 'word' && given.tokenizer.split === 'whitespace') refuse('tokenizer.split', 'whitespace', 'only words are split: remove it or set tokenizer.unit to "word"');
  if (unit === 'bpe' && given.tokenizer.vocabularySize === null) refuse('tokenizer.vocabularySize', null, 'bpe needs a size, say 8000');
  return {
    task,
    data: { train: given.data.train, validation: given.data.validation ?? { fraction: 0.05 }, test: given.data.test ?? null, maxPairs: given.data.maxPairs ?? null },
    tokenizer: {
      unit, split: given.tokenizer.split ?? 'words', lowercase: given.tokenizer.lowercase ?? false,
      minFrequency: given.tokenizer.minFrequency ?? (unit === 'word' && !isTranslation ? 2 : 1),
      vocabularySize: given.tokenizer.vocabularySize !== undefined ? given.tokenizer.vocabularySize : unit === 'char' ? null : 10_000,
      shared: given.tokenizer.shared ?? false,
    },
    model: {
      cell, activation: given.model.activation ?? 'tanh', recurrentInitializer: given.model.recurrentInitializer ?? 'orthogonal', embedding, hidden,
      layers: given.model.layers ?? 1, bidirectional, dropout: given.model.dropout ?? 0.2,
      attention, inputFeeding, tieEmbeddings, window: isRecurrent ? null : given.model.window ?? (cell === 'fixed-window' ? 4 : 8),
    },
    training: {
      epochs: given.training.epochs ?? 10, maxSteps: given.training.maxSteps ?? null, batchSize: given.training.batchSize ?? (isTranslation ? 64 : 32),
      sequenceLength: given.training.sequenceLength ?? (unit === 'char' ? 100 : 35), optimizer, learningRate: given.training.learningRate ?? (optimizer === 'sgd' ? 1 : 0.002),
      momentum: given.training.momentum ?? 0, weightDecay: given.training.weightDecay ?? (optimizer === 'adamw' ? 0.01 : 0), schedule,
      warmupSteps: given.training.warmupSteps ?? 0, decay: given.training.decay ?? (schedule === 'exponential' ? 0.9 : 0.5), decayAfter: given.training.decayAfter ?? 0,
      clipNorm: given.training.clipNorm === undefined ? 1 : given.training.clipNorm, teacherForcing: 1, labelSmoothing: given.training.labelSmoothing ?? 0,
      earlyStopping: given.training.earlyStopping === undefined ? { patience: 3 } : given.training.earlyStopping,
      seed: given.training.seed ?? 1, threads: given.training.threads ?? null,
    },
    decoding: { beam: given.decoding.beam ?? 5, lengthPenalty: given.decoding.lengthPenalty ?? 1, maxLength: given.decoding.maxLength ?? 100 },
  };
}

const resolvedSchema = z.strictObject({
  task: experimentSchema.shape.task, data: data.required(), tokenizer: tokenizer.required(), model: model.required(), training: training.required(), decoding: decoding.required(),
});

/** Checks an experiment in which every choice is made, as `run.json` holds it. @throws UserError */
export function checkResolvedExperiment(value: unknown, fileName: string): Experiment {
  const result = resolvedSchema.safeParse(value);
  if (result.success) return result.data;
  const { what, path } = explainIssue(result.error.issues[0], value);
  throw new UserError(`the recorded experiment is damaged: ${what}`, `${fileName}, experiment.${path}`, 'restore the file, or train again', 'input');
}
