/** How much of an accepted text is left. */

/** A text longer than this is compared by its beginning: the work grows with the square. */
const LONGEST = 500;

/** Levenshtein's distance in UTF-16 units: the fewest insertions, deletions and replacements that make one of the other (Wagner and Fischer 1974). */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next[j] = Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length];
}

/** The share of the accepted text that is kept: 1 − distance / length, not below 0. */
export function shareKept(accepted: string, now: string): number {
  const [before, after] = [accepted.slice(0, LONGEST), now.slice(0, LONGEST)];
  return before === '' ? 1 : Math.max(0, 1 - editDistance(before, after) / before.length);
}
