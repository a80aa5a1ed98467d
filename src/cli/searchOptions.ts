/** The options of a search for translations: on the command line, and what they ask of the decoder. */
import type { Command } from 'commander';
import type { TranslateOptions } from '../decoding/translate';
import { UserError } from '../errors/userError';
import type { Experiment } from '../protocol/experiment';
import { decodingOptions } from '../worker/decodingOptions';
import { numberBetween, wholeNumber } from './options';

export interface SearchOptions {
  readonly beam?: number;
  readonly nbest: number;
  readonly lengthPenalty?: number;
  readonly coveragePenalty?: number;
  /** `--no-repeat-ngram`: true where it was not given; 0 blocks nothing. */
  readonly repeatNgram: number | true;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly replaceUnknown?: boolean;
  readonly prefix?: string;
  readonly temperature?: number;
  readonly topK?: number;
  readonly topP?: number;
  readonly seed?: number;
}

/** Where no default is told, it is the experiment's. */
export const withSearchOptions = (command: Command): Command => command
  .option('--beam <n>', 'beam width; 1 is greedy (default: the experiment\'s)', wholeNumber('--beam', 1))
  .option('--nbest <n>', 'outputs a line: number of the line, score and text, with tabs between', wholeNumber('--nbest', 1), 1)
  .option('--length-penalty <alpha>', 'above 0 favours longer outputs (default: the experiment\'s)', numberBetween('--length-penalty', 0))
  .option('--coverage-penalty <beta>', 'above 0 disfavours outputs that leave parts of the source unread (default: the experiment\'s)', numberBetween('--coverage-penalty', 0))
  .option('--no-repeat-ngram <n>', 'say no run of n tokens twice; 0: say what you like (default: the experiment\'s)', wholeNumber('--no-repeat-ngram', 0))
  .option('--min-length <n>', 'tokens of an output at least (default: the experiment\'s)', wholeNumber('--min-length', 0))
  .option('--max-length <n>', 'tokens of an output at most (default: the experiment\'s)', wholeNumber('--max-length', 1))
  .option('--prefix <text>', 'what every output begins with')
  .option('--replace-unknown', 'write the source word that was looked at most for an unknown word (default: the experiment\'s)')
  .option('--no-replace-unknown', 'write <unk>')
  .option('--temperature <x>', 'draw outputs instead of searching: below 1 more cautious, above 1 more daring', numberBetween('--temperature', 0))
  .option('--top-k <n>', 'draw from the n likeliest tokens only', wholeNumber('--top-k', 1))
  .option('--top-p <x>', 'draw from the fewest likeliest tokens that hold this probability', numberBetween('--top-p', 0, 1))
  .option('--seed <n>', 'the same seed draws the same outputs (default: 1)', wholeNumber('--seed', 0));

/** @throws UserError for what cannot be combined */
export function searchOf(experiment: Experiment, options: SearchOptions): TranslateOptions {
  const { beam, nbest, temperature, topK, topP, seed, repeatNgram } = options;
  const draws = temperature !== undefined || topK !== undefined || topP !== undefined;
  if (seed !== undefined && !draws) throw new UserError('without a drawing there is nothing to seed', '--seed', 'give --temperature, --top-k or --top-p too, or leave it out', 'option');
  if (!draws && beam !== undefined && nbest > beam) throw new UserError(`${nbest} outputs of a beam of ${beam}`, '--nbest', 'widen --beam, or ask for fewer', 'option');
  return {
    ...decodingOptions(experiment, {
      beam, nBest: nbest, lengthPenalty: options.lengthPenalty, coveragePenalty: options.coveragePenalty, minLength: options.minLength, maxLength: options.maxLength,
      noRepeatNgram: repeatNgram === true ? undefined : repeatNgram === 0 ? null : repeatNgram, replaceUnknown: options.replaceUnknown,
      sampling: draws ? { temperature, topK, topP, seed: seed ?? 1 } : null,
    }),
    prefix: options.prefix,
  };
}

/** The decoder's names for what it refuses, where the command line has others. */
const typedAs: Readonly<Record<string, { readonly option: string; readonly given: (options: SearchOptions) => boolean }>> = {
  beam: { option: '--beam', given: ({ beam }) => beam !== undefined },
  sampling: { option: '--beam', given: ({ beam }) => beam !== undefined },
  nbest: { option: '--nbest', given: ({ nbest }) => nbest > 1 },
  lengthPenalty: { option: '--length-penalty', given: ({ lengthPenalty }) => lengthPenalty !== undefined },
  coveragePenalty: { option: '--coverage-penalty', given: ({ coveragePenalty }) => coveragePenalty !== undefined },
  minLength: { option: '--min-length', given: ({ minLength }) => minLength !== undefined },
  replaceUnknown: { option: '--replace-unknown', given: ({ replaceUnknown }) => replaceUnknown !== undefined },
  prefix: { option: '--prefix', given: ({ prefix }) => prefix !== undefined },
  temperature: { option: '--temperature', given: ({ temperature }) => temperature !== undefined },
  topK: { option: '--top-k', given: ({ topK }) => topK !== undefined },
  topP: { option: '--top-p', given: ({ topP }) => topP !== undefined },
};

/** A refusal of the decoder as one of the command line: by the option that was typed, or else by the setting of the run's experiment. Other errors as they are. */
export function namedAsTyped(error: unknown, options: SearchOptions): unknown {
  if (!(error instanceof UserError) || error.code !== 'option' || !Object.hasOwn(typedAs, error.where)) return error;
  const { option, given } = typedAs[error.where];
  return new UserError(error.what, given(options) ? option : `the run's decoding.${error.where}`, given(options) ? error.remedy : `${error.remedy}; or give ${option}`, 'option');
}
