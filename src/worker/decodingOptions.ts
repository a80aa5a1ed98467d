/** How a run's translator searches: as its experiment says, but for what the user asks for now. */
import type { TranslateOptions } from '../decoding/translate';
import type { Experiment } from '../protocol/experiment';

/** What may be asked for; what is undefined is as the experiment says. */
export type DecodingWishes = Partial<Pick<TranslateOptions, 'beam' | 'nBest' | 'lengthPenalty' | 'coveragePenalty' | 'noRepeatNgram' | 'minLength' | 'maxLength' | 'replaceUnknown' | 'sampling'>>;

/**
 * More outputs than the experiment's beam widen it, unless the width was asked for too; drawing outputs needs no beam. A coverage penalty of the
 * experiment, not of the wishes, steps back where the user asks for an output without a beam: there is nothing for it to choose among.
 */
export function decodingOptions({ decoding }: Pick<Experiment, 'decoding'>, wishes: DecodingWishes): TranslateOptions {
  const { sampling = null, nBest = 1 } = wishes;
  const beam = wishes.beam ?? (sampling === null ? Math.max(decoding.beam, nBest) : 1);
  const minLength = wishes.minLength ?? Math.min(decoding.minLength, wishes.maxLength ?? Infinity);
  return {
    beam, nBest, sampling, lengthPenalty: wishes.lengthPenalty ?? decoding.lengthPenalty, coveragePenalty: wishes.coveragePenalty ?? (beam === 1 ? 0 : decoding.coveragePenalty),
    noRepeatNgram: wishes.noRepeatNgram === undefined ? decoding.noRepeatNgram : wishes.noRepeatNgram, minLength, maxLength: wishes.maxLength ?? decoding.maxLength,
    replaceUnknown: wishes.replaceUnknown ?? decoding.replaceUnknown,
  };
}

/** The search that is quick enough to be made again and again while a model trains: greedy, with the experiment's rules about what may be said. */
export const greedyOptions = (experiment: Pick<Experiment, 'decoding'>): TranslateOptions => decodingOptions(experiment, { beam: 1 });
