/** How large a matrix with words on its axes is drawn in the width there is. Pure, in CSS pixels. */

export interface HeatmapMeasures {
  readonly columns: number;
  /** Width of the container. */
  readonly available: number;
  /** Widths of the widest labels. */
  readonly widestRowLabel: number;
  readonly widestColumnLabel: number;
}

/** How column labels stand: side by side, leaning by 45 degrees, or upright where the cells are too narrow to lean over. */
export type LabelAngle = 0 | 45 | 90;

export interface HeatmapLayout {
  readonly cell: number;
  /** Space left of the matrix, labels and a gap included. */
  readonly left: number;
  readonly top: number;
  /** Leaning labels stand out beyond the last column. */
  readonly right: number;
  readonly angle: LabelAngle;
  /** Labels wider than these end in an ellipsis. */
  readonly rowLabelLimit: number;
  readonly columnLabelLimit: number;
}

/** Smaller cells would make the axes unreadable: the matrix scrolls instead. */
export const SMALLEST_CELL = 11;
export const LARGEST_CELL = 44;
const LEANING_CELL = 18;
const GAP = 6;
const LINE = 16;
/** The labels' font, smaller where the lines stand closer than it is high. */
export const labelSize = (cell: number): number => Math.min(12, cell - 1);
const WIDEST_LABEL = 112;

export function layOutHeatmap({ columns, available, widestRowLabel, widestColumnLabel }: HeatmapMeasures): HeatmapLayout {
  const rowLabelLimit = Math.ceil(Math.min(widestRowLabel, WIDEST_LABEL, Math.max(48, available * 0.3)));
  const columnLabelLimit = Math.ceil(Math.min(widestColumnLabel, WIDEST_LABEL));
  const left = rowLabelLimit + GAP;
  const fit = (overhang: number): number => Math.floor((available - left - overhang) / Math.max(1, columns));
  const cellFor = (overhang: number): number => Math.max(SMALLEST_CELL, Math.min(LARGEST_CELL, fit(overhang)));

  if (columnLabelLimit + GAP <= cellFor(0)) return { cell: cellFor(0), left, top: LINE + GAP, right: 0, angle: 0, rowLabelLimit, columnLabelLimit };
  const lean = Math.ceil(columnLabelLimit * Math.SQRT1_2);
  const leaning = cellFor(Math.max(0, lean - LEANING_CELL / 2));
  if (leaning >= LEANING_CELL) {
    return { cell: leaning, left, top: lean + LINE, right: Math.max(0, lean - Math.floor(leaning / 2)), angle: 45, rowLabelLimit, columnLabelLimit };
  }
  return { cell: cellFor(0), left, top: columnLabelLimit + GAP, right: 0, angle: 90, rowLabelLimit, columnLabelLimit };
}

/** The cell under a point of the matrix, or null outside it. */
export function cellAt(x: number, y: number, cell: number, rows: number, columns: number): { row: number; column: number } | null {
  const row = Math.floor(y / cell);
  const column = Math.floor(x / cell);
  return row >= 0 && row < rows && column >= 0 && column < columns ? { row, column } : null;
}
