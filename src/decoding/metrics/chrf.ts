/**
 * chrF (Popović 2015) and chrF++ (Popović 2017) over a corpus with one reference a sentence, as sacreBLEU computes them: an F score over
 * n-grams of characters (spaces left out), for chrF++ of words as well, in which recall counts β = 2 times as much as precision:
 *
 *   chrF = 100 · (1 + β²) · P · R / (β² · P + R)
 *
 * P and R are means over the orders that both sides have.
 */
import { SIGNATURE_VERSION, scoreCorpus, type CorpusMetric } from './corpusMetric';
import { countNgrams, matches, splitWhitespace } from './ngramCounts';

const CHARACTER_ORDERS = 6;
const BETA = 2;
/** ASCII punctuation, which words are freed from. */
const PUNCTUATION = new Set('!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~');

export interface ChrfScore {
  /** 0 to 100. */
  readonly score: number;
  /** What a reader needs to compare scores. */
  readonly signature: string;
}

export interface ChrfOptions {
  /** Word n-grams up to this order: 0 is chrF, 2 is chrF++. Default 0. */
  readonly wordOrder?: number;
  /** Compare without regard to capitals. Default false. */
  readonly lowercase?: boolean;
}

/** Its statistics, for each order: n-grams of the hypothesis, of the reference, and matches. */
export function chrfMetric({ wordOrder = 0, lowercase = false }: ChrfOptions = {}): CorpusMetric {
  const read = (text: string): Map<string, number>[] => ngramsOf(lowercase ? text.toLowerCase() : text, wordOrder);
  return {
    name: wordOrder === 0 ? 'chrF' : `chrF${'+'.repeat(wordOrder)}`, better: 'higher',
    signature: `nrefs:1|case:${lowercase ? 'lc' : 'mixed'}|eff:yes|nc:${CHARACTER_ORDERS}|nw:${wordOrder}|space:no|${SIGNATURE_VERSION}`,
    statistics(hypothesis, reference) {
      const [said, wanted] = [read(hypothesis), read(reference)];
      return said.flatMap((counts, order) => {
        const wantedCount = sum(wanted[order]);
        // What is said where the reference is too short to have such n-grams is not held against it.
        return [wantedCount > 0 ? sum(counts) : 0, wantedCount, matches(counts, wanted[order])];
      });
    },
    score: scoreOf,
  };
}

/** @throws Error where there is not one reference for each hypothesis, or none at all */
export function chrf(hypotheses: readonly string[], references: readonly string[], options: ChrfOptions = {}): ChrfScore {
  const metric = chrfMetric(options);
  return { score: scoreCorpus(metric, hypotheses, references), signature: metric.signature };
}

function scoreOf(sums: readonly number[]): number {
  const orders = Array.from({ length: sums.length / 3 }, (_, order) => ({ said: sums[3 * order], wanted: sums[3 * order + 1], matched: sums[3 * order + 2] }));
  const shared = orders.filter(({ said, wanted }) => said > 0 && wanted > 0);
  const precision = mean(shared.map(({ said, matched }) => matched / said));
  const recall = mean(shared.map(({ wanted, matched }) => matched / wanted));
  return precision + recall === 0 ? 0 : 100 * (1 + BETA ** 2) * precision * recall / (BETA ** 2 * precision + recall);
}

/** The counts of character n-grams of order 1 to 6, then of word n-grams of order 1 to `wordOrder`. */
function ngramsOf(text: string, wordOrder: number): Map<string, number>[] {
  const characters = Array.from(splitWhitespace(text).join(''));
  const words = wordOrder > 0 ? splitWhitespace(text).flatMap(freeOfPunctuation) : [];
  return [
    ...Array.from({ length: CHARACTER_ORDERS }, (_, order) => countNgrams(characters, order + 1, '')),
    ...Array.from({ length: wordOrder }, (_, order) => countNgrams(words, order + 1, ' ')),
  ];
}

/** One punctuation mark is split off: the last character or else the first, never both. */
function freeOfPunctuation(word: string): string[] {
  const characters = Array.from(word);
  if (characters.length === 1) return [word];
  if (PUNCTUATION.has(characters.at(-1)!)) return [characters.slice(0, -1).join(''), characters.at(-1)!];
  return PUNCTUATION.has(characters[0]) ? [characters[0], characters.slice(1).join('')] : [word];
}

const sum = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((total, count) => total + count, 0);
const mean = (values: readonly number[]): number => (values.length === 0 ? 0 : values.reduce((total, value) => total + value, 0) / values.length);
