/** The gradient of every operation, and of loops in both directions, as graphs that engines run. */
import { gradients, type DifferentiateOptions } from '../../graph/differentiate';
import { add, matMul, mul, sub, sumOfSquares, tanh } from '../../graph/ops';
import { scan } from '../../graph/scan/scan';
import { floats, operationCases, testCase, type Case } from './cases';

/** The case with the gradients of Σ y² over its float outputs, for its float inputs, as further outputs; null where it has none of either. */
export function withGradients({ name, graph, feeds }: Case, options?: DifferentiateOptions): Case | null {
  const inputs = graph.inputs.filter(({ type }) => type === 'float32');
  const outputs = graph.outputs.map(({ value }) => value).filter(({ type }) => type === 'float32');
  if (inputs.length === 0 || outputs.length === 0) return null;
  const loss = outputs.map(sumOfSquares).reduce((sum, square) => add(sum, square));
  gradients(loss, inputs, options).forEach((slope, i) => graph.output(`gradient.${inputs[i].name}`, slope));
  return { name, graph, feeds };
}

/** Two states, a mask, a weight and a value that every step reads; what each step gives out, and the last states. */
const masked = (name: string, reverse: boolean): Case => testCase(name,
  [floats([6, 2, 3], ['T', 'B', 3]), floats([6, 2, 1], ['T', 'B', 1]), floats([2, 3], ['B', 3]), floats([2, 3], ['B', 3]), floats([3, 3]), floats([2, 3], ['B', 3])],
  (x, mask, h0, c0, w, outside) => {
    const { finals, outputs } = scan({ states: [h0, c0], inputs: [x, mask], reverse }, ([h, c], [slice, m]) => {
      const cell = tanh(add(mul(c, outside), add(matMul(slice, w), matMul(h, w))));
      const next = add(h, mul(m, sub(tanh(mul(cell, slice)), h)));
      return { states: [next, cell], outputs: [next, mul(cell, outside)] };
    });
    return [...finals, ...outputs];
  });

/** Joins two pieces of unknown size: its gradient is refused. */
export const REFUSED = 'slice that leaves nothing';

export function gradientCases(): Case[] {
  return [
    ...operationCases().filter(({ name }) => name !== REFUSED).map((one) => withGradients(one)).filter((one) => one !== null),
    ...(['stack', 'recompute'] as const).flatMap((residuals) => [false, true].map((reverse) =>
      withGradients(masked(`a loop ${reverse ? 'backward' : 'forward'}, residuals: ${residuals}`, reverse), { residuals })!)),
  ];
}
