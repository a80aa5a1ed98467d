/** Scores by the length of the source: where a model without attention runs out of memory, they fall (Cho et al. 2014; Bahdanau et al. 2015, figure 2). */
import { exactMatch } from './accuracy';
import { bleuMetric, type BleuOptions } from './bleu';
import { chrfMetric } from './chrf';
import { scoreCorpus } from './corpusMetric';
import { checkParallel } from './ngramCounts';

export interface LengthScore {
  /** Sources of `from` to `to` tokens, both included. */
  readonly from: number;
  readonly to: number;
  /** Sentences. */
  readonly count: number;
  readonly bleu: number;
  readonly chrf: number;
  /** A share of 1. */
  readonly exact: number;
}

const WIDTHS = [1, 2, 5, 10, 20, 50, 100, 200, 500];
const MOST_BUCKETS = 8;

/**
 * Buckets of one round width, so many that nearly all sentences fall into eight of them; the last one holds the rest, and empty ones are left out.
 * @param lengths of the sources, each at least 0
 */
export function scoreByLength(lengths: readonly number[], hypotheses: readonly string[], references: readonly string[], options: BleuOptions = {}): LengthScore[] {
  checkParallel('scoreByLength', hypotheses, references);
  checkParallel('scoreByLength', lengths, references);
  const [bleu, chrf] = [bleuMetric(options), chrfMetric({ lowercase: options.lowercase })];
  return lengthBuckets(lengths).flatMap(({ from, to }) => {
    const members = [...lengths.keys()].filter((i) => lengths[i] >= from && lengths[i] <= to);
    if (members.length === 0) return [];
    const [said, wanted] = [members.map((i) => hypotheses[i]), members.map((i) => references[i])];
    return [{ from, to, count: members.length, bleu: scoreCorpus(bleu, said, wanted), chrf: scoreCorpus(chrf, said, wanted), exact: exactMatch(said, wanted, options) }];
  });
}

/** The ranges of lengths that sentences are grouped by, from 1 on (0 where there is such a sentence); the last one reaches to the longest. */
export function lengthBuckets(lengths: readonly number[]): { from: number; to: number }[] {
  const sorted = [...lengths].sort((a, b) => a - b);
  const most = Math.max(1, sorted.at(-1) ?? 1);
  const usual = Math.max(1, sorted[Math.floor(0.97 * (sorted.length - 1))] ?? 1);
  const width = WIDTHS.find((candidate) => usual <= MOST_BUCKETS * candidate) ?? Math.ceil(usual / MOST_BUCKETS);
  const count = Math.ceil(usual / width);
  return Array.from({ length: count }, (_, i) => ({ from: i === 0 ? Math.min(1, sorted[0] ?? 1) : i * width + 1, to: i === count - 1 ? most : (i + 1) * width }));
}
