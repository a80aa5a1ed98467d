/** What a recurrent cell is: one step in time, state in, state out. Time, masks and direction belong to `recurrent.ts`. */
import type { Value } from '../graph/graph';
import { mul } from '../graph/ops';
import type { ModelBuilder } from './weights';

export interface CellOptions {
  readonly hidden: number;
  readonly activation: 'tanh' | 'relu';
  readonly recurrentInitializer: 'orthogonal' | 'identity' | 'uniform';
}

export interface Cell {
  /** How many states [B, H] a step carries: h, or h and c. The first is the cell's output. */
  readonly states: readonly string[];
  /**
   * Declares the weights under `name` and returns the step.
   * @param inputs I: size of an input vector
   */
  create(builder: ModelBuilder, name: string, inputs: number, options: CellOptions): CellStep;
}

/**
 * x [B, I], states [B, H] each -> the states after the step.
 * @param stateMask [B, H]: what the products with h see of it (variational dropout); what is merely kept of h is kept whole
 */
export type CellStep = (x: Value, states: readonly Value[], stateMask: Value | null) => readonly Value[];

export const masked = (x: Value, mask: Value | null): Value => (mask ? mul(x, mask) : x);
