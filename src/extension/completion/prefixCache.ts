/**
 * Suggestions remembered by the text before them. Who types along the ghost text, or accepts it word by word, gets the rest of the same
 * suggestion at once: no request, no flicker.
 */

interface Entry { readonly before: string; /** Candidates, the first one first; empty where there was nothing to suggest. */ readonly texts: readonly string[] }

/** So much of the text before the cursor must agree. */
const KEY_LENGTH = 200;

export class PrefixCache {
  /** The newest last. */
  private entries: Entry[] = [];

  /** @param capacity suggestions kept. Default 50. */
  constructor(private readonly capacity = 50) {}

  /** @param texts candidates, of which any may be typed along; none remembers that there is nothing to suggest */
  add(before: string, texts: readonly string[]): void {
    const key = keyOf(before);
    this.entries = this.entries.filter((entry) => entry.before !== key);
    this.entries.push({ before: key, texts });
    if (this.entries.length > this.capacity) this.entries.shift();
  }

  /**
   * What is left of a remembered suggestion when the cursor stands behind `before`; null where one was asked for and there was none;
   * undefined where nothing is known.
   */
  find(before: string): string | null | undefined {
    for (const { before: key, texts } of this.entries.toReversed()) {
      if (texts.length === 0 && keyOf(before) === key) return null;
      for (const text of texts) {
        const rest = restOf(text, key, before);
        if (rest !== null) return rest;
      }
    }
    return undefined;
  }

  clear(): void { this.entries = []; }
}

/** The suggestion's first characters may have been typed since it was made. @returns null where something else was */
function restOf(text: string, key: string, before: string): string | null {
  for (let typed = 0; typed < text.length; typed++) {
    if (before.endsWith(text.slice(0, typed)) && keyOf(before.slice(0, before.length - typed)) === key) return text.slice(typed);
  }
  return null;
}

const keyOf = (before: string): string => before.slice(-KEY_LENGTH);
