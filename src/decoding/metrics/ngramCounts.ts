/** Counts of n-grams, as the metrics need them. */

/** Python's `str.split()` whitespace, which is what the metrics were defined with: it has the ASCII separators but not U+FEFF. */
const whitespace = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;
const trailingWhitespace = new RegExp(`${whitespace.source}$`);

/** The pieces between stretches of whitespace. */
export const splitWhitespace = (text: string): string[] => text.split(whitespace).filter((piece) => piece !== '');
export const trimEnd = (text: string): string => text.replace(trailingWhitespace, '');

/** How often each n-gram occurs; the parts are joined by `separator`, which no part may contain. */
export function countNgrams(parts: readonly string[], n: number, separator: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (let i = 0; i + n <= parts.length; i++) {
    const ngram = n === 1 ? parts[i] : parts.slice(i, i + n).join(separator);
    counts.set(ngram, (counts.get(ngram) ?? 0) + 1);
  }
  return counts;
}

/** Σ min(count in one, count in the other). */
export function matches(counts: ReadonlyMap<string, number>, others: ReadonlyMap<string, number>): number {
  let total = 0;
  for (const [ngram, count] of counts) total += Math.min(count, others.get(ngram) ?? 0);
  return total;
}

/** @throws Error where there is not one reference for each hypothesis, or none at all */
export function checkParallel(metric: string, hypotheses: readonly unknown[], references: readonly unknown[]): void {
  if (hypotheses.length !== references.length) throw new Error(`internal: ${metric}: ${hypotheses.length} hypotheses and ${references.length} references`);
  if (hypotheses.length === 0) throw new Error(`internal: ${metric}: nothing to score`);
}
