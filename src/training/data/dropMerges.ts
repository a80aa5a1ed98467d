/** BPE-dropout (`tokenizer.bpeDropout`): the training text, cut into other pieces in every epoch. */
import { RandomStream } from '../../random/philox';
import { BpeTokenizer } from '../../text/bpeTokenizer';
import type { Tokenizer } from '../../text/tokenizer';

/**
 * Encodes the texts of an epoch, in order, with merges left out. What it draws is a function of seed, epoch, the part's name and the texts before.
 * @returns a text's tokens; where there are more than `longest`, those without dropout
 */
export function droppingEncoder(tokenizer: Tokenizer, dropout: number, seed: number, epoch: number, part: string): (text: string, longest?: number) => readonly number[] {
  if (!(tokenizer instanceof BpeTokenizer)) throw new Error(`internal: dropout of merges for a tokenizer of the unit ${tokenizer.unit}`);
  const random = new RandomStream(seed, `merges/${part}/epoch ${epoch}`);
  return (text, longest = Infinity) => {
    const ids = tokenizer.encodeDropped(text, dropout, random);
    return ids.length <= longest ? ids : tokenizer.encode(text);
  };
}

/** Remembers what was made for the last epoch that was asked for. */
export function lastOne<T>(make: (epoch: number) => T): (epoch: number) => T {
  let last: { readonly epoch: number; readonly made: T } | null = null;
  return (epoch) => {
    if (last?.epoch !== epoch) last = { epoch, made: make(epoch) };
    return last.made;
  };
}
