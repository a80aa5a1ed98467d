/**
 * BLEU (Papineni et al. 2002) over a corpus with one reference a sentence, as sacreBLEU computes it (Post 2018):
 *
 *   BLEU = 100 · BP · exp(¼ Σ log pₙ, n = 1…4),   BP = min(1, exp(1 - reference length / hypothesis length))
 *
 * with pₙ the share of the hypotheses' n-grams that stand in the reference of their sentence, each at most as often as there. An order
 * without a match is smoothed exponentially: the i-th such order counts 2⁻ⁱ matches (`exp`, method 3 of Chen and Cherry 2014). Without any
 * match, or where no hypothesis has four tokens, the score is 0.
 */
import { tokenizeForBleu, type BleuTokenizer } from './bleuTokenizers';
import { checkParallel, countNgrams, matches, trimEnd } from './ngramCounts';

const ORDERS = 4;

export interface BleuScore {
  /** 0 to 100. */
  readonly score: number;
  /** p₁ to p₄ in percent, smoothed. */
  readonly precisions: readonly number[];
  readonly brevityPenalty: number;
  /** Tokens of all hypotheses and of all references. */
  readonly hypothesisLength: number;
  readonly referenceLength: number;
  /** What a reader needs to compare scores. */
  readonly signature: string;
}

export interface BleuOptions {
  /** Default `13a`. */
  readonly tokenize?: BleuTokenizer;
  /** Compare without regard to capitals. Default false. */
  readonly lowercase?: boolean;
}

/** @throws Error where there is not one reference for each hypothesis, or none at all */
export function bleu(hypotheses: readonly string[], references: readonly string[], { tokenize = '13a', lowercase = false }: BleuOptions = {}): BleuScore {
  checkParallel('bleu', hypotheses, references);
  const read = (text: string): string[] => tokenizeForBleu(trimEnd(lowercase ? text.toLowerCase() : text), tokenize);
  const correct = new Array<number>(ORDERS).fill(0);
  const total = new Array<number>(ORDERS).fill(0);
  let [hypothesisLength, referenceLength] = [0, 0];
  hypotheses.forEach((hypothesis, i) => {
    const said = read(hypothesis);
    const wanted = read(references[i]);
    hypothesisLength += said.length;
    referenceLength += wanted.length;
    for (let n = 1; n <= ORDERS; n++) {
      correct[n - 1] += matches(countNgrams(said, n, ' '), countNgrams(wanted, n, ' '));
      total[n - 1] += Math.max(0, said.length - n + 1);
    }
  });
  const signature = `nrefs:1|case:${lowercase ? 'lc' : 'mixed'}|eff:no|tok:${tokenize}|smooth:exp|version:sequence-lab`;
  const brevityPenalty = hypothesisLength >= referenceLength ? 1 : hypothesisLength === 0 ? 0 : Math.exp(1 - referenceLength / hypothesisLength);
  const precisions = smoothedPrecisions(correct, total);
  const score = precisions.includes(0) ? 0 : brevityPenalty * Math.exp(precisions.reduce((sum, p) => sum + Math.log(p), 0) / ORDERS);
  return { score, precisions, brevityPenalty, hypothesisLength, referenceLength, signature };
}

/** In percent; an order that has no n-grams at all has precision 0, and so have all where nothing matches. */
function smoothedPrecisions(correct: readonly number[], total: readonly number[]): number[] {
  if (correct.every((count) => count === 0)) return correct.map(() => 0);
  let share = 1;
  return correct.map((count, i) => {
    if (total[i] === 0) return 0;
    if (count === 0) share /= 2;
    return 100 * (count === 0 ? share : count) / total[i];
  });
}
