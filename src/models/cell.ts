/** What a recurrent cell is: one step in time, state in, state out. Time, masks and direction belong to `recurrent.ts`. */
import type { Value } from '../graph/graph';
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

/** x [B, I], states [B, H] each -> the states after the step. */
export type CellStep = (x: Value, states: readonly Value[]) => readonly Value[];
