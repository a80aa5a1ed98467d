import { UserError } from '../../errors/userError';
import type { LogitsProcessor } from './processor';

/**
 * No run of n tokens is said twice (Paulus et al. 2018, section 2.5): forbids every token that followed an earlier occurrence of the last
 * n − 1 tokens. With n = 1 no token occurs twice.
 * @throws UserError unless n is a whole number of at least 1
 */
export function blockRepetition(n: number): LogitsProcessor {
  if (!(Number.isInteger(n) && n >= 1)) throw new UserError(`a blocked repetition of ${n} tokens cannot be used`, 'noRepeat', 'give a whole number of at least 1', 'option');
  return (logits, history) => {
    const context = n - 1;
    for (let end = context; end < history.length; end++) {
      let same = true;
      for (let i = 1; i <= context && same; i++) same = history[end - i] === history[history.length - i];
      if (same) logits[history[end]] = -Infinity;
    }
  };
}
