/**
 * Where a word may have been learnt: the places of a training text in which the same words stood before it, as many as can be found. Works on words, whatever
 * the model's tokens are. Memory: 4 bytes a word and 12 a line, and the different words themselves.
 */

/** Words of context that are compared at most. */
const LONGEST_CONTEXT = 8;
const WORD = /[\p{L}\p{M}\p{N}]+(?:['\u2019][\p{L}\p{M}\p{N}]+)*|<unk>|[^\s\p{L}\p{M}\p{N}]/gu;

export interface WordPlace {
  /** As given to `add`. */
  readonly file: number;
  readonly line: number;
  /** The word is the `word`-th of its line, from 0. */
  readonly word: number;
}

export interface FoundSources {
  /** Words before the word that agree in all of the places. */
  readonly contextWords: number;
  /** How many places agree so. */
  readonly count: number;
  /** The first of them. */
  readonly places: readonly WordPlace[];
}

export class WordSources {
  private readonly ids = new Map<string, number>();
  private words = new Int32Array(1 << 12);
  private size = 0;
  private readonly lines: { readonly start: number; readonly file: number; readonly line: number }[] = [];

  /** @param limit words at most: what comes beyond is not searched. Default 20 million */
  constructor(private readonly limit = 20_000_000) {}

  /** Adds a line that follows those before it. @param line its number in its file */
  add(text: string, file: number, line: number): void {
    if (this.size >= this.limit) return;
    this.lines.push({ start: this.size, file, line });
    for (const word of wordsOf(text)) this.push(this.idFor(word));
  }

  /**
   * The places of `word` after the longest end of `context` that stands before it anywhere; capitals do not count. Null where the text does not have the word.
   * @param most places to give back
   */
  find(context: string, word: string, most: number): FoundSources | null {
    const [first] = wordsOf(word);
    const wanted = first === undefined ? undefined : this.ids.get(first);
    if (wanted === undefined) return null;
    const before = wordsOf(context).slice(-LONGEST_CONTEXT).map((one) => this.ids.get(one) ?? -1);
    let [best, count] = [-1, 0];
    let found: number[] = [];
    for (let at = 0; at < this.size; at++) {
      if (this.words[at] !== wanted) continue;
      let agreeing = 0;
      while (agreeing < before.length && agreeing < at && this.words[at - 1 - agreeing] === before[before.length - 1 - agreeing]) agreeing++;
      if (agreeing > best) [best, count, found] = [agreeing, 0, []];
      if (agreeing < best) continue;
      count++;
      if (found.length < most) found.push(at);
    }
    return count === 0 ? null : { contextWords: best, count, places: found.map((at) => this.placeOf(at)) };
  }

  private placeOf(at: number): WordPlace {
    let [low, high] = [0, this.lines.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.lines[middle].start <= at) low = middle;
      else high = middle - 1;
    }
    const { start, file, line } = this.lines[low];
    return { file, line, word: at - start };
  }

  private idFor(word: string): number {
    let id = this.ids.get(word);
    if (id === undefined) this.ids.set(word, id = this.ids.size);
    return id;
  }

  private push(id: number): void {
    if (this.size === this.words.length) {
      const larger = new Int32Array(2 * this.size);
      larger.set(this.words);
      this.words = larger;
    }
    this.words[this.size++] = id;
  }
}

/** A stretch of a line around its `word`-th word, with dots where it was cut. */
export function excerptAround(line: string, word: number, width = 120): string {
  const matches = [...line.matchAll(WORD)];
  const at = matches[Math.min(word, matches.length - 1)]?.index ?? 0;
  const start = Math.max(0, Math.min(at - Math.round(width * 0.6), line.length - width));
  const cut = line.slice(start, start + width);
  return `${start > 0 ? '\u2026' : ''}${cut.trim()}${start + width < line.length ? '\u2026' : ''}`;
}

const wordsOf = (text: string): string[] => text.normalize('NFC').toLowerCase().match(WORD) ?? [];
