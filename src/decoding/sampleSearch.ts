/** Outputs drawn at random, as likely as the model holds them to be. */
import { RandomStream } from '../random/philox';
import type { Hypothesis } from './hypothesis';
import { pipeline, temperature, topK, topP } from './processors';
import { rowSearch } from './rowSearch';
import { sampleToken } from './sampling';
import type { SearchOptions } from './searchOptions';
import type { StepModel } from './stepModel';

export interface Sampling {
  /** Above 0; below 1 the likely becomes likelier. Default 1. */
  readonly temperature?: number;
  /** Draw from the k likeliest tokens only. Default: all. */
  readonly topK?: number;
  /** Draw from the fewest likeliest tokens that hold this probability (Holtzman et al. 2020). Default 1: all. */
  readonly topP?: number;
  /** The same seed draws the same outputs. */
  readonly seed: number;
}

/**
 * Draws `draws` outputs for each sentence. Each draw has random numbers of its own, named after seed, line and draw: they are the same
 * whatever else is in the batch. The temperature comes first, then top-k, then top-p.
 * @param lines a number for each sentence that names its random numbers
 * @returns for each sentence its draws, the likeliest first; scores are log probabilities under the model itself, before temperature, top-k and top-p
 * @throws UserError for values out of range
 */
export async function sampleSearch(model: StepModel, options: SearchOptions, sampling: Sampling, draws: number, lines: readonly number[]): Promise<Hypothesis[][]> {
  const shape = pipeline([temperature(sampling.temperature ?? 1), ...(sampling.topK === undefined ? [] : [topK(sampling.topK)]), topP(sampling.topP ?? 1)]);
  const streams = lines.map((line) => Array.from({ length: draws }, (_, draw) => new RandomStream(sampling.seed, `translate ${line} ${draw}`)));
  const found = await rowSearch(model, options, draws, (logits, sentence, draw) => {
    if (logits.every((value) => value === -Infinity)) return -1;
    const shaped = logits.slice();
    shape(shaped, []);
    return sampleToken(shaped, streams[sentence][draw]);
  });
  return found.map((hypotheses) => hypotheses.sort((a, b) => b.score - a.score));
}
