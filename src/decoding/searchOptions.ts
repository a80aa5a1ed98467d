import { EOS } from '../text/tokenizer';
import type { LogitsProcessor } from './processors';

/** What every search over outputs can be told. */
export interface SearchOptions {
  /** Tokens at most, the end symbol not counted; what is not finished by then is cut off. */
  readonly maxLength: number;
  /** Applied to the logits of every step, before they become probabilities. Default: none. */
  readonly process?: LogitsProcessor;
  /** Keep where each step looked. Default false. */
  readonly attention?: boolean;
  /** The token that ends an output. Default EOS. */
  readonly end?: number;
  /** Aborting rejects with the signal's reason after the step now running. */
  readonly signal?: AbortSignal;
}

/** The options with the defaults filled in. */
export function resolveSearch(options: SearchOptions): Required<Omit<SearchOptions, 'signal' | 'process'>> & Pick<SearchOptions, 'signal' | 'process'> {
  const { maxLength, process, attention = false, end = EOS, signal } = options;
  if (!(Number.isInteger(maxLength) && maxLength >= 1)) throw new Error(`internal: a search of at most ${maxLength} tokens`);
  return { maxLength, process, attention, end, signal };
}
