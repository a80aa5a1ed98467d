/** The merges of byte-pair encoding and how they are applied to one word (Sennrich, Haddow and Birch 2016). */
import { Heap } from './heap';
import type { Vocabulary } from './vocabulary';

/** A character that is not in the vocabulary: it merges with nothing. */
export const UNKNOWN_SYMBOL = -1;
const MAX_VOCABULARY = 2 ** 26;

export interface Merge {
  /** Place in the order of learning: lower is applied first. */
  readonly rank: number;
  /** The token that the two become. */
  readonly id: number;
}

/** One number for two ids, exact in a double. */
export function pairKey(left: number, right: number): number {
  return left * MAX_VOCABULARY + right;
}

/** Up to so many symbols a word is merged by looking at all its pairs each time, which for few is faster than a heap. */
const SHORT_WORD = 24;

export class MergeTable {
  private readonly merges = new Map<number, Merge>();
  /** Pairs are numbered by it: of usual vocabularies as small integers, which are found fastest. */
  private readonly size: number;

  /** @param pairs the two tokens of each merge in order of learning; they and what they make are in the vocabulary, no pair comes twice */
  constructor(readonly pairs: readonly (readonly [string, string])[], vocabulary: Vocabulary) {
    this.size = vocabulary.size;
    pairs.forEach(([left, right], rank) => {
      const ids = [left, right, left + right].map((token) => vocabulary.idOf(token));
      if (ids.some((id) => id === undefined)) throw new Error(`internal: MergeTable: merge ${rank} names a token that is not in the vocabulary`);
      this.merges.set(ids[0]! * this.size + ids[1]!, { rank, id: ids[2]! });
    });
    if (this.merges.size !== pairs.length) throw new Error('internal: MergeTable: a merge comes twice');
  }

  /**
   * Applies the merges to the symbols of a word: always the lowest rank, of equal ones the leftmost. A heap keeps a word of n symbols at
   * n log n steps, which matters for text without spaces.
   * @param symbols ids of the word's characters, or UNKNOWN_SYMBOL
   * @param lengths units that each symbol covers
   * @param drops   BPE-dropout: asked for each merge that could be next, in order, before one is made; true leaves it out for this time. Default: none is left out
   */
  apply(symbols: readonly number[], lengths: readonly number[], drops?: () => boolean): { ids: number[]; lengths: number[] } {
    return symbols.length <= SHORT_WORD && !drops ? this.applyToShort([...symbols], [...lengths]) : this.applyToLong(symbols, lengths, drops);
  }

  /** In the given arrays. */
  private applyToShort(ids: number[], lengths: number[]): { ids: number[]; lengths: number[] } {
    const merges = ids.map((_, at) => this.mergeOf(ids, at));
    for (;;) {
      let [found, lowest] = [-1, Infinity];
      for (let at = 0; at + 1 < ids.length; at++) {
        const rank = merges[at]?.rank ?? Infinity;
        if (rank < lowest) [found, lowest] = [at, rank];
      }
      if (found < 0) return { ids, lengths };
      ids[found] = merges[found]!.id;
      lengths[found] += lengths[found + 1];
      for (const list of [ids, lengths, merges]) list.splice(found + 1, 1);
      if (found > 0) merges[found - 1] = this.mergeOf(ids, found - 1);
      merges[found] = this.mergeOf(ids, found);
    }
  }

  private mergeOf(ids: readonly number[], at: number): Merge | undefined {
    return at + 1 < ids.length ? this.mergeOfPair(ids[at], ids[at + 1]) : undefined;
  }

  private mergeOfPair(left: number, right: number): Merge | undefined {
    return left === UNKNOWN_SYMBOL || right === UNKNOWN_SYMBOL ? undefined : this.merges.get(left * this.size + right);
  }

  private applyToLong(symbols: readonly number[], lengths: readonly number[], drops?: () => boolean): { ids: number[]; lengths: number[] } {
    const ids = [...symbols];
    const spans = [...lengths];
    const next = ids.map((_, i) => i + 1);
    const previous = ids.map((_, i) => i - 1);
    const queue = new Heap<{ rank: number; at: number }>((a, b) => a.rank < b.rank || (a.rank === b.rank && a.at < b.at));
    const mergeAt = (at: number): Merge | undefined =>
      at >= 0 && next[at] < ids.length ? this.mergeOfPair(ids[at], ids[next[at]]) : undefined;
    const enqueue = (at: number): void => {
      const merge = mergeAt(at);
      if (merge) queue.push({ rank: merge.rank, at });
    };
    for (let at = 0; at + 1 < ids.length; at++) enqueue(at);

    const gone = new Uint8Array(ids.length);
    const dropped: { rank: number; at: number }[] = [];
    for (let entry = queue.pop(); entry; entry = queue.pop()) {
      const { at, rank } = entry;
      // A neighbour may have been merged away meanwhile: what then stands here has an entry of its own.
      const merge = gone[at] ? undefined : mergeAt(at);
      if (merge?.rank !== rank) continue;
      if (drops?.()) {
        dropped.push(entry);
        continue;
      }
      for (const earlier of dropped.splice(0)) queue.push(earlier);
      const right = next[at];
      ids[at] = merge.id;
      spans[at] += spans[right];
      gone[right] = 1;
      next[at] = next[right];
      if (next[at] < ids.length) previous[next[at]] = at;
      enqueue(previous[at]);
      enqueue(at);
    }
    const kept = [...ids.keys()].filter((at) => !gone[at]);
    return { ids: kept.map((at) => ids[at]), lengths: kept.map((at) => spans[at]) };
  }
}
