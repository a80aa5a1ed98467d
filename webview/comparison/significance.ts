/** Whether language models differ by more than chance, as rows of a table. Pure. */
import type { Comparison, Significance } from '../../src/protocol/insight';
import { plural } from '../lib/format';
import { namesOf, type ComparedRun } from './differences';

const metrics = { perplexity: { label: 'Perplexity', places: 2 }, bitsPerCharacter: { label: 'Bits a character', places: 4 } } as const;
/** By convention; the table has the p value itself. */
const LEVEL = 0.05;

export interface SignificanceRow {
  readonly run: string;
  readonly metric: string;
  readonly values: string;
  readonly difference: string;
  readonly interval: string;
  readonly p: string;
  /** "better", "worse", or that it could be chance. */
  readonly verdict: string;
  readonly isBetter: boolean;
}
export interface SignificanceView {
  readonly rows: readonly SignificanceRow[];
  /** What could not be compared, and why. */
  readonly notes: readonly string[];
  /** How it was found; while it is sought, or where it was not found, that. */
  readonly caption: string;
}

/** Null where it was not asked. */
export function significanceOf({ runs, significance }: Comparison): SignificanceView | null {
  if (significance === undefined) return null;
  if (significance === 'measuring') return { rows: [], notes: [], caption: 'The models read the held-out text …' };
  if ('problem' in significance) return { rows: [], notes: [], caption: `Not measured: ${significance.problem}` };
  const names = namesOf(runs);
  const nameOf = (folder: string): string => names[runs.findIndex((run: ComparedRun) => run.folder === folder)] ?? folder;
  const notes = significance.notCompared.map(({ run, metric, why }) => `${nameOf(run)}: ${metric === null ? 'not compared' : `${metrics[metric].label.toLowerCase()} not compared`}, since ${why}.`);
  return { rows: significance.differences.map((one) => rowOf(one, nameOf(one.run))), notes, caption: captionOf(significance, names[0]) };
}

function rowOf({ metric, first, second, difference, interval: [low, high], p }: Significance['differences'][number], run: string): SignificanceRow {
  const { label, places } = metrics[metric];
  const signed = (value: number): string => `${value < 0 ? '\u2212' : '+'}${Math.abs(value).toFixed(places)}`;
  return {
    run, metric: label, values: `${second.toFixed(places)} against ${first.toFixed(places)}`, difference: signed(difference), interval: `${signed(low)} to ${signed(high)}`, p: p < 0.001 ? '<0.001' : p.toFixed(3),
    verdict: p >= LEVEL ? 'could be chance' : difference < 0 ? 'better' : 'worse', isBetter: p < LEVEL && difference < 0,
  };
}

const captionOf = ({ lines, linesInBlock, samples }: Significance, first: string): string =>
  `Each beside ${first}, lower is better. Paired bootstrap (Koehn 2004) over ${linesInBlock === 1 ? plural(lines, 'line') : `blocks of ${plural(linesInBlock, 'line')} of ${lines}`}, ${samples} samples: the interval holds 95 % of the differences, and p is how often one as large would come by chance.`;
