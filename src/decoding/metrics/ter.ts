/**
 * TER, translation edit rate (Snover et al. 2006), over a corpus with one reference a sentence, as sacreBLEU computes it: the edits that make the
 * hypotheses their references (`terShifts.ts`), in percent of the words of the references. 0 is best; more than 100 is possible.
 */
import { SIGNATURE_VERSION, scoreCorpus, type CorpusMetric } from './corpusMetric';
import { trimEnd } from './ngramCounts';
import { tercomTokens, type TercomOptions } from './tercomTokens';
import { countEdits } from './terShifts';

export interface TerScore {
  readonly score: number;
  readonly signature: string;
}

/** Its statistics: edits, and words of the reference. */
export function terMetric(options: TercomOptions = {}): CorpusMetric {
  const { normalized = false, noPunctuation = false, asianSupport = false, caseSensitive = false } = options;
  const yes = (flag: boolean): string => (flag ? 'yes' : 'no');
  return {
    name: 'TER', better: 'lower',
    signature: `nrefs:1|case:${caseSensitive ? 'mixed' : 'lc'}|tok:tercom|norm:${yes(normalized)}|punct:${yes(!noPunctuation)}|asian:${yes(asianSupport)}|${SIGNATURE_VERSION}`,
    statistics(hypothesis, reference) {
      const numbers = new Map<string, number>();
      const read = (text: string): number[] => tercomTokens(trimEnd(text), options).map((word) => {
        if (!numbers.has(word)) numbers.set(word, numbers.size);
        return numbers.get(word)!;
      });
      const wanted = read(reference);
      return [countEdits(read(hypothesis), wanted), wanted.length];
    },
    score: ([edits, length]) => (length > 0 ? 100 * edits / length : edits > 0 ? 100 : 0),
  };
}

/** @throws Error where there is not one reference for each hypothesis, or none at all */
export function ter(hypotheses: readonly string[], references: readonly string[], options: TercomOptions = {}): TerScore {
  const metric = terMetric(options);
  return { score: scoreCorpus(metric, hypotheses, references), signature: metric.signature };
}
