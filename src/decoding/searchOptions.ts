import { EOS } from '../text/tokenizer';
import type { LogitsProcessor } from './processors';

/** What every search over outputs can be told. */
export interface SearchOptions {
  /** Tokens at most, the end symbol not counted; what is not finished by then is cut off. */
  readonly maxLength: number;
  /**
   * Applied to the logits of every step to forbid tokens. What is left keeps the probability that the model gave it: a hypothesis gains nothing
   * where its likeliest word is forbidden. Default: none.
   */
  readonly process?: LogitsProcessor;
  /** Every output begins with these tokens, whatever their probability; EOS may be the last. They count in lengths and scores. Default: none. */
  readonly prefix?: readonly number[];
  /** Keep where each step looked. Default false. */
  readonly attention?: boolean;
  /** The token that ends an output. Default EOS. */
  readonly end?: number;
  /** Aborting rejects with the signal's reason after the step now running. */
  readonly signal?: AbortSignal;
}

/** The options with the defaults filled in. */
export type ResolvedSearch = Required<Omit<SearchOptions, 'signal' | 'process'>> & Pick<SearchOptions, 'signal' | 'process'>;

export function resolveSearch(options: SearchOptions): ResolvedSearch {
  const { maxLength, process, prefix = [], attention = false, end = EOS, signal } = options;
  if (!(Number.isInteger(maxLength) && maxLength >= 1)) throw new Error(`internal: a search of at most ${maxLength} tokens`);
  if (prefix.length > maxLength + 1 || prefix.slice(0, -1).includes(end)) throw new Error('internal: a prefix that is no beginning of an output');
  return { maxLength, process, prefix, attention, end, signal };
}
