/** What a translation can be told, and what cannot be combined. */
import { UserError } from '../errors/userError';
import { BOS, EOS, PAD, UNK } from '../text/tokenizer';
import type { BeamOptions } from './beamSearch';
import { blockRepetition, forbidTokens, minimumLength, pipeline, type LogitsProcessor } from './processors';
import type { Sampling } from './sampleSearch';

export interface TranslateOptions extends Pick<BeamOptions, 'maxLength' | 'signal' | 'attention' | 'observer'> {
  /** Tokens at least, the end symbol not counted. Default 0. */
  readonly minLength?: number;
  /** No run of so many tokens is said twice in an output. Default null: none is blocked. */
  readonly noRepeatNgram?: number | null;
  /** Default 1: greedy. */
  readonly beam?: number;
  /** α of `lengthPenalty`. Default 1. */
  readonly lengthPenalty?: number;
  /** β of `coveragePenalty`. Needs attention and a beam. Default 0. */
  readonly coveragePenalty?: number;
  /** Outputs a line: of a beam at most its width; when drawing, so many draws. Default 1. */
  readonly nBest?: number;
  /** Draw the outputs instead of searching for the best. Needs a beam of 1. Default null. */
  readonly sampling?: Sampling | null;
  /** The number of the first line: draws are a function of the seed and the number of the line, however the lines are cut into calls. Default 0. */
  readonly firstLine?: number;
  /** What every output begins with (`readPrefix`). Default: nothing. */
  readonly prefix?: string | readonly string[];
  /** Write the source word that was looked at most for `<unk>`. Needs attention. Default false. */
  readonly replaceUnknown?: boolean;
  /** Never say `<unk>`. Default false. */
  readonly forbidUnknown?: boolean;
}

/** @throws UserError naming the option, for what cannot be combined */
export function checkTranslateOptions(options: TranslateOptions, hasAttention: boolean): void {
  const { beam = 1, nBest = 1, coveragePenalty = 0, minLength = 0, maxLength, sampling = null, replaceUnknown = false, forbidUnknown = false } = options;
  const refuse = (what: string, where: string, remedy: string): never => { throw new UserError(what, where, remedy, 'option'); };
  if (sampling !== null && beam !== 1) refuse(`outputs cannot be drawn with a beam of ${beam}`, 'sampling', 'set the beam to 1, or leave temperature, top-k and top-p out');
  if (!(Number.isInteger(nBest) && nBest >= 1)) refuse(`${nBest} outputs cannot be given`, 'nbest', 'give a whole number of at least 1');
  if (!(coveragePenalty >= 0 && Number.isFinite(coveragePenalty))) refuse(`a coverage penalty of ${coveragePenalty} cannot be used`, 'coveragePenalty', 'give a number of at least 0, such as 0.2');
  if (coveragePenalty > 0 && !hasAttention) refuse('a coverage penalty needs attention, which this model lacks', 'coveragePenalty', 'set it to 0, or train with model.attention');
  if (coveragePenalty > 0 && beam === 1) refuse('a coverage penalty chooses among the outputs of a beam', 'coveragePenalty', 'set it to 0, or the beam to 2 or more');
  if (replaceUnknown && !hasAttention) refuse('unknown words are replaced through attention, which this model lacks', 'replaceUnknown', 'set it to false, or train with model.attention');
  if (replaceUnknown && forbidUnknown) refuse('unknown words that are never said cannot be replaced', 'forbidUnknown', 'choose one of the two');
  if (minLength > maxLength) refuse(`outputs of at least ${minLength} and at most ${maxLength} tokens cannot be`, 'minLength', 'give a minimum no larger than the maximum');
}

/** The rules about what may be said, as one processor. @throws UserError for values out of range */
export function rulesOf({ minLength = 0, noRepeatNgram = null, forbidUnknown = false }: TranslateOptions): LogitsProcessor {
  return pipeline([
    forbidTokens(forbidUnknown ? [PAD, BOS, UNK] : [PAD, BOS]),
    ...(minLength === 0 ? [] : [minimumLength(minLength, EOS)]), ...(noRepeatNgram === null ? [] : [blockRepetition(noRepeatNgram)]),
  ]);
}
