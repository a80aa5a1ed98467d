/** Attention as a matrix with words on its axes: one row an output token, one column a source token; each row adds up to 1. */
export interface AttentionMatrix {
  readonly rows: string[];
  readonly columns: string[];
  /** Row by row. */
  readonly values: Float32Array<ArrayBuffer>;
}

/**
 * @param weights one array for each output token, as long as the longest sentence of its batch: what is padding is left out
 * @param rows    the output tokens' text, the end symbol last
 * @param columns the source tokens' text, the end symbol last
 */
export function attentionMatrix(weights: readonly Float32Array[], rows: readonly string[], columns: readonly string[]): AttentionMatrix {
  const values = new Float32Array(rows.length * columns.length);
  weights.forEach((row, i) => values.set(row.subarray(0, columns.length), i * columns.length));
  return { rows: rows.map(visibleToken), columns: columns.map(visibleToken), values };
}

/** Spaces and line ends are tokens of a character model: an axis shows them by signs. */
export function visibleToken(text: string): string {
  return text.replaceAll(' ', '\u2423').replaceAll('\n', '\u21b5').replaceAll('\t', '\u21e5');
}
