/** What attention ties to a word, on the other side of a translation. Pure. */
import type { Heatmap } from '../../src/protocol/run';
import { parseColour, toOklab } from '../lib/colour';
import { formatWeight } from '../lib/format';

/** Columns of a heatmap are the source, rows the target. */
export type Side = 'source' | 'target';

/** For a target word the weights of all source words (they sum to 1); for a source word what each target word gave it. */
export function partnersOf({ rows, columns, values }: Heatmap, side: Side, index: number): number[] {
  return side === 'target'
    ? columns.map((_, column) => values[index * columns.length + column])
    : rows.map((_, row) => values[row * columns.length + index]);
}

/** "le is made from the 0.83, old 0.10" or "the gives to le 0.83", the strongest three above 0.05. */
export function describePartners(heatmap: Heatmap, side: Side, index: number): string {
  const [own, others] = side === 'target' ? [heatmap.rows, heatmap.columns] : [heatmap.columns, heatmap.rows];
  const strongest = partnersOf(heatmap, side, index).map((weight, i) => ({ weight, word: others[i] })).filter(({ weight }) => weight >= 0.05).sort((a, b) => b.weight - a.weight).slice(0, 3);
  if (strongest.length === 0) return `${own[index]}: no word stands out`;
  return `${own[index]} ${side === 'target' ? 'looks at' : 'is looked at by'} ${strongest.map(({ word, weight }) => `${word} ${formatWeight(weight)}`).join(', ')}`;
}

/** Black or white, whichever is easier to read on a colour. */
export function inkOn(colour: string): string {
  const rgb = parseColour(colour);
  return rgb !== null && toOklab(rgb)[0] < 0.62 ? '#fff' : '#000';
}
