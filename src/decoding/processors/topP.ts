import { UserError } from '../../errors/userError';
import { logSumExp } from '../logSumExp';
import type { LogitsProcessor } from './processor';

/**
 * Nucleus sampling (Holtzman et al. 2020): keeps the fewest likeliest tokens whose probabilities add up to at least p, and forbids the
 * rest. The likeliest token always stays.
 * @throws UserError unless 0 < p ≤ 1
 */
export function topP(p: number): LogitsProcessor {
  if (!(p > 0 && p <= 1)) throw new UserError(`top-p of ${p} cannot be used`, 'topP', 'give a number above 0 and at most 1', 'option');
  return (logits) => {
    if (p === 1) return;
    const total = logSumExp(logits);
    const order = Array.from(logits.keys()).filter((index) => logits[index] > -Infinity);
    order.sort((a, b) => logits[b] - logits[a] || a - b);
    let mass = 0;
    for (const index of order) {
      if (mass >= p) logits[index] = -Infinity;
      else mass += Math.exp(logits[index] - total);
    }
  };
}
