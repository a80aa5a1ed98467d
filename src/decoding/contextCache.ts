/** What a model had read after recent texts, so that one more word costs one step and an unchanged text none. */
import type { Reading } from './tokenModel';

/** Tokens before a place that must agree for a reading to be taken up there. */
const AGREEMENT = 256;
/** A key adds what the words of a completion were read to, and should not push out the places of a long text. */
const MAX_ENTRIES = 96;

interface Entry { readonly tokens: readonly number[]; readonly reading: Reading }

export class ContextCache {
  /** The most recently used last. */
  private entries: Entry[] = [];

  /**
   * The longest beginning of `tokens` that was read before. A reading is taken up where its last 256 tokens are the same, or all of
   * them where there are fewer: so it stays of use when a long text is cut at its start, and then knows a little more than the text.
   */
  find(tokens: readonly number[]): { readonly length: number; readonly reading: Reading } | null {
    const whole = this.get(tokens);
    if (whole !== null) return { length: tokens.length, reading: whole };
    let best: { entry: Entry; length: number } | null = null;
    for (const entry of this.entries) {
      const last = entry.tokens.at(-1);
      const shortest = Math.max(best?.length ?? 0, Math.min(entry.tokens.length, AGREEMENT) - 1);
      for (let length = tokens.length - 1; length > shortest; length--) {
        if (tokens[length - 1] !== last || !agree(tokens, length, entry.tokens)) continue;
        best = { entry, length };
        break;
      }
    }
    return best && { length: best.length, reading: this.used(best.entry) };
  }

  /** The reading after all of `tokens`; null where they were not read. */
  get(tokens: readonly number[]): Reading | null {
    const entry = this.entries.find((one) => agree(tokens, tokens.length, one.tokens));
    return entry === undefined ? null : this.used(entry);
  }

  /** @param tokens the beginning of a text, down to the last token that was read */
  add(tokens: readonly number[], reading: Reading): void {
    this.entries = this.entries.filter((entry) => entry.tokens.length !== tokens.length || !agree(tokens, tokens.length, entry.tokens));
    this.entries.push({ tokens, reading });
    if (this.entries.length > MAX_ENTRIES) this.entries.shift();
  }

  clear(): void {
    this.entries = [];
  }

  private used(entry: Entry): Reading {
    this.entries = [...this.entries.filter((other) => other !== entry), entry];
    return entry.reading;
  }
}

/** Whether what `read` ends with is what stands before place `length` of `tokens`. */
function agree(tokens: readonly number[], length: number, read: readonly number[]): boolean {
  if (read.length !== length && Math.min(read.length, length) < AGREEMENT) return false; // the end of a longer text says nothing of how this one begins
  const compared = Math.min(length, AGREEMENT);
  for (let back = 1; back <= compared; back++) if (tokens[length - back] !== read[read.length - back]) return false;
  return true;
}
