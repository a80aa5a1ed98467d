import type { Hypothesis } from './hypothesis';
import { rowSearch } from './rowSearch';
import type { SearchOptions } from './searchOptions';
import { argMax } from './selection';
import type { StepModel } from './stepModel';

/**
 * The likeliest token at every step, all sentences together; a sentence that has ended leaves the batch.
 * @returns one hypothesis a sentence; its score is its log probability
 */
export async function greedySearch(model: StepModel, options: SearchOptions): Promise<Hypothesis[]> {
  return (await rowSearch(model, options, 1, (logits) => argMax(logits))).map(([only]) => only);
}
