/** Running text for a language model: read, the end held out, tokenized, laid out as streams (recurrent models) or windows. */
import { UserError } from '../../errors/userError';
import { isAbc } from '../../music/detectAbc';
import type { DataSource, Experiment } from '../../protocol/experiment';
import type { RunRecord } from '../../protocol/run';
import { openCorpus, type Corpus, type LineRange } from '../../text/corpus';
import { encodeLanguageText, languageLines, type LanguageText } from '../../text/languageText';
import { splitLines } from '../../text/split';
import { streamBatches } from '../../text/streamBatches';
import type { Tokenizer } from '../../text/tokenizer';
import { trainTokenizer } from '../../text/trainTokenizer';
import { windowBatches } from '../../text/windowBatches';
import type { Tokenizers } from '../tokenizers';
import { isChosen } from './chooseUnit';
import { droppingEncoder, lastOne } from './dropMerges';
import { choosePrompts } from './prompts';
import { isFraction } from './translationData';
import { spread, type Batch, type BatchPlan, type HeldOut, type TrainingData } from './trainingData';

const SAMPLES = 4;
/** Held-out lines that prompts are made of. */
const PROMPT_LINES = 200;

/** A corpus, or a part of one. */
export interface TextPart { readonly corpus: Corpus; readonly range: LineRange | undefined }

export interface LanguageTexts {
  readonly training: TextPart;
  readonly validation: TextPart;
  readonly files: RunRecord['data'];
  readonly warnings: readonly string[];
}

/** The training and the held-out text of an experiment. @throws UserError for bad files */
export function openLanguageTexts({ data }: Experiment, baseFolder: string): LanguageTexts {
  const corpus = openCorpus(filesOf(data.train, 'data.train'), baseFolder);
  if (isFraction(data.validation)) {
    const { train, heldOut } = splitLines(corpus.filledLines, data.validation.fraction);
    return { training: { corpus, range: train }, validation: { corpus, range: heldOut }, files: recordsOf(corpus), warnings: corpus.warnings };
  }
  const other = openCorpus(filesOf(data.validation, 'data.validation'), baseFolder);
  return {
    training: { corpus, range: undefined }, validation: { corpus: other, range: undefined },
    files: [...recordsOf(corpus), ...recordsOf(other)], warnings: [...corpus.warnings, ...other.warnings],
  };
}

/** @param known the run's tokenizer when it resumes; trained on the training text when null */
export function loadLanguageData(experiment: Experiment, baseFolder: string, known: Tokenizers | null): TrainingData {
  const texts = openLanguageTexts(experiment, baseFolder);
  const settings = experiment.tokenizer;
  if (!isChosen(settings)) throw new Error('internal: a language model\'s unit is no choice of its data');
  const { unit } = settings;
  const tokenizer = known?.target ?? trainTokenizer(languageLines(texts.training.corpus, unit, texts.training.range), settings);
  const training = encodeLanguageText(texts.training.corpus, tokenizer, texts.training.range);
  const plan = planner(training, experiment);
  const { tokenizer: { bpeDropout }, training: { seed } } = experiment;
  const planOf = lastOne((epoch) => {
    if (bpeDropout === 0) return plan;
    const encode = droppingEncoder(tokenizer, bpeDropout, seed, epoch, 'text');
    return planner(encodeLanguageText(texts.training.corpus, tokenizer, texts.training.range, (text) => encode(text)), experiment);
  });
  const validation = heldOutText(texts.validation, tokenizer, experiment);
  return {
    experiment, notes: [], tokenizers: { source: null, target: tokenizer }, files: texts.files, warnings: [...texts.warnings, ...plan.warnings, ...unknownWarning(training)], validation,
    ...(unit === 'char' && isAbc(linesOf(texts.training)) ? { notation: 'abc' as const } : {}),
    counts: { training: plan.at(0).tokens, validation: validation.batches.tokens },
    epoch: (epoch) => planOf(epoch).at(epoch),
    samples: spread(validation.examples, SAMPLES).map((example) => ({ ...example, watched: false })),
  };
}

/** What a run is measured on: other text, or where `source` is null its own held-out text. @throws UserError for bad files */
export function measuredPart(experiment: Experiment, source: DataSource | null, baseFolder: string): TextPart {
  return source === null ? openLanguageTexts(experiment, baseFolder).validation : { corpus: openCorpus(filesOf(source, 'data'), baseFolder), range: undefined };
}

/** Text that is not the run's own, to measure a trained model on. @throws UserError for bad files */
export function loadHeldOutText(source: DataSource, baseFolder: string, tokenizers: Tokenizers, experiment: Experiment): HeldOut & { warnings: readonly string[] } {
  const corpus = openCorpus(filesOf(source, 'data'), baseFolder);
  return { ...heldOutText({ corpus, range: undefined }, tokenizers.target, experiment), warnings: corpus.warnings };
}

function* linesOf({ corpus, range }: TextPart): Generator<string> {
  for (const { text } of corpus.lines(range)) yield text;
}

function heldOutText({ corpus, range }: TextPart, tokenizer: Tokenizer, experiment: Experiment): HeldOut {
  const text = encodeLanguageText(corpus, tokenizer, range);
  return {
    batches: planner(text, experiment, false).at(0), characters: text.characters,
    examples: choosePrompts(corpus, range, tokenizer, PROMPT_LINES),
  };
}

/** Epochs of a text in the layout that the model's cell reads. */
function planner({ tokens }: LanguageText, { model: { cell, window }, training: { batchSize, sequenceLength, seed } }: Experiment, shuffle = true): { at(epoch: number): BatchPlan; warnings: readonly string[] } {
  if (cell === 'fixed-window' || cell === 'bag-of-words') {
    return { warnings: [], at: (epoch) => windowPlan(windowBatches(tokens, { window: window!, batchSize, seed, epoch, shuffle }), window!) };
  }
  const plan = streamBatches(tokens, { batchSize, sequenceLength });
  return { warnings: plan.warnings, at: () => ({ length: plan.length, tokens: plan.targetTokens, get: (index) => streamBatch(plan.get(index)) }) };
}

function streamBatch({ steps, size, input, output, outputMask, targetTokens, first }: ReturnType<ReturnType<typeof streamBatches>['get']>): Batch {
  const shape = [steps, size];
  return {
    tokens: targetTokens, first,
    feeds: { input: { type: 'int32', shape, data: input }, output: { type: 'int32', shape, data: output }, outputMask: { type: 'float32', shape, data: outputMask } },
  };
}

function windowPlan(plan: ReturnType<typeof windowBatches>, window: number): BatchPlan {
  return {
    length: plan.length, tokens: plan.targetTokens,
    get(index) {
      const { size, contexts, contextMask, targets } = plan.get(index);
      return {
        tokens: size, first: true,
        feeds: {
          input: { type: 'int32', shape: [size, window], data: contexts },
          inputMask: { type: 'float32', shape: [size, window], data: contextMask },
          output: { type: 'int32', shape: [size], data: targets },
          outputMask: { type: 'float32', shape: [size], data: new Float32Array(size).fill(1) },
        },
      };
    },
  };
}

const recordsOf = (corpus: Corpus): RunRecord['data'] => corpus.files.map(({ path, sha256, bytes }) => ({ path, sha256, bytes }));

function unknownWarning({ unknown, tokens }: LanguageText): string[] {
  const share = unknown / tokens.length;
  return share > 0.2 ? [`${Math.round(share * 100)} % of the tokens are unknown words: lower tokenizer.minFrequency or raise tokenizer.vocabularySize.`] : [];
}

/** @throws UserError for parallel files, which are for translators */
function filesOf(source: DataSource, path: string): string | string[] {
  if (typeof source === 'string' || Array.isArray(source)) return source;
  throw new UserError('a language model learns from running text, not from two parallel files', path, 'give a file, a folder, a glob or a list of them', 'option');
}
