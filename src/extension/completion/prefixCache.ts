/**
 * Suggestions remembered by the text before them. Who types along the ghost text, or accepts it word by word, gets the rest of the same
 * suggestion at once: no request, no flicker.
 */

interface Entry { readonly before: string; readonly text: string }

/** So much of the text before the cursor must agree. */
const KEY_LENGTH = 200;

export class PrefixCache {
  /** The newest last. */
  private entries: Entry[] = [];

  /** @param capacity suggestions kept. Default 50. */
  constructor(private readonly capacity = 50) {}

  /** @param text null remembers that there is nothing to suggest */
  add(before: string, text: string | null): void {
    const key = keyOf(before);
    this.entries = this.entries.filter((entry) => entry.before !== key);
    this.entries.push({ before: key, text: text ?? '' });
    if (this.entries.length > this.capacity) this.entries.shift();
  }

  /**
   * What is left of a remembered suggestion when the cursor stands behind `before`; null where one was asked for and there was none;
   * undefined where nothing is known.
   */
  find(before: string): string | null | undefined {
    for (const { before: key, text } of this.entries.toReversed()) {
      if (text === '') {
        if (keyOf(before) === key) return null;
        continue;
      }
      // The suggestion's first `typed` characters may have been typed since it was made.
      for (let typed = 0; typed < text.length; typed++) {
        if (!before.endsWith(text.slice(0, typed))) continue;
        if (keyOf(before.slice(0, before.length - typed)) === key) return text.slice(typed);
      }
    }
    return undefined;
  }

  clear(): void { this.entries = []; }
}

const keyOf = (before: string): string => before.slice(-KEY_LENGTH);
