/** Every operation and every loop on TensorFlow's kernels against the double-precision reference. */
import { describe, expect, it } from 'vitest';
import { onnxOperations } from '../../graph/onnx/lower';
import { Variables } from '../engine';
import { evaluate } from '../reference/evaluate';
import { operationCases } from '../testing/cases';
import { loopCases } from '../testing/loops';
import { tensorflowOperations } from './kernels';
import { backends } from './testing/backends';
import { sizesInLoops } from './testing/wholeNumbers';

/** Single precision beside double: a few units in the last place, more where sums cancel. */
const TOLERANCE = { rtol: 2e-6, atol: 1e-6 };

describe.each(backends)('TensorFlow (%s) computes what the reference computes', (_name, create) => {
  it.each([...operationCases(), ...loopCases(), ...sizesInLoops()])('$name', async ({ graph, feeds }) => {
    const program = await (await create()).load(graph, new Variables());
    const wanted = evaluate(graph, Object.fromEntries(Object.entries(feeds).map(([key, { shape, data }]) => [key, { shape, data: Float64Array.from(data, Number) }])));
    for (let time = 0; time < 2; time++) {
      const got = await program.run(feeds);
      for (const { name, value } of graph.outputs) {
        expect(got[name].type).toBe(value.type);
        expect(got[name].shape).toEqual(wanted[name].shape);
        expect(Float64Array.from(got[name].data, Number)).toBeAllclose(wanted[name].data, TOLERANCE);
      }
    }
    await program.dispose();
  });
});

it('maps every operation that there is', () => {
  expect(tensorflowOperations()).toEqual(onnxOperations());
});
