/** Where the numbers of a step lie: matrices of one row for each sequence of the batch. */
import type { Value } from '../../graph/graph';
import type { Size } from '../../graph/size';

/** What a step finds or leaves behind. `before` and `after` are the same array, one step apart. */
export type Source =
  | { readonly kind: 'walked' | 'before' | 'after' | 'stacked'; readonly index: number }
  /** From outside the loop, the same at every step: [B, width], or [width] for all rows. */
  | { readonly kind: 'outer'; readonly value: Value }
  /** Written and read within a step. */
  | { readonly kind: 'scratch'; readonly index: number };

export interface Rows {
  readonly source: Source;
  /** Numbers from one row to the next. */
  readonly width: Size;
}

export const keyOf = ({ source }: Rows): string => `${source.kind}.${source.kind === 'outer' ? source.value.name : source.index}`;

/** Whether all rows read the same numbers. */
export const isVector = ({ source }: Rows): boolean => source.kind === 'outer' && source.value.shape.length === 1;
