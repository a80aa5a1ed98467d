/** A heatmap in words, for those who do not see it and for the line under it. */
import type { Heatmap } from '../../src/protocol/run';
import { formatWeight } from '../lib/format';

/** `le → the 0.83; chat → cat 0.91`: for each output word the input word it looks at most, the first `limit` of them. */
export function describeHeatmap({ rows, columns, values }: Heatmap, limit = 40): string {
  const lines = rows.slice(0, limit).map((word, row) => {
    const strongest = strongestColumn(values, row, columns.length);
    return strongest < 0 ? word : `${word} → ${columns[strongest]} ${formatWeight(values[row * columns.length + strongest])}`;
  });
  const rest = rows.length - lines.length;
  return lines.join('; ') + (rest > 0 ? `; and ${rest} more` : '');
}

export function strongestColumn(values: Float32Array, row: number, columns: number): number {
  let best = -1;
  for (let column = 0; column < columns; column++) {
    const value = values[row * columns + column];
    if (!Number.isNaN(value) && (best < 0 || value > values[row * columns + best])) best = column;
  }
  return best;
}

/** Whether the labels and the number of values fit together; a heatmap that does not is a fault of ours. */
export function checkHeatmap({ rows, columns, values }: Heatmap): void {
  if (values.length !== rows.length * columns.length) throw new Error(`internal: heatmap: expected ${rows.length} × ${columns.length} values, got ${values.length}`);
}
