/**
 * BLEU (Papineni et al. 2002) over a corpus with one reference a sentence, as sacreBLEU computes it (Post 2018):
 *
 *   BLEU = 100 · BP · exp(¼ Σ log pₙ, n = 1…4),   BP = min(1, exp(1 - reference length / hypothesis length))
 *
 * with pₙ the share of the hypotheses' n-grams that stand in the reference of their sentence, each at most as often as there. An order
 * without a match is smoothed exponentially: the i-th such order counts 2⁻ⁱ matches (`exp`, method 3 of Chen and Cherry 2014). Without any
 * match, or where no hypothesis has four tokens, the score is 0.
 *
 * For one sentence alone that is often 0: `sentenceBleu` leaves out the orders that the sentence has no n-grams of ("effective order").
 */
import { tokenizeForBleu, type BleuTokenizer } from './bleuTokenizers';
import { SIGNATURE_VERSION, statisticsOf, sumStatistics, type CorpusMetric } from './corpusMetric';
import { countNgrams, matches, trimEnd } from './ngramCounts';

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

/** Its statistics: tokens of the hypothesis and of the reference, matches of order 1 to 4, n-grams of order 1 to 4. */
export function bleuMetric({ tokenize = '13a', lowercase = false }: BleuOptions = {}): CorpusMetric {
  const read = (text: string): string[] => tokenizeForBleu(trimEnd(lowercase ? text.toLowerCase() : text), tokenize);
  return {
    name: 'BLEU', better: 'higher', signature: signatureOf(tokenize, lowercase, false),
    statistics(hypothesis, reference) {
      const [said, wanted] = [read(hypothesis), read(reference)];
      const orders = Array.from({ length: ORDERS }, (_, i) => i + 1);
      return [
        said.length, wanted.length,
        ...orders.map((n) => matches(countNgrams(said, n, ' '), countNgrams(wanted, n, ' '))), ...orders.map((n) => Math.max(0, said.length - n + 1)),
      ];
    },
    score: (sums) => scoreOf(sums, false).score,
  };
}

/** @throws Error where there is not one reference for each hypothesis, or none at all */
export function bleu(hypotheses: readonly string[], references: readonly string[], options: BleuOptions = {}): BleuScore {
  const metric = bleuMetric(options);
  return { ...scoreOf(sumStatistics(statisticsOf(metric, hypotheses, references)), false), signature: metric.signature };
}

export function sentenceBleu(hypothesis: string, reference: string, options: BleuOptions = {}): BleuScore {
  const sums = bleuMetric(options).statistics(hypothesis, reference);
  return { ...scoreOf(sums, true), signature: signatureOf(options.tokenize ?? '13a', options.lowercase ?? false, true) };
}

const signatureOf = (tokenize: BleuTokenizer, lowercase: boolean, effectiveOrder: boolean): string =>
  `nrefs:1|case:${lowercase ? 'lc' : 'mixed'}|eff:${effectiveOrder ? 'yes' : 'no'}|tok:${tokenize}|smooth:exp|${SIGNATURE_VERSION}`;

function scoreOf([hypothesisLength, referenceLength, ...counts]: readonly number[], effectiveOrder: boolean): Omit<BleuScore, 'signature'> {
  const total = counts.slice(ORDERS);
  const precisions = smoothedPrecisions(counts.slice(0, ORDERS), total);
  const brevityPenalty = hypothesisLength >= referenceLength ? 1 : hypothesisLength === 0 ? 0 : Math.exp(1 - referenceLength / hypothesisLength);
  const counted = effectiveOrder ? precisions.filter((_, i) => total[i] > 0) : precisions;
  const score = counted.length === 0 || counted.includes(0) ? 0 : brevityPenalty * Math.exp(counted.reduce((sum, p) => sum + Math.log(p), 0) / counted.length);
  return { score, precisions, brevityPenalty, hypothesisLength, referenceLength };
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
