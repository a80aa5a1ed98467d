/**
 * Learns byte-pair merges: the most frequent pair of neighbouring tokens becomes a token, again and again (Sennrich et al. 2016).
 * Counts are kept up to date merge by merge, and a heap finds the next pair, so that a merge costs only the words that it changes.
 */
import { UNKNOWN_SYMBOL, pairKey } from './bpeMerges';
import { BpeTokenizer, stretchesOf } from './bpeTokenizer';
import { chunksOf } from './chunkTokenizer';
import { Heap } from './heap';
import { normalize } from './normalize';
import type { TokenizerOptions } from './tokenizer';
import { SPECIAL_TOKENS } from './tokenizer';
import { Vocabulary, count, mostFrequent } from './vocabulary';

/** The vocabulary is the special tokens, the characters by frequency, then the merged tokens in order of learning. */
export function trainBpeTokenizer(lines: Iterable<string>, options: TokenizerOptions & { readonly vocabularySize: number }): BpeTokenizer {
  const words = countStretches(lines, options);
  const characters = new Map<string, number>();
  for (const [word, times] of words) for (const character of word) count(characters, character, times);
  const alphabet = mostFrequent(characters, options.minFrequency, options.vocabularySize - SPECIAL_TOKENS.length);
  const { tokens, merges } = learnMerges(words, [...SPECIAL_TOKENS, ...alphabet], options.minFrequency, options.vocabularySize);
  return new BpeTokenizer(new Vocabulary(tokens), merges, options.lowercase, options.split);
}

function countStretches(lines: Iterable<string>, { lowercase, split }: TokenizerOptions): Map<string, number> {
  const chunks = new Map<string, number>();
  for (const line of lines) for (const chunk of chunksOf(normalize(line, lowercase), true)) count(chunks, chunk, 1);
  const stretches = new Map<string, number>();
  for (const [chunk, times] of chunks) for (const stretch of stretchesOf(chunk, split)) count(stretches, stretch, times);
  return stretches;
}

interface Word {
  symbols: number[];
  readonly times: number;
}

interface Pair {
  readonly left: number;
  readonly right: number;
  times: number;
  /** Indices of words that have, or once had, this pair. */
  readonly words: number[];
}

interface Candidate {
  readonly pair: Pair;
  /** The pair's count when it was queued. */
  readonly times: number;
}

/** Counts of neighbouring pairs with a queue of the most frequent; ties go to the smaller ids, so that the result is determined. */
class PairCounts {
  private readonly pairs = new Map<number, Pair>();
  private readonly touched = new Set<Pair>();
  private readonly queue = new Heap<Candidate>((a, b) =>
    a.times !== b.times ? a.times > b.times : a.pair.left !== b.pair.left ? a.pair.left < b.pair.left : a.pair.right < b.pair.right);

  add(left: number, right: number, times: number, word: number): void {
    if (left === UNKNOWN_SYMBOL || right === UNKNOWN_SYMBOL) return;
    const key = pairKey(left, right);
    let pair = this.pairs.get(key);
    if (!pair) this.pairs.set(key, pair = { left, right, times: 0, words: [] });
    pair.times += times;
    if (times > 0) {
      if (pair.words.at(-1) !== word) pair.words.push(word);
      this.touched.add(pair);
    }
  }

  /** Queues what has grown since the last call. */
  enqueueTouched(minFrequency: number): void {
    for (const pair of this.touched) if (pair.times >= minFrequency) this.queue.push({ pair, times: pair.times });
    this.touched.clear();
  }

  /** The most frequent pair. */
  next(minFrequency: number): Pair | undefined {
    for (let next = this.queue.pop(); next; next = this.queue.pop()) {
      const { pair, times } = next;
      if (times === pair.times) return pair;
      // Fewer than when it was queued: queued again. More: another entry tells.
      if (pair.times < times && pair.times >= minFrequency) this.queue.push({ pair, times: pair.times });
    }
    return undefined;
  }

  /** Forgets a pair that has been merged everywhere. */
  remove(pair: Pair): void {
    pair.times = 0;
    this.pairs.delete(pairKey(pair.left, pair.right));
  }
}

function learnMerges(counts: ReadonlyMap<string, number>, start: readonly string[], minFrequency: number, size: number): { tokens: string[]; merges: [string, string][] } {
  const tokens = [...start];
  const ids = new Map(tokens.map((token, id) => [token, id]));
  const words: Word[] = [...counts].map(([word, times]) => ({ symbols: Array.from(word, (character) => ids.get(character) ?? UNKNOWN_SYMBOL), times }));
  const pairs = new PairCounts();
  words.forEach(({ symbols, times }, w) => {
    for (let i = 0; i + 1 < symbols.length; i++) pairs.add(symbols[i], symbols[i + 1], times, w);
  });
  pairs.enqueueTouched(minFrequency);

  const merges: [string, string][] = [];
  const merged = new Set<number>();
  while (tokens.length < size) {
    const pair = pairs.next(minFrequency);
    if (!pair) break;
    const { left, right } = pair;
    const token = tokens[left] + tokens[right];
    // Two ways may lead to the same token; it is then listed once, and so is a pair that comes up again because of that.
    let id = ids.get(token);
    if (id !== undefined && id < SPECIAL_TOKENS.length) {
      // A text may spell `</s>`, but its pieces must not become the symbol.
      pairs.remove(pair);
      continue;
    }
    if (id === undefined) {
      id = tokens.length;
      tokens.push(token);
      ids.set(token, id);
    }
    const key = pairKey(left, right);
    if (!merged.has(key)) merges.push([tokens[left], tokens[right]]);
    merged.add(key);
    for (const w of pair.words) mergeInWord(words[w], w, left, right, id, pairs);
    pairs.remove(pair);
    pairs.enqueueTouched(minFrequency);
  }
  return { tokens, merges };
}

/** Replaces left–right by the new token throughout a word, from the left, and tells the counts what changed around it. */
function mergeInWord(word: Word, w: number, left: number, right: number, id: number, pairs: PairCounts): void {
  const { symbols, times } = word;
  const result: number[] = [];
  for (let i = 0; i < symbols.length; i++) {
    if (symbols[i] !== left || symbols[i + 1] !== right) {
      result.push(symbols[i]);
      continue;
    }
    const before = result.at(-1);
    const after = symbols[i + 2];
    if (before !== undefined) {
      pairs.add(before, left, -times, w);
      pairs.add(before, id, times, w);
    }
    if (after !== undefined) {
      pairs.add(right, after, -times, w);
      pairs.add(id, after, times, w);
    }
    result.push(id);
    i++;
  }
  word.symbols = result;
}
