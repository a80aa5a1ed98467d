/** Plain shares of what is exactly right. */
import { checkParallel } from './ngramCounts';

/** The share of hypotheses that equal their reference, but for spaces at the ends and, with `lowercase`, for capitals. */
export function exactMatch(hypotheses: readonly string[], references: readonly string[], { lowercase = false }: { readonly lowercase?: boolean } = {}): number {
  checkParallel('exactMatch', hypotheses, references);
  const read = (text: string): string => (lowercase ? text.toLowerCase() : text).trim();
  return hypotheses.filter((hypothesis, i) => read(hypothesis) === read(references[i])).length / hypotheses.length;
}

/**
 * The share of positions at which hypothesis and reference have the same token; a missing or superfluous token is wrong, so the longer
 * of the two counts. 1 where both sides are empty throughout.
 */
export function tokenAccuracy(hypotheses: readonly (readonly number[])[], references: readonly (readonly number[])[]): number {
  checkParallel('tokenAccuracy', hypotheses, references);
  let [right, total] = [0, 0];
  hypotheses.forEach((hypothesis, i) => {
    total += Math.max(hypothesis.length, references[i].length);
    right += hypothesis.filter((token, position) => token === references[i][position]).length;
  });
  return total === 0 ? 1 : right / total;
}
