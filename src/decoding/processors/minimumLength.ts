import { UserError } from '../../errors/userError';
import type { LogitsProcessor } from './processor';

/** The end symbol is forbidden until `length` tokens have been said. @throws UserError unless the length is a whole number of at least 0 */
export function minimumLength(length: number, end: number): LogitsProcessor {
  if (!(Number.isInteger(length) && length >= 0)) throw new UserError(`a minimum length of ${length} cannot be used`, 'minimumLength', 'give a whole number of at least 0', 'option');
  return (logits, history) => {
    if (history.length < length) logits[end] = -Infinity;
  };
}
