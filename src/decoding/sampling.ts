import type { RandomStream } from '../random/philox';
import { argMax } from './selection';
import { logSumExp } from './logSumExp';

/**
 * Draws a token with probability softmax(logits). One random number a draw, so that a sequence of draws is a function of the stream alone.
 * @throws Error where every token is forbidden
 */
export function sampleToken(logits: Float32Array, random: RandomStream): number {
  const total = logSumExp(logits);
  if (!Number.isFinite(total)) throw new Error('internal: sampleToken: no token may be drawn');
  let left = random.uniform53();
  for (let token = 0; token < logits.length; token++) {
    left -= Math.exp(logits[token] - total);
    if (left < 0) return token;
  }
  return argMax(logits); // rounding left a last speck of probability to nobody
}
