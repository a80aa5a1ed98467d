/**
 * Builds a loop over time. While it is being written, its body is a draft; `finish` then rearranges it: what no result needs is dropped,
 * what depends on no state leaves the loop and is computed for all steps at once, before it or after it, and sums over time become
 * single large products where that is cheaper. What remains is a `Scan`.
 */
import { Graph, type DataType, type Value } from '../graph';
import { formatShape, type Shape, type Size } from '../size';

/** A value of each step and, outside, where all its steps are found along a first axis; asked for only if the loop turns out to read it. */
export interface Slice { readonly value: Value; readonly stacked: () => Value }
export interface State { readonly initial: Value; readonly value: Value; next: Value | null }
/** What becomes of a value of each step. */
export interface Result { readonly kind: 'stack' | 'sum'; value: Value; result: Value | null }

export class Loop {
  readonly body: Graph;
  readonly slices: Slice[] = [];
  readonly states: State[] = [];
  readonly results: Result[] = [];

  /**
   * @param outer    the graph in which the loop will stand
   * @param time     how many steps
   * @param reverse  from the last step to the first
   */
  constructor(readonly outer: Graph, readonly time: Size, readonly reverse: boolean) {
    this.body = new Graph(outer.fresh('loop'), outer);
  }

  /** One step of something that has all of them along its first axis. */
  slice(stacked: Value): Value {
    if (stacked.shape[0] !== this.time) throw new TypeError(`scan: expected ${this.time} steps, got ${formatShape(stacked.shape)}`);
    return this.lazySlice(stacked.type, stacked.shape.slice(1), () => stacked);
  }

  lazySlice(type: DataType, shape: Shape, stacked: () => Value): Value {
    const value = this.body.placeholder(type, shape);
    this.slices.push({ value, stacked });
    return value;
  }

  /** What a step hands to the next; `initial` before the first. */
  state(initial: Value): Value {
    const value = this.body.placeholder(initial.type, initial.shape);
    this.states.push({ initial, value, next: null });
    return value;
  }

  /** Says what a state is after the step. */
  setNext(state: Value, next: Value): void {
    const found = this.states.find(({ value }) => value === state);
    if (!found) throw new Error('internal: not a state of this loop');
    if (formatShape(next.shape) !== formatShape(state.shape)) throw new TypeError(`scan: a state of ${formatShape(state.shape)} cannot become ${formatShape(next.shape)}`);
    found.next = next;
  }

  /** All steps of `value`, stacked along a new first axis. */
  stack(value: Value): Result {
    return this.ask('stack', value);
  }

  /** Σ over the steps of `value`. */
  sum(value: Value): Result {
    return this.ask('sum', value);
  }

  private ask(kind: Result['kind'], value: Value): Result {
    const result: Result = { kind, value, result: null };
    this.results.push(result);
    return result;
  }
}
