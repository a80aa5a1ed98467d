/**
 * Beam search over many sentences at once: in every step all hypotheses of all unfinished sentences run as the rows of one batch.
 *
 * In each step a sentence's hypotheses are continued by every token; of the continuations the `beam` likeliest that do not end live on.
 * One that ends, and is itself among the `beam` likeliest, is finished and takes no place from the living. A sentence is done when nothing that
 * lives, however it goes on, can be among its `nBest` finished ones any more (`SentenceBeam`): the result is that of a search which goes on to the
 * length limit. With a beam of 1 and α = 0 this is greedy search; with a beam as wide as there are outputs it finds the best of all.
 */
import { UserError } from '../errors/userError';
import { BOS } from '../text/tokenizer';
import { breathe } from './breathe';
import type { Hypothesis } from './hypothesis';
import { resolveSearch, type SearchOptions } from './searchOptions';
import { SentenceBeam, type BeamObserver } from './sentenceBeam';
import type { StepModel } from './stepModel';

export interface BeamOptions extends SearchOptions {
  /** Hypotheses kept alive a sentence. */
  readonly beam: number;
  /** α of `lengthPenalty`. Default 1. */
  readonly lengthPenalty?: number;
  /** β of `coveragePenalty`; needs a model with attention. Default 0: none. */
  readonly coveragePenalty?: number;
  /** Hypotheses returned a sentence, at most `beam`. Default 1. */
  readonly nBest?: number;
  /** Told of every step, to draw the search as a tree. */
  readonly observer?: BeamObserver;
}

/** @returns for each sentence its `nBest` hypotheses, the best first. Finished ones come before those that the length limit cut off. */
export async function beamSearch(model: StepModel, options: BeamOptions): Promise<Hypothesis[][]> {
  const search = resolveSearch(options);
  const { beam, lengthPenalty = 1, coveragePenalty = 0, nBest = 1, observer } = options;
  if (!(Number.isInteger(beam) && beam >= 1)) throw new UserError(`a beam of ${beam} cannot be used`, 'beam', 'give a whole number of at least 1', 'option');
  if (!(Number.isInteger(nBest) && nBest >= 1 && nBest <= beam)) throw new UserError(`the ${nBest} best of a beam of ${beam} cannot be given`, 'nbest', `give a number from 1 to ${beam}, or widen the beam`, 'option');

  const sentences = Array.from({ length: model.sentences }, (_, sentence) => new SentenceBeam(sentence, { beam, nBest, lengthPenalty, coveragePenalty }, search, observer));
  let open = sentences;
  for (let length = 1; open.length > 0; length++) {
    await breathe(search.signal);
    const rows = open.flatMap((sentence) => sentence.living.map(({ path, parent }) => ({ path, parent, sentence: sentence.index })));
    const result = await model.step({
      tokens: Int32Array.from(rows, ({ path }) => path?.token ?? BOS), parents: Int32Array.from(rows, ({ parent }) => parent), sentences: Int32Array.from(rows, ({ sentence }) => sentence),
    });
    let row = 0;
    for (const sentence of open) {
      const count = sentence.living.length;
      sentence.advance(result, row, model, length);
      row += count;
    }
    open = open.filter((sentence) => !sentence.done);
  }
  return sentences.map((sentence) => sentence.best(model));
}
