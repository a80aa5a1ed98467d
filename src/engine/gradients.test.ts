/**
 * The derived gradient of every operation, and of loops in both directions, on every engine against the reference. That the reference's
 * gradients are right is shown by finite differences (src/graph/differentiate.test.ts).
 */
import { describe, expect, it } from 'vitest';
import { Variables } from './engine';
import { evaluate } from './reference/evaluate';
import { operationCases } from './testing/cases';
import { everyEngine } from './testing/everyEngine';
import { gradientCases, REFUSED, withGradients } from './testing/gradientCases';

/** Largest error allowed, as a share of the largest number of a gradient. */
const SHARE = 1e-5;
/** 1 - tanh² loses digits where tanh is almost 1. */
const SHARES: Readonly<Record<string, number>> = { 'sigmoid and tanh far from zero': 1e-4 };

const cases = gradientCases();

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
  const taken = operationCases().filter(({ name }) => name !== REFUSED);
  expect(taken.filter((one) => !cases.some(({ name }) => name === one.name)).map(({ name }) => name)).toMatchInlineSnapshot(`
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
