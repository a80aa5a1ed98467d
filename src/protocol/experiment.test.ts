import { describe, expect, it } from 'vitest';
import { UserError } from '../errors/userError';
import { checkExperiment, parseExperiment } from './experiment';

const translation = { task: 'translation', data: { train: 'pairs.tsv' } };
const languageModel = { task: 'language-model', data: { train: '**/*.txt' } };

function refusal(value: unknown): UserError {
  try {
    checkExperiment(value, 'my.seqlab.json');
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return error as UserError;
  }
  throw new Error(`accepted ${JSON.stringify(value)}`);
}

describe('defaults', () => {
  it('a translator is a bidirectional GRU with additive attention and input feeding', () => {
    const { model, training, tokenizer, decoding, data } = checkExperiment(translation, 'x');
    expect(model).toMatchObject({ cell: 'gru', attention: 'additive', bidirectional: true, inputFeeding: true, window: null, layers: 1 });
    expect(training).toMatchObject({ batchSize: 64, optimizer: 'adam', learningRate: 0.002, clipNorm: 1, earlyStopping: { patience: 3 }, seed: 1, threads: null });
    expect(tokenizer).toMatchObject({ unit: 'auto', lowercase: false, shared: false });
    expect(decoding).toEqual({ beam: 5, lengthPenalty: 1, coveragePenalty: 0, noRepeatNgram: null, minLength: 0, maxLength: 100, replaceUnknown: false });
    expect(data).toEqual({ train: 'pairs.tsv', validation: { fraction: 0.05 }, test: null, maxPairs: null });
  });

  it('a language model is an LSTM that sees 35 words, or 100 characters of an unlimited alphabet', () => {
    const words = checkExperiment(languageModel, 'x');
    expect(words.model).toMatchObject({ cell: 'lstm', attention: 'none', bidirectional: false, inputFeeding: false });
    expect(words.tokenizer.minFrequency).toBe(2);
    expect(words.training).toMatchObject({ batchSize: 32, sequenceLength: 35 });
    const characters = checkExperiment({ ...languageModel, tokenizer: { unit: 'char' } }, 'x');
    expect(characters.tokenizer).toMatchObject({ vocabularySize: null, minFrequency: 1 });
    expect(characters.training.sequenceLength).toBe(100);
  });

  it('the windows of the models without memory', () => {
    expect(checkExperiment({ ...languageModel, model: { cell: 'fixed-window' } }, 'x').model.window).toBe(4);
    expect(checkExperiment({ ...languageModel, model: { cell: 'bag-of-words' } }, 'x').model.window).toBe(8);
  });

  it('null switches clipping and early stopping off, and is kept', () => {
    const { training } = checkExperiment({ ...translation, training: { clipNorm: null, earlyStopping: null } }, 'x');
    expect(training.clipNorm).toBeNull();
    expect(training.earlyStopping).toBeNull();
  });

  it('a schedule of teacher forcing falls to a half over the whole training', () => {
    expect(checkExperiment({ ...translation, training: { epochs: 7, teacherForcing: {} } }, 'x').training.teacherForcing).toEqual({ start: 1, end: 0.5, epochs: 7, shape: 'linear' });
    expect(checkExperiment(translation, 'x').training.teacherForcing).toBe(1);
  });

  it('each optimizer and schedule has its own', () => {
    expect(checkExperiment({ ...translation, training: { optimizer: 'sgd' } }, 'x').training).toMatchObject({ learningRate: 1, momentum: 0, weightDecay: 0 });
    expect(checkExperiment({ ...translation, training: { optimizer: 'adamw' } }, 'x').training.weightDecay).toBe(0.01);
    expect(checkExperiment({ ...translation, training: { schedule: 'exponential' } }, 'x').training.decay).toBe(0.9);
    expect(checkExperiment({ ...translation, training: { schedule: 'plateau' } }, 'x').training.decay).toBe(0.5);
  });
});

describe('every refusal names path, value and remedy', () => {
  const cases: [value: unknown, where: string, what: RegExp, remedy: RegExp][] = [
    [{ ...translation, modle: {} }, 'modle', /unknown key "modle"/, /task, data, tokenizer, model, training, decoding/],
    [{ ...translation, model: { size: 3 } }, 'model.size', /unknown key "size"/, /cell.*hidden/],
    [{ task: 'chess', data: { train: 'x' } }, 'task', /"chess"/, /"language-model", "translation"/],
    [{ task: 'translation' }, 'data', /missing/, /object/],
    [{ ...translation, model: { hidden: 0 } }, 'model.hidden', /^0/, /at least 1/],
    [{ ...translation, model: { hidden: 5000 } }, 'model.hidden', /^5000/, /at most 4096/],
    [{ ...translation, model: { dropout: 1 } }, 'model.dropout', /^1/, /less than 1/],
    [{ ...translation, model: { hidden: '256' } }, 'model.hidden', /"256"/, /number/],
    [{ task: 'translation', data: { train: 7 } }, 'data.train', /^7/, /"source": path/],
    [{ task: 'translation', data: { train: 'x', validation: { fraction: 2 } } }, 'data.validation.fraction', /^2/, /less than 1/],
    [{ task: 'translation', data: { train: 'x', validation: 7 } }, 'data.validation', /^7/, /"fraction": a number between 0 and 1/],
    [{ ...translation, model: { cell: 'fixed-window' } }, 'model.cell', /"fixed-window"/, /rnn, lstm or gru/],
    [{ ...translation, model: { cell: 'lstm', activation: 'relu' } }, 'model.activation', /"relu"/, /remove it/],
    [{ ...translation, model: { window: 3 } }, 'model.window', /^3/, /remove it/],
    [{ ...translation, model: { attention: 'none', inputFeeding: true } }, 'model.inputFeeding', /true/, /set model.attention/],
    [{ ...translation, model: { dropout: 0, variationalDropout: true } }, 'model.variationalDropout', /true/, /model.dropout/],
    [{ ...languageModel, model: { cell: 'fixed-window', variationalDropout: true } }, 'model.variationalDropout', /true/, /no steps/],
    [{ ...languageModel, model: { cell: 'bag-of-words', weightDrop: 0.5 } }, 'model.weightDrop', /0\.5/, /no recurrent weights/],
    [{ ...languageModel, model: { weightDrop: 1 } }, 'model.weightDrop', /^1/, /less than 1/],
    [{ ...translation, model: { attention: 'general', coverage: true } }, 'model.coverage', /true/, /"additive"/],
    [{ ...languageModel, model: { coverage: true } }, 'model.coverage', /true/, /only translators/],
    [{ ...translation, training: { teacherForcing: 2 } }, 'training.teacherForcing', /^2/, /at most 1/],
    [{ ...translation, training: { teacherForcing: 'often' } }, 'training.teacherForcing', /"often"/, /a number from 0 to 1, or \{"start"/],
    [{ ...translation, training: { teacherForcing: { shape: 'exponential', end: 0 } } }, 'training.teacherForcing', /exponential/, /above 0/],
    [{ ...languageModel, training: { teacherForcing: 0.5 } }, 'training.teacherForcing', /^0\.5/, /only a translator/],
    [{ ...translation, training: { coverageLoss: 1 } }, 'training.coverageLoss', /^1/, /model.coverage/],
    [{ ...translation, model: { pretrained: { file: 'glove.txt' } } }, 'model.pretrained.file', /glove/, /source, target or both/],
    [{ ...translation, model: { pretrained: { frozen: true } } }, 'model.pretrained', /frozen/, /name a file/],
    [{ ...languageModel, model: { pretrained: { source: 'glove.txt' } } }, 'model.pretrained.source', /glove/, /model.pretrained.file/],
    [{ ...languageModel, model: { pretrained: {} } }, 'model.pretrained', /\{\}/, /in file/],
    [{ ...translation, tokenizer: { shared: true }, model: { pretrained: { target: 'glove.txt' } } }, 'model.pretrained.target', /glove/, /one vocabulary/],
    [{ ...languageModel, tokenizer: { unit: 'bpe' }, model: { pretrained: { file: 'glove.txt' } } }, 'model.pretrained', /glove/, /tokenizer.unit to "word"/],
    [{ ...translation, model: { bridge: 'last', bidirectional: true } }, 'model.bridge', /"last"/, /model.bidirectional to false/],
    [{ ...translation, model: { bridge: 'zero', attention: 'none' } }, 'model.bridge', /"zero"/, /nothing of the source/],
    [{ ...languageModel, model: { bridge: 'zero' } }, 'model.bridge', /"zero"/, /only translators/],
    [{ ...translation, model: { feedContext: true } }, 'model.feedContext', /true/, /set model.attention to "none"/],
    [{ ...languageModel, model: { feedContext: true } }, 'model.feedContext', /true/, /only translators/],
    [{ ...translation, model: { attention: 'none' }, decoding: { coveragePenalty: 0.2 } }, 'decoding.coveragePenalty', /^0\.2/, /set model.attention/],
    [{ ...translation, decoding: { coveragePenalty: 0.2, beam: 1 } }, 'decoding.coveragePenalty', /^0\.2/, /set decoding.beam to 2/],
    [{ ...translation, model: { attention: 'none' }, decoding: { replaceUnknown: true } }, 'decoding.replaceUnknown', /^true/, /set model.attention/],
    [{ ...translation, decoding: { minLength: 20, maxLength: 10 } }, 'decoding.minLength', /^20/, /at most decoding.maxLength, 10/],
    [{ ...translation, decoding: { noRepeatNgram: 0 } }, 'decoding.noRepeatNgram', /0 is too small|^0/, /./],
    [{ ...languageModel, decoding: { noRepeatNgram: 3 } }, 'decoding', /"noRepeatNgram":3/, /seqlab generate/],
    [{ ...translation, training: { sequenceLength: 20 } }, 'training.sequenceLength', /^20/, /whole sentences/],
    [{ ...translation, training: { momentum: 0.9 } }, 'training.momentum', /0\.9/, /sgd/],
    [{ ...translation, training: { weightDecay: 0.1 } }, 'training.weightDecay', /0\.1/, /adamw/],
    [{ ...translation, training: { decay: 0.7 } }, 'training.decay', /0\.7/, /plateau and exponential/],
    [{ ...translation, training: { schedule: 'plateau', decayAfter: 2 } }, 'training.decayAfter', /^2/, /exponential/],
    [{ ...translation, training: { schedule: 'inverse-square-root' } }, 'training.schedule', /inverse/, /warmupSteps/],
    [{ ...translation, tokenizer: { unit: 'char', split: 'whitespace' } }, 'tokenizer.split', /whitespace/, /"word"/],
    [{ ...translation, tokenizer: { unit: 'bpe', vocabularySize: null } }, 'tokenizer.vocabularySize', /null/, /8000/],
    [{ ...languageModel, model: { attention: 'dot' } }, 'model.attention', /"dot"/, /only translators/],
    [{ ...languageModel, model: { bidirectional: true } }, 'model.bidirectional', /true/, /remove it/],
    [{ ...languageModel, model: { inputFeeding: true } }, 'model.inputFeeding', /true/, /only translators/],
    [{ ...languageModel, tokenizer: { shared: true } }, 'tokenizer.shared', /true/, /one vocabulary/],
    [{ task: 'language-model', data: { train: 'x', maxPairs: 5 } }, 'data.maxPairs', /^5/, /no pairs/],
    [{ ...languageModel, decoding: { beam: 2 } }, 'decoding', /beam/, /seqlab generate/],
    [{ task: 'language-model', data: { train: { source: 'a', target: 'b' } } }, 'data.train', /source/, /list of paths/],
    [{ ...languageModel, model: { cell: 'bag-of-words', layers: 2 } }, 'model.layers', /^2/, /one layer/],
    [{ ...languageModel, model: { cell: 'fixed-window', recurrentInitializer: 'identity' } }, 'model.recurrentInitializer', /identity/, /remove it/],
    [{ ...languageModel, model: { cell: 'fixed-window', tieEmbeddings: true } }, 'model.tieEmbeddings', /true/, /remove it/],
    [{ ...languageModel, model: { cell: 'fixed-window' }, training: { sequenceLength: 5 } }, 'training.sequenceLength', /^5/, /model.window/],
  ];
  it.each(cases)('%j', (value, where, what, remedy) => {
    const error = refusal(value);
    expect(error.where).toBe(`my.seqlab.json, ${where}`);
    expect(error.what).toMatch(what);
    expect(error.remedy).toMatch(remedy);
    expect(error.code).toBe('option');
  });

  it('a value that is no object at all names the file', () => {
    expect(refusal([]).where).toBe('my.seqlab.json');
    expect(refusal(null).where).toBe('my.seqlab.json');
  });
});

describe('the file', () => {
  it('may hold comments and trailing commas', () => {
    expect(parseExperiment('{ // a translator\n "task": "translation", "data": { "train": "a.tsv", }, }', 'x').task).toBe('translation');
  });

  it('names the line of a mistake in its JSON', () => {
    expect(() => parseExperiment('{\n  "task": "translation",\n  "data": [\n}', 'my.seqlab.json')).toThrow(/my\.seqlab\.json:4/);
  });
});

it('reads an example in which every key is written out', () => {
  const experiment = parseExperiment(`{
  "task": "translation",
  "data": { "train": { "source": "train.en", "target": "train.de" }, "validation": { "fraction": 0.05 }, "test": null, "maxPairs": null },
  "tokenizer": { "unit": "word", "lowercase": true, "minFrequency": 2, "vocabularySize": 10000, "shared": false },
  "model": { "cell": "lstm", "activation": "tanh", "recurrentInitializer": "orthogonal", "embedding": 256, "hidden": 256, "layers": 1, "bidirectional": true, "dropout": 0.2, "attention": "additive", "inputFeeding": true, "tieEmbeddings": false, "window": null },
  "training": { "epochs": 10, "maxSteps": null, "batchSize": 64, "sequenceLength": 35, "optimizer": "adam", "learningRate": 0.001, "schedule": "constant", "clipNorm": 1, "labelSmoothing": 0, "teacherForcing": 1, "earlyStopping": { "patience": 3 }, "seed": 1, "threads": null },
  "decoding": { "beam": 5, "lengthPenalty": 1, "maxLength": 100 }
}`, 'all.seqlab.json');
  expect(experiment).toMatchObject({ task: 'translation', model: { cell: 'lstm', hidden: 256 }, training: { teacherForcing: 1, learningRate: 0.001 } });
});

describe('what a run records is an experiment too', () => {
  const experiments = [
    translation, languageModel, { ...translation, model: { bridge: 'last' } }, { ...translation, model: { pretrained: { source: 'a.vec' } } }, { ...languageModel, model: { pretrained: { file: 'a.vec', frozen: true } } }, { ...translation, training: { teacherForcing: 0.5 } }, { ...translation, training: { epochs: 7, teacherForcing: { end: 0.25 } } }, { ...translation, decoding: { beam: 4, coveragePenalty: 0.2, noRepeatNgram: 3, minLength: 1, replaceUnknown: true } }, { ...languageModel, decoding: { beam: 5, lengthPenalty: 1, maxLength: 100 } },
    { ...translation, model: { coverage: true } }, { ...translation, model: { coverage: true }, training: { coverageLoss: 0 } }, { ...languageModel, model: { dropout: 0.4, variationalDropout: true, weightDrop: 0.5 } }, { ...translation, model: { attention: 'none', feedContext: true } },
    { ...translation, model: { attention: 'dot' }, training: { optimizer: 'sgd', momentum: 0.9, schedule: 'exponential', decayAfter: 2 }, tokenizer: { unit: 'bpe' } },
    { ...translation, tokenizer: { unit: 'char' }, training: { schedule: 'one-cycle' } },
    { ...languageModel, model: { cell: 'fixed-window' }, tokenizer: { unit: 'char' } }, { ...languageModel, model: { cell: 'rnn', activation: 'relu' }, training: { optimizer: 'adamw' } },
  ];
  it.each(experiments)('%j', (experiment) => {
    const resolved = checkExperiment(experiment, 'x');
    expect(checkExperiment(resolved, 'x')).toEqual(resolved);
  });

  it('and one of an older version gets the defaults of the options that have come since', () => {
    const { decoding, ...rest } = checkExperiment(translation, 'x');
    const older: Partial<typeof decoding> = { ...decoding };
    delete older.maxLength;
    expect(checkExperiment({ ...rest, decoding: older }, 'x').decoding.maxLength).toBe(100);
  });
});
