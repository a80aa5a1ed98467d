/** Gradients of a scalar with respect to any values of its graph: parameters, inputs, states in between. */
import './operations/index';
import { Adjoints, backpropagate, reach } from './backpropagate';
import type { Value } from './graph';
import { full, scalarLike } from './ops';
import { formatShape } from './size';
import { loopGradient } from './scan/gradient';

/** What the gradient of a loop keeps from the way forward. */
export interface DifferentiateOptions {
  /** `stack` keeps every value that the backward loop reads; `recompute` keeps the fewest and computes element-wise ones again: less memory, more time. Default `stack`. */
  readonly residuals?: 'stack' | 'recompute';
}

/**
 * ∂loss/∂x for each x of `wrt`, as values of the same graph, shaped as x. Zeros where nothing flows.
 * @throws TypeError when `loss` is not a float32 scalar
 */
export function gradients(loss: Value, wrt: readonly Value[], { residuals = 'stack' }: DifferentiateOptions = {}): Value[] {
  if (loss.shape.length !== 0 || loss.type !== 'float32') throw new TypeError(`gradients: expected a float32 scalar, got ${loss.type} ${formatShape(loss.shape)}`);
  const nodes = [...loss.graph.nodes];
  const needed = reach(nodes, wrt);
  const adjoints = new Adjoints();
  adjoints.give(loss, scalarLike(loss, 1));
  backpropagate(nodes, adjoints, needed, (value) => value, loopGradient(residuals));
  return wrt.map((value) => adjoints.total(value) ?? full(value, value.shape));
}
