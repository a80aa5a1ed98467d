/**
 * Σ_t of a value of each step. A sum of products Aᵀ_t B_t is one product with time as part of the inner axis, the form in which the
 * gradient of a weight costs least; linear operations are done once on the sum; what remains is added up in a state of the loop.
 */
import type { Value } from '../graph';
import { add, flatten, flattenTransposed, full, gatherGradient, matMul, neg, reduceSum, reshape, squeeze, transpose, unsqueeze } from '../ops';
import { productOf, sameShape } from '../size';
import type { Emission } from './emit';
import { numbersIn } from './estimate';

/** Numbers a step that may be kept to multiply all steps at once, however few the sum has. */
const FEW = 4096;

/** Computes the sum once the loop stands. */
export type SumPlan = () => Value;

export class SumPlanner {
  /** States that were added to the loop, after its own. */
  accumulators = 0;

  constructor(private readonly emission: Emission) {}

  plan(value: Value): SumPlan {
    const { emission } = this;
    if (!emission.isInside(value)) return this.accumulate(value);
    if (emission.isAskedFor(value)) return () => reduceSum(emission.stackedOf(value), [0]);
    const node = value.producer;
    if (!node) return this.accumulate(value);
    const [x] = node.inputs;
    switch (node.operation) {
      case 'Neg': { const plan = this.plan(x); return () => neg(plan()); }
      case 'Transpose': { const plan = this.plan(x); return () => transpose(plan(), node.attributes.perm as readonly number[]); }
      case 'Unsqueeze': { const plan = this.plan(x); return () => unsqueeze(plan(), node.attributes.axis as number); }
      case 'Squeeze': { const plan = this.plan(x); return () => squeeze(plan(), node.attributes.axis as number); }
      case 'Add': {
        if (!node.inputs.every((input) => emission.isInside(input) && sameShape(input.shape, value.shape))) return this.accumulate(value);
        const [left, right] = node.inputs.map((input) => this.plan(input));
        return () => add(left(), right());
      }
      case 'ReduceSum': {
        const axes = node.attributes.axes as readonly number[];
        if (numbersIn(x.shape) > 64 * numbersIn(value.shape) && !emission.isAskedFor(x)) return this.accumulate(value);
        const later = axes.map((axis) => axis + 1);
        return node.attributes.keepDims ? () => reduceSum(reduceSum(emission.stackedOf(x), later, true), [0]) : () => reduceSum(emission.stackedOf(x), [0, ...later]);
      }
      // Rows of all steps scattered at once: a table as wide as a vocabulary is not added up step by step.
      case 'GatherGradient': return () => gatherGradient(emission.stackedOf(x), emission.stackedOf(node.inputs[1]), node.attributes.rows as number);
      case 'MatMul': return this.planProduct(value, node.inputs[0], node.inputs[1]);
      default: return this.accumulate(value);
    }
  }

  private planProduct(value: Value, a: Value, b: Value): SumPlan {
    const { emission } = this;
    if (!emission.isInside(a)) { const plan = this.plan(b); return a.shape.length >= b.shape.length ? () => matMul(a, plan()) : this.accumulate(value); }
    if (!emission.isInside(b)) { const plan = this.plan(a); return b.shape.length <= a.shape.length ? () => matMul(plan(), b) : this.accumulate(value); }
    if (a.shape.length !== b.shape.length || !sameShape(a.shape.slice(0, -2), b.shape.slice(0, -2))) return this.accumulate(value);
    const untransposed = a.producer?.operation === 'Transpose' && a.shape.length === 2 && emission.isInside(a.producer.inputs[0]) ? a.producer.inputs[0] : null;
    const kept = [untransposed ?? a, b].reduce((sum, operand) => sum + (emission.isAskedFor(operand) ? 0 : numbersIn(operand.shape)), 0);
    if (kept > Math.max(2 * numbersIn(value.shape), FEW)) return this.accumulate(value);
    if (untransposed) {
      // [T, K, M] and [T, K, N] -> [T*K, M]ᵀ [T*K, N]
      return () => matMul(flattenTransposed(emission.stackedOf(untransposed)), flatten(emission.stackedOf(b)));
    }
    return () => {
      const left = emission.stackedOf(a); // [T, ..., M, K]
      const right = emission.stackedOf(b); // [T, ..., K, N]
      const time = left.shape[0];
      const rank = left.shape.length;
      const leading = [...Array(rank - 3).keys()].map((axis) => axis + 1);
      const inner = productOf([time, left.shape[rank - 1]]);
      const wide = reshape(transpose(left, [...leading, rank - 2, 0, rank - 1]), [...left.shape.slice(1, rank - 1), inner]); // [..., M, T*K]
      const tall = reshape(transpose(right, [...leading, 0, rank - 2, rank - 1]), [...right.shape.slice(1, rank - 2), inner, right.shape[rank - 1]]); // [..., T*K, N]
      return matMul(wide, tall);
    };
  }

  private accumulate(value: Value): SumPlan {
    const { loop } = this.emission;
    const state = loop.state(full(value, value.shape));
    loop.setNext(state, add(state, value));
    const index = loop.states.length - 1;
    this.accumulators++;
    return () => this.emission.finalState(index);
  }
}
