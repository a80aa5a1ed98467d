/**
 * Whether one system is really better than another, or was lucky with this test set: paired bootstrap resampling (Koehn 2004). New test sets of the
 * same size are drawn from the sentences, with replacement, the same for both systems, and both are scored on each.
 *
 * The p value asks how often a difference as large as the one that was seen would come by chance if there were none (two-sided, the resampled
 * differences centred: Riezler and Maxwell 2005):
 *
 *   p = (1 + samples with |Δ* - mean Δ*| ≥ |Δ|) / (1 + samples)
 *
 * sacreBLEU, after Moses, centres absolute differences instead; where the difference is clear its p is about half of this one, and for a system beside
 * itself it is 1 / (1 + samples) where this one is 1.
 */
import { RandomStream } from '../../random/philox';
import { sumStatistics, type CorpusMetric } from './corpusMetric';
import { checkParallel } from './ngramCounts';

export interface BootstrapOptions {
  /** Default 1,000. */
  readonly samples?: number;
  /** The same seed draws the same test sets. Default 1. */
  readonly seed?: number;
}

export interface PairedDifference {
  /** On the test set itself; `difference` is that of the second system minus that of the first. */
  readonly first: number;
  readonly second: number;
  readonly difference: number;
  /** Between the 2.5th and the 97.5th percentile of the resampled differences. */
  readonly interval: readonly [low: number, high: number];
  readonly p: number;
  /** Share of the samples in which the second system was the better one; a tie counts half. */
  readonly secondBetter: number;
  /** The resampled differences, the smallest first: one for each sample. */
  readonly resampled: Float64Array;
}

type Score = Pick<CorpusMetric, 'score' | 'better'>;

/**
 * @param first  the statistics of each sentence (`statisticsOf`) with the first system
 * @param second the same sentences with the second
 * @throws Error where the two are not of the same sentences, or of none
 */
export function pairedBootstrap(metric: Score, first: readonly (readonly number[])[], second: readonly (readonly number[])[], { samples = 1000, seed = 1 }: BootstrapOptions = {}): PairedDifference {
  checkParallel('pairedBootstrap', first, second);
  if (!(Number.isInteger(samples) && samples >= 1)) throw new Error(`internal: pairedBootstrap: ${samples} samples`);
  const random = new RandomStream(seed, 'bootstrap');
  const [a, b] = [metric.score(sumStatistics(first)), metric.score(sumStatistics(second))];
  const difference = b - a;
  const width = first[0].length;
  const differences = new Float64Array(samples);
  for (let sample = 0; sample < samples; sample++) {
    const [sumsA, sumsB] = [new Array<number>(width).fill(0), new Array<number>(width).fill(0)];
    for (let draw = 0; draw < first.length; draw++) {
      const chosen = random.int(first.length);
      for (let i = 0; i < width; i++) {
        sumsA[i] += first[chosen][i];
        sumsB[i] += second[chosen][i];
      }
    }
    differences[sample] = metric.score(sumsB) - metric.score(sumsA);
  }
  const mean = differences.reduce((sum, value) => sum + value, 0) / samples;
  const extreme = differences.filter((value) => Math.abs(value - mean) >= Math.abs(difference)).length;
  const sign = metric.better === 'higher' ? 1 : -1;
  const wins = differences.reduce((sum, value) => sum + (sign * value > 0 ? 1 : value === 0 ? 0.5 : 0), 0);
  differences.sort();
  return {
    first: a, second: b, difference, interval: [percentile(differences, 0.025), percentile(differences, 0.975)], p: (1 + extreme) / (1 + samples), secondBetter: wins / samples, resampled: differences,
  };
}

/** Between the two nearest of the sorted values. */
function percentile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const low = Math.floor(at);
  return sorted[low] + (at - low) * (sorted[Math.min(low + 1, sorted.length - 1)] - sorted[low]);
}
