/** A loop over time, as models write it. */
import '../operations/index';
import type { Value } from '../graph';
import { innermost } from '../registry';
import { emit } from './emit';
import { Loop } from './loop';

export interface ScanOptions {
  /** States before the first step. */
  readonly states: readonly Value[];
  /** Walked along their first axis, time. */
  readonly inputs: readonly Value[];
  /** From the last step to the first; stacked outputs keep the place of their step. Default false. */
  readonly reverse?: boolean;
}

export interface ScanResult {
  /** The states after the last step. */
  readonly finals: readonly Value[];
  /** Each step's outputs, stacked along a first axis. */
  readonly outputs: readonly Value[];
}

/**
 * states, outputs = step(states, slices) for every step. The step may read any value outside; products that do not depend on a state are
 * lifted out of the loop by themselves.
 */
export function scan(options: ScanOptions, step: (states: Value[], slices: Value[]) => { states: readonly Value[]; outputs: readonly Value[] }): ScanResult {
  const { states, inputs, reverse = false } = options;
  if (inputs.length === 0) throw new TypeError('scan: at least one input must say how many steps there are');
  const loop = new Loop(innermost([...states, ...inputs]), inputs[0].shape[0], reverse);
  const inside = states.map((state) => loop.state(state));
  const next = step(inside, inputs.map((input) => loop.slice(input)));
  if (next.states.length !== states.length) throw new TypeError(`scan: expected ${states.length} states, got ${next.states.length}`);
  next.states.forEach((value, i) => loop.setNext(inside[i], value));
  const stacks = next.outputs.map((value) => loop.stack(value));
  const finals = emit(loop);
  return { finals, outputs: stacks.map(({ result }) => result!) };
}
