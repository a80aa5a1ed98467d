import { UserError } from '../../errors/userError';
import type { LogitsProcessor } from './processor';

/**
 * logits / temperature: below 1 the likely becomes likelier, above 1 the choice becomes more even, 1 changes nothing.
 * @throws UserError unless the temperature is a positive number (for the likeliest token itself, decode greedily)
 */
export function temperature(value: number): LogitsProcessor {
  if (!(value > 0 && Number.isFinite(value))) throw new UserError(`a temperature of ${value} cannot be used`, 'temperature', 'give a number above 0, such as 0.8', 'option');
  return (logits) => {
    if (value === 1) return;
    for (let i = 0; i < logits.length; i++) logits[i] /= value;
  };
}
