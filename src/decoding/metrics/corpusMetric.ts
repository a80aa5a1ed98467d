/**
 * A score of a corpus that is a function of sums over its sentences: BLEU, chrF, TER. Numbers are counted once a sentence; the score of any
 * part of the corpus, or of a resampling of it, then costs only additions.
 */
import { checkParallel } from './ngramCounts';

export interface CorpusMetric {
  /** As in a table: "BLEU". */
  readonly name: string;
  readonly better: 'higher' | 'lower';
  /** What a reader needs to compare scores. */
  readonly signature: string;
  /** What a sentence adds to the sums: always as many numbers. */
  statistics(hypothesis: string, reference: string): readonly number[];
  /** The score of the sentences whose statistics were summed. */
  score(sums: readonly number[]): number;
}

/** @throws Error where there is not one reference for each hypothesis, or none at all */
export function statisticsOf(metric: CorpusMetric, hypotheses: readonly string[], references: readonly string[]): (readonly number[])[] {
  checkParallel(metric.name, hypotheses, references);
  return hypotheses.map((hypothesis, i) => metric.statistics(hypothesis, references[i]));
}

/** Sums of the statistics of some sentences; those of none are `width` zeros. */
export function sumStatistics(statistics: Iterable<readonly number[]>, width = 0): number[] {
  const sums = new Array<number>(width).fill(0);
  for (const one of statistics) one.forEach((value, i) => { sums[i] = (sums[i] ?? 0) + value; });
  return sums;
}

/** @throws Error where there is not one reference for each hypothesis, or none at all */
export const scoreCorpus = (metric: CorpusMetric, hypotheses: readonly string[], references: readonly string[]): number =>
  metric.score(sumStatistics(statisticsOf(metric, hypotheses, references)));

/** The part of a signature that names the program: scores were computed here, whatever they equal. */
export const SIGNATURE_VERSION = 'version:sequence-lab';
