/**
 * x W with a compact W (`compactWeights.ts`), in whole numbers. Rows of x become two such numbers each, one for what is coarse and one for what that leaves:
 *
 *   r = max |x| / 63 of the row,   a = round(x / r),   b = round(126 (x / r - a)),   x ≈ r (a + b / 126)
 *   x W ≈ r s (a C + b C / 126)
 *
 * so that the weight alone is rounded coarsely. Both products are one, of twice the rows, which reads the weight once. Sums of whole numbers are exact: a row comes out the
 * same to the bit, whatever rows stand beside it.
 *
 * Numbers of x have 7 bits, since processors without VNNI add two products in 16: 2 · 127 · 127 fits, 2 · 255 · 127 would be cut off.
 */
import type { CompactNames, Emitter } from './emitter';
import { elementType } from './messages';

/** Coarse steps from 0 to the largest number of a row. */
const MOST = 63;
/** Fine steps in a coarse one. */
const FINE = 2 * MOST;
/** What stands for 0: the numbers have no sign. */
const ZERO = 64;
/** A row of zeros is divided by this. */
const LEAST_ROW = 2 ** -100;

/** @param x the name of [.., K] @param output the name of [.., N] */
export function writeCompactProduct(x: string, { codes, scales }: CompactNames, output: string, emit: Emitter): void {
  const number = (value: number): string => emit.constant(`number(${value})`, { type: 'float32', shape: [], data: Float32Array.of(value) });
  const zero = emit.constant('compact.zero', { type: 'uint8', shape: [], data: Uint8Array.of(ZERO) });
  const largest = emit.step('ReduceMax', [emit.step('Abs', [x]), emit.integers(-1)], { keepdims: 1 });
  const r = emit.step('Mul', [emit.step('Max', [largest, number(LEAST_ROW)]), number(1 / MOST)]);
  const steps = emit.step('Div', [x, r]);
  const a = emit.step('Round', [steps]);
  const b = emit.step('Round', [emit.step('Mul', [emit.step('Sub', [steps, a]), number(FINE)])]);
  const both = emit.step('Cast', [emit.step('Add', [emit.step('Concat', [a, b], { axis: 0 }), number(ZERO)])], { to: elementType('uint8') });
  const sums = emit.step('Cast', [emit.step('MatMulInteger', [both, codes, zero])], { to: elementType('float32') });
  const [coarse, fine] = emit.steps('Split', [sums], 2, { axis: 0, num_outputs: 2 });
  const inSteps = emit.step('Add', [coarse, emit.step('Mul', [fine, number(1 / FINE)])]);
  emit.node('Mul', [inSteps, emit.step('Mul', [r, scales])], [output]);
}
