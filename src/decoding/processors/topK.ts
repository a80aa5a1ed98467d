import { UserError } from '../../errors/userError';
import { topIndices } from '../selection';
import type { LogitsProcessor } from './processor';

/**
 * Keeps the k likeliest tokens (Fan et al. 2018) and forbids the rest; of equals at the edge the lower number stays.
 * @throws UserError unless k is a whole number of at least 1
 */
export function topK(k: number): LogitsProcessor {
  if (!(Number.isInteger(k) && k >= 1)) throw new UserError(`top-k of ${k} cannot be used`, 'topK', 'give a whole number of at least 1', 'option');
  return (logits) => {
    if (k >= logits.length) return;
    const kept = topIndices(logits, k).map((index) => [index, logits[index]] as const);
    logits.fill(-Infinity);
    for (const [index, logit] of kept) logits[index] = logit;
  };
}
