/**
 * The derived gradient of every operation, and of loops in both directions, on every engine against the reference. That the reference's
 * gradients are right is shown by finite differences (src/graph/differentiate.test.ts).
 */
import { describe, expect, it } from 'vitest';
import { gradients, type DifferentiateOptions } from '../graph/differentiate';
import { add, matMul, mul, sub, sumOfSquares, tanh } from '../graph/ops';
import { scan } from '../graph/scan/scan';
import { Variables } from './engine';
import { evaluate } from './reference/evaluate';
import { floats, operationCases, testCase, type Case } from './testing/cases';
import { everyEngine } from './testing/everyEngine';

/** Largest error allowed, as a share of the largest number of a gradient. */
const SHARE = 1e-5;
/** 1 - tanh² loses digits where tanh is almost 1. */
const SHARES: Readonly<Record<string, number>> = { 'sigmoid and tanh far from zero': 1e-4 };

/** The case with the gradients of Σ y² over its float outputs, for its float inputs, as further outputs; null where it has none of either. */
function withGradients({ name, graph, feeds }: Case, options?: DifferentiateOptions): Case | null {
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
const REFUSED = 'slice that leaves nothing';
const operations = operationCases().filter(({ name }) => name !== REFUSED);
const cases = [
  ...operations.map((one) => withGradients(one)).filter((one) => one !== null),
  ...(['stack', 'recompute'] as const).flatMap((residuals) => [false, true].map((reverse) =>
    withGradients(masked(`a loop ${reverse ? 'backward' : 'forward'}, residuals: ${residuals}`, reverse), { residuals })!)),
];

describe.each(everyEngine)('%s', (_name, create) => {
  it.each(cases)('$name', async ({ name: caseName, graph, feeds }) => {
    const wanted = evaluate(graph, Object.fromEntries(Object.entries(feeds).map(([key, { shape, data }]) => [key, { shape, data: Float64Array.from(data, Number) }])));
    const program = await (await create()).load(graph, new Variables());
    const got = await program.run(feeds);
    for (const { name } of graph.outputs.filter(({ name }) => name.startsWith('gradient.'))) {
      expect(got[name].shape, name).toEqual(wanted[name].shape);
      const largest = wanted[name].data.reduce((top, number) => Math.max(top, Math.abs(number)), 0);
      expect(got[name].data as Float32Array, name).toBeAllclose(wanted[name].data, { rtol: 0, atol: (SHARES[caseName] ?? SHARE) * largest });
    }
    await program.dispose();
  });
});

it('leaves out what no float goes into or comes out of, and one that is refused', () => {
  expect(operations.filter((one) => !cases.some(({ name }) => name === one.name)).map(({ name }) => name)).toMatchInlineSnapshot(`
    [
      "equal",
      "less",
      "greater",
      "add of whole numbers",
      "sub of whole numbers",
      "mul of whole numbers",
      "div of whole numbers",
      "min of whole numbers",
      "max of whole numbers",
      "equal of whole numbers",
      "cast of whole numbers",
    ]
  `);
  expect(() => withGradients(operationCases().find(({ name }) => name === REFUSED)!)).toThrow('concat: the gradient of joining [T, T-1] needs all sizes but one in numbers');
});
