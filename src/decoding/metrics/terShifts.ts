/**
 * The edits of TER: insertions, deletions, replacements, and shifts of a run of words to another place, each counting one. Shifts are searched
 * greedily as tercom does (Snover et al. 2006, section 2.2): again and again the one that saves most, as long as one saves anything.
 */
import { align, editDistance } from './terEditDistance';

/** Words by numbers: equal words have equal numbers. */
export type Words = readonly number[];

const MOST_WORDS = 10;
const LONGEST_WAY = 50;
/** For a whole sentence. */
const MOST_CANDIDATES = 1000;

interface Shift { readonly saved: number; readonly words: Words; readonly length: number; readonly from: number; readonly to: number }

/** The fewest edits that the greedy search finds. */
export function countEdits(hypothesis: Words, reference: Words): number {
  if (reference.length === 0) return hypothesis.length;
  let words = hypothesis;
  let [shifts, candidates] = [0, 0];
  for (;;) {
    const found = bestShift(words, reference, candidates);
    candidates = found.candidates;
    if (candidates >= MOST_CANDIDATES || found.best === null || found.best.saved <= 0) break;
    shifts++;
    ({ words } = found.best);
  }
  return shifts + editDistance(words, reference);
}

function bestShift(words: Words, reference: Words, before: number): { best: Shift | null; candidates: number } {
  const { distance, toHypothesis, hypothesisErrors, referenceErrors } = align(words, reference);
  let best: Shift | null = null;
  let candidates = before;
  for (const { from, at, length } of commonRuns(words, reference)) {
    // Only where something is wrong here and there, and not into itself.
    if (isRight(hypothesisErrors, from, length) || isRight(referenceErrors, at, length)) continue;
    if (toHypothesis[at] >= from && toHypothesis[at] < from + length) continue;
    let previous = -1;
    for (let offset = -1; offset < length && at + offset < reference.length; offset++) {
      const to = at + offset === -1 ? 0 : toHypothesis[at + offset] + 1;
      if (to === previous) continue;
      previous = to;
      const shifted = shift(words, from, length, to);
      const candidate: Shift = { saved: distance - editDistance(shifted, reference), words: shifted, length, from, to };
      candidates++;
      if (best === null || isBetter(candidate, best)) best = candidate;
    }
    if (candidates >= MOST_CANDIDATES) break;
  }
  return { best, candidates };
}

const isRight = (errors: readonly number[], from: number, length: number): boolean => !errors.slice(from, from + length).includes(1);

/** The one that saves more; then the longer run, the earlier one, the one that goes to the earlier place. */
function isBetter(one: Shift, other: Shift): boolean {
  if (one.saved !== other.saved) return one.saved > other.saved;
  if (one.length !== other.length) return one.length > other.length;
  if (one.from !== other.from) return one.from < other.from;
  return one.to < other.to;
}

/** Every run of words that both sides have, with each of its beginnings as a run of its own. */
function* commonRuns(words: Words, reference: Words): Generator<{ from: number; at: number; length: number }> {
  for (let from = 0; from < words.length; from++) {
    for (let at = 0; at < reference.length; at++) {
      if (Math.abs(at - from) > LONGEST_WAY) continue;
      for (let length = 1; length <= MOST_WORDS && from + length <= words.length && at + length <= reference.length; length++) {
        if (words[from + length - 1] !== reference[at + length - 1]) break;
        yield { from, at, length };
      }
    }
  }
}

/** The words with a run moved before place `to`; a place within the run or right behind it counts from what is left without it. */
function shift(words: Words, from: number, length: number, to: number): Words {
  const run = words.slice(from, from + length);
  const rest = [...words.slice(0, from), ...words.slice(from + length)];
  const place = to < from ? to : to > from + length ? to - length : to;
  return [...rest.slice(0, place), ...run, ...rest.slice(place)];
}
