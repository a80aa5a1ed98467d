/** Sentence pairs for a translator: read, held out, tokenized, laid out in batches. */
import { UserError } from '../../errors/userError';
import type { DataSource, Experiment } from '../../protocol/experiment';
import type { RunRecord } from '../../protocol/run';
import { pairBatches, type EncodedPair } from '../../text/pairBatches';
import { readPairs, type TextPair } from '../../text/pairs';
import { countSharedSources, splitPairs } from '../../text/split';
import { UNK, type Tokenizer } from '../../text/tokenizer';
import { trainTokenizer } from '../../text/trainTokenizer';
import type { Tokenizers } from '../tokenizers';
import { chooseUnit, isChosen, type TokenizerChoice } from './chooseUnit';
import { droppingEncoder, lastOne } from './dropMerges';
import { spread, type Batch, type BatchPlan, type HeldOut, type TrainingData } from './trainingData';

/** Attention keeps numbers for every pair of a source and a target token: beyond this a single pair could fill the memory. */
const MAX_TOKENS_A_SIDE = 400;
/** Where `batchSize` says how many pairs are in a batch, one of long sentences has fewer: at most `batchSize` times so many cells. */
const CELLS_A_PAIR = 64;
const SAMPLES = 4;
/** Held-out text is told to be poor ground for a vocabulary of words when so many of its words are unknown, of at least so many. */
const MANY_UNKNOWN = 0.1;
const WORDS_TO_JUDGE_BY = 100;

export interface TranslationTexts {
  readonly training: readonly TextPair[];
  readonly validation: readonly TextPair[];
  readonly files: RunRecord['data'];
  readonly warnings: readonly string[];
}

/** The training and the held-out pairs of an experiment. @throws UserError for bad files */
export function readTranslationTexts({ data, training: { seed } }: Experiment, baseFolder: string): TranslationTexts {
  const all = readPairs(data.train, baseFolder, { maxPairs: data.maxPairs });
  if (isFraction(data.validation)) {
    const { train, heldOut } = splitPairs(all.pairs, data.validation.fraction, seed);
    return { training: train, validation: heldOut, files: [...all.files], warnings: all.warnings };
  }
  const heldOut = readPairs(data.validation, baseFolder);
  const shared = countSharedSources(all.pairs, heldOut.pairs);
  const warnings = [...all.warnings, ...heldOut.warnings];
  if (shared > 0) warnings.push(`${shared} of ${heldOut.pairs.length} validation sentences are also in the training data: the validation loss flatters the model.`);
  return { training: all.pairs, validation: heldOut.pairs, files: [...all.files, ...heldOut.files], warnings };
}

export const isFraction = (source: Experiment['data']['validation']): source is { fraction: number } =>
  typeof source === 'object' && 'fraction' in source;

/** @param known the run's tokenizers when it resumes; trained on the training pairs when null */
export function loadTranslationData(given: Experiment, baseFolder: string, known: Tokenizers | null): TrainingData {
  const texts = readTranslationTexts(given, baseFolder);
  const { tokenizer, notes } = settleUnit(given.tokenizer, texts.training, known);
  const experiment = { ...given, tokenizer };
  const { tokenizer: { bpeDropout }, training: { seed } } = experiment;
  const tokenizers = known ?? trainTokenizers(texts.training, tokenizer);
  const warnings = [...texts.warnings];
  const encoded = encodePairs(texts.training, tokenizers, 'training', warnings);
  // Without their texts, unless these are cut anew each epoch: of the training part only the numbers stay in memory.
  const pairsOf = bpeDropout > 0 ? droppedPairs(encoded.map(({ text }) => text), tokenizers, bpeDropout, seed) : always(encoded.map(({ source, target }) => ({ source, target })));
  const validation = heldOutPairs(texts.validation, tokenizers, experiment, 'validation', warnings);
  return {
    experiment, tokenizers, warnings, notes, files: texts.files, validation,
    counts: { training: encoded.length, validation: validation.examples.length },
    epoch: (epoch) => asPlan(pairBatches(pairsOf(epoch), { ...sizesOf(experiment), seed, epoch, shuffle: true })),
    samples: chooseSamples(validation.examples),
  };
}

function settleUnit(settings: Experiment['tokenizer'], pairs: readonly TextPair[], known: Tokenizers | null): { tokenizer: TokenizerChoice; notes: string[] } {
  if (isChosen(settings)) return { tokenizer: settings, notes: [] };
  if (known) return { tokenizer: { ...settings, unit: known.target.unit }, notes: [] };
  const { tokenizer, note } = chooseUnit(settings, pairs);
  return { tokenizer, notes: [note] };
}

/** Pairs of files that are not the run's own, to measure a trained model on. @throws UserError for bad files */
export function loadHeldOutPairs(source: DataSource, baseFolder: string, tokenizers: Tokenizers, experiment: Experiment): HeldOut & { warnings: readonly string[] } {
  const { pairs, warnings: notes } = readPairs(source, baseFolder);
  const warnings = [...notes];
  return { ...heldOutPairs(pairs, tokenizers, experiment, 'evaluation', warnings), warnings };
}

const sizesOf = ({ training: { batchSize, batchTokens } }: Experiment): { batchSize: number; maxTokens: number } =>
  batchTokens === null ? { batchSize, maxTokens: batchSize * CELLS_A_PAIR } : { batchSize: Infinity, maxTokens: batchTokens };

/** The training pairs of an epoch. */
type PairsOf = (epoch: number) => readonly EncodedPair[];
const always = (pairs: readonly EncodedPair[]): PairsOf => () => pairs;

/** Pairs that are cut anew each epoch; those that become too long so are cut as in decoding. */
function droppedPairs(texts: readonly TextPair[], { source, target }: Tokenizers, dropout: number, seed: number): PairsOf {
  return lastOne((epoch) => {
    const sides = (['source', 'target'] as const).map((side) => ({ encode: droppingEncoder(side === 'source' ? source! : target, dropout, seed, epoch, side), side }));
    return texts.map((text) => {
      const [from, to] = sides.map(({ encode, side }) => Int32Array.from(encode(text[side], MAX_TOKENS_A_SIDE)));
      return { source: from, target: to };
    });
  });
}

function heldOutPairs(pairs: readonly TextPair[], tokenizers: Tokenizers, experiment: Experiment, part: string, warnings: string[]): HeldOut {
  const { seed } = experiment.training;
  const encoded = encodePairs(pairs, tokenizers, part, warnings);
  for (const side of ['source', 'target'] as const) warnings.push(...unknownWarning(encoded.map((pair) => pair[side]), tokenizers[side]!, `${part} ${side}`));
  return {
    batches: asPlan(pairBatches(encoded, { ...sizesOf(experiment), seed, epoch: 0, shuffle: false })),
    characters: null,
    examples: encoded.map(({ text }) => ({ source: text.source, reference: text.target })),
  };
}

function unknownWarning(sentences: readonly ArrayLike<number>[], { unit }: Tokenizer, of: string): string[] {
  if (unit !== 'word') return [];
  let all = 0, unknown = 0;
  for (const ids of sentences) {
    all += ids.length;
    for (let i = 0; i < ids.length; i++) if (ids[i] === UNK) unknown++;
  }
  if (all < WORDS_TO_JUDGE_BY || unknown <= MANY_UNKNOWN * all) return [];
  return [`${Math.round((100 * unknown) / all)} % of the ${of} words are unknown to the vocabulary: train with tokenizer.unit "bpe" (pieces of words, of which new words are made too), or leave tokenizer.unit out.`];
}

function trainTokenizers(pairs: readonly TextPair[], { shared, ...options }: TokenizerChoice): Tokenizers {
  if (shared) {
    const tokenizer = trainTokenizer(bothSides(pairs), options);
    return { source: tokenizer, target: tokenizer };
  }
  return { source: trainTokenizer(oneSide(pairs, 'source'), options), target: trainTokenizer(oneSide(pairs, 'target'), options) };
}

function* oneSide(pairs: readonly TextPair[], side: 'source' | 'target'): Generator<string> {
  for (const pair of pairs) yield pair[side];
}

function* bothSides(pairs: readonly TextPair[]): Generator<string> {
  yield* oneSide(pairs, 'source');
  yield* oneSide(pairs, 'target');
}

/** @throws UserError where no pair is short enough */
function encodePairs(pairs: readonly TextPair[], { source, target }: Tokenizers, part: string, warnings: string[]): (EncodedPair & { text: TextPair })[] {
  const encode = (tokenizer: Tokenizer, text: string): Int32Array => Int32Array.from(tokenizer.encode(text));
  const encoded = pairs.map((text) => ({ source: encode(source!, text.source), target: encode(target, text.target), text }))
    .filter((pair) => pair.source.length <= MAX_TOKENS_A_SIDE && pair.target.length <= MAX_TOKENS_A_SIDE);
  const long = pairs.length - encoded.length;
  if (encoded.length === 0) {
    throw new UserError(`every ${part} pair has a side of more than ${MAX_TOKENS_A_SIDE} tokens`, 'data', 'give a sentence a line, or use larger tokens (tokenizer.unit "word" or "bpe")');
  }
  if (long > 0) warnings.push(`${long} ${part} ${long === 1 ? 'pair was' : 'pairs were'} left out: a side has more than ${MAX_TOKENS_A_SIDE} tokens.`);
  return encoded;
}

/** Held-out sentences from short to long. */
function chooseSamples(examples: HeldOut['examples']): TrainingData['samples'] {
  const byLength = [...examples].sort((a, b) => a.source.length - b.source.length);
  return spread(byLength, SAMPLES).map((example) => ({ ...example, watched: false }));
}

function asPlan(plan: ReturnType<typeof pairBatches>): BatchPlan {
  return { length: plan.length, tokens: plan.targetTokens, get: (index) => asBatch(plan.get(index)) };
}

/** What a translator is fed. */
export function asBatch(batch: ReturnType<ReturnType<typeof pairBatches>['get']>): Batch {
  const sources = [batch.sourceLength, batch.size];
  const targets = [batch.targetLength, batch.size];
  return {
    tokens: batch.targetTokens, first: true,
    feeds: {
      source: { type: 'int32', shape: sources, data: batch.source },
      sourceMask: { type: 'float32', shape: sources, data: batch.sourceMask },
      input: { type: 'int32', shape: targets, data: batch.input },
      output: { type: 'int32', shape: targets, data: batch.output },
      outputMask: { type: 'float32', shape: targets, data: batch.outputMask },
    },
  };
}
