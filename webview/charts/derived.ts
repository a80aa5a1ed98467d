/** Columns computed along another column, extended as it grows: a report costs one value, not the whole curve. */
import type { Column, RunTable } from '../panel/runTable';

type Mapper = (value: number | null) => number | null;

export class DerivedColumn {
  private values: Column = [];
  private map: Mapper;
  private seenRewrites = -1;
  private seenTable: RunTable | null = null;

  /** @param start makes a mapper in its first state; it is called again whenever earlier rows changed */
  constructor(private readonly start: () => Mapper) {
    this.map = start();
  }

  of(table: RunTable, source: Column): Column {
    if (table !== this.seenTable || table.rewrites !== this.seenRewrites || source.length < this.values.length) {
      [this.values, this.map, this.seenTable, this.seenRewrites] = [[], this.start(), table, table.rewrites];
    }
    for (let row = this.values.length; row < source.length; row++) this.values.push(this.map(source[row]));
    return this.values;
  }
}

/**
 * Exponential moving average m ← w·m + (1 − w)·x, divided by 1 − wⁿ so that the start is not drawn towards zero (the correction of
 * Kingma and Ba 2015, section 3). Gaps stay gaps.
 * @param weight w, 0 (as it is) to below 1
 */
export function smoother(weight: number): Mapper {
  let mean = 0;
  let bias = 1;
  return (value) => {
    if (value === null) return null;
    mean = weight * mean + (1 - weight) * value;
    bias *= weight;
    return mean / (1 - bias);
  };
}

/** exp of the smoothed loss: the perplexity that belongs to it. Overflow is a gap. */
export function smoothedPerplexity(weight: number): Mapper {
  const smooth = smoother(weight);
  return (value) => {
    const loss = smooth(value);
    const perplexity = loss === null ? Infinity : Math.exp(loss);
    return Number.isFinite(perplexity) ? perplexity : null;
  };
}

/** A logarithmic axis has no place for zero and below. */
export const positive = (): Mapper => (value) => (value !== null && value > 0 ? value : null);
