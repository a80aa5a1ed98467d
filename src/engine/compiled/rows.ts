/** Where the numbers of a step lie: matrices of one row for each sequence of the batch, or one for each position of each sequence that is attended to. */
import type { Value } from '../../graph/graph';
import type { Shape, Size } from '../../graph/size';

/** What a step finds or leaves behind. `before` and `after` are the same array, one step apart. */
export type Source =
  | { readonly kind: 'walked' | 'before' | 'after' | 'stacked'; readonly index: number }
  /** From outside the loop, the same at every step: [B, width], [B, positions, width], or [width] for all rows. */
  | { readonly kind: 'outer'; readonly value: Value }
  /** Written and read within a step. */
  | { readonly kind: 'scratch'; readonly index: number };

export interface Rows {
  readonly source: Source;
  /** Numbers from one row to the next. */
  readonly width: Size;
  /** Rows of a sequence, where there is one for each position. */
  readonly positions?: Size;
}

/** Columns of a matrix, from one of them on. */
export interface Place { readonly rows: Rows; readonly column: number }

export const keyOf = ({ source }: Rows): string => `${source.kind}.${source.kind === 'outer' ? source.value.name : source.index}`;

/** [W], [W, 1] or [1, W]: the same for all rows. */
export const isVectorShape = (shape: Shape): shape is readonly number[] => shape.every((size) => typeof size === 'number') && (shape.length === 1 || (shape.length === 2 && shape.includes(1)));

/** Whether all rows read the same numbers. */
export const isVector = ({ source }: Rows): boolean => source.kind === 'outer' && isVectorShape(source.value.shape);
