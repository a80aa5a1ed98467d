/**
 * chrF (Popović 2015) and chrF++ (Popović 2017) over a corpus with one reference a sentence, as sacreBLEU computes them: an F score over
 * n-grams of characters (spaces left out), for chrF++ of words as well, in which recall counts β = 2 times as much as precision:
 *
 *   chrF = 100 · (1 + β²) · P · R / (β² · P + R)
 *
 * P and R are means over the orders that both sides have.
 */
import { checkParallel, countNgrams, matches, splitWhitespace } from './ngramCounts';

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

/** @throws Error where there is not one reference for each hypothesis, or none at all */
export function chrf(hypotheses: readonly string[], references: readonly string[], { wordOrder = 0, lowercase = false }: ChrfOptions = {}): ChrfScore {
  checkParallel('chrf', hypotheses, references);
  const orders = CHARACTER_ORDERS + wordOrder;
  const counts = Array.from({ length: orders }, () => ({ said: 0, wanted: 0, matched: 0 }));
  hypotheses.forEach((hypothesis, i) => {
    const said = ngramsOf(lowercase ? hypothesis.toLowerCase() : hypothesis, wordOrder);
    const wanted = ngramsOf(lowercase ? references[i].toLowerCase() : references[i], wordOrder);
    for (let order = 0; order < orders; order++) {
      const wantedCount = sum(wanted[order]);
      counts[order].wanted += wantedCount;
      // What is said where the reference is too short to have such n-grams is not held against it.
      if (wantedCount > 0) counts[order].said += sum(said[order]);
      counts[order].matched += matches(said[order], wanted[order]);
    }
  });
  const shared = counts.filter(({ said, wanted }) => said > 0 && wanted > 0);
  const precision = mean(shared.map(({ said, matched }) => matched / said));
  const recall = mean(shared.map(({ wanted, matched }) => matched / wanted));
  const score = precision + recall === 0 ? 0 : 100 * (1 + BETA ** 2) * precision * recall / (BETA ** 2 * precision + recall);
  return { score, signature: `nrefs:1|case:${lowercase ? 'lc' : 'mixed'}|eff:yes|nc:${CHARACTER_ORDERS}|nw:${wordOrder}|space:no|version:sequence-lab` };
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
