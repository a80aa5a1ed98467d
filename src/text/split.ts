/** Holding a part of the data out, to see how a model does on what it was not trained on. */
import { UserError } from '../errors/userError';
import { RandomStream } from '../random/philox';
import type { LineRange } from './corpus';
import type { TextPair } from './pairs';

export interface Split<T> {
  readonly train: T;
  readonly heldOut: T;
}

/**
 * Puts a random share of the pairs aside. Pairs of the same source sentence stay together on one side, so that no held-out sentence has been
 * seen in training; which ones are held out depends on the seed and the sentences alone. Both sides keep the order of the pairs.
 * @param fraction share of pairs to hold out, between 0 and 1; at least one pair lands on each side
 */
export function splitPairs<T extends TextPair>(pairs: readonly T[], fraction: number, seed: number): Split<T[]> {
  checkFraction(fraction);
  const groups = new Map<string, number>();
  for (const { source } of pairs) groups.set(groupKey(source), (groups.get(groupKey(source)) ?? 0) + 1);
  if (groups.size < 2) {
    throw new UserError(pairs.length < 2 ? 'there is only one pair' : 'all pairs have the same source sentence', 'data.validation', 'give more pairs, or name files of their own for validation');
  }
  const sources = [...groups.keys()];
  new RandomStream(seed, 'held-out pairs').shuffle(sources);
  const wanted = Math.max(1, Math.round(pairs.length * fraction));
  const chosen = new Set<string>();
  let held = 0;
  for (const source of sources.slice(0, -1)) {
    if (held >= wanted) break;
    chosen.add(source);
    held += groups.get(source)!;
  }
  const train: T[] = [];
  const heldOut: T[] = [];
  for (const pair of pairs) (chosen.has(groupKey(pair.source)) ? heldOut : train).push(pair);
  return { train, heldOut };
}

/**
 * Holds out the last lines of a running text, so that it stays one piece.
 * @param filledLines how many lines with text there are
 * @param fraction    share of lines to hold out; at least one line lands on each side
 */
export function splitLines(filledLines: number, fraction: number): Split<LineRange> {
  checkFraction(fraction);
  if (filledLines < 2) {
    throw new UserError('the text has only one line, so no line can be held out', 'data.validation', 'break the text into lines, or name files of their own for validation');
  }
  const cut = Math.min(filledLines - 1, Math.max(1, Math.round(filledLines * (1 - fraction))));
  return { train: { from: 0, to: cut }, heldOut: { from: cut, to: filledLines } };
}

/** How many of the held-out pairs have a source sentence that is also in training: where the two come from files of their own. */
export function countSharedSources(train: readonly TextPair[], heldOut: readonly TextPair[]): number {
  const seen = new Set(train.map(({ source }) => groupKey(source)));
  return heldOut.filter(({ source }) => seen.has(groupKey(source))).length;
}

/** Sentences that differ in case or spacing only would be the same to a lowercasing tokenizer. */
function groupKey(source: string): string {
  return source.normalize('NFC').toLowerCase().trim().replace(/\s+/g, ' ');
}

function checkFraction(fraction: number): void {
  if (!(fraction > 0 && fraction < 1)) throw new UserError(`the fraction is ${fraction}`, 'data.validation.fraction', 'give a number between 0 and 1, such as 0.05', 'option');
}
