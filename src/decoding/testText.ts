import { RandomStream } from '../random/philox';

/** A random text over the tokens 4 to 13 in which each leans on the two before it: something for an n-gram model to learn. */
export function leaningText(length: number, seed: number): Int32Array {
  const random = new RandomStream(seed, 'text');
  const tokens = new Int32Array(length);
  for (let i = 0; i < length; i++) tokens[i] = random.uniform() < 0.7 && i >= 2 ? 4 + ((tokens[i - 1] * 3 + tokens[i - 2]) % 10) : 4 + random.int(10);
  return tokens;
}
