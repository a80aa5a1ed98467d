/** Every operation on every engine against the double-precision reference. */
import { describe, expect, it } from 'vitest';
import { onnxOperations } from '../graph/onnx/lower';
import type { Graph } from '../graph/graph';
import { createEngine } from './choose';
import { Variables } from './engine';
import { evaluate } from './reference/evaluate';
import { referenceOperations } from './reference/kernels';
import { operationCases } from './testing/cases';
import { loopCases } from './testing/loops';

/** Single precision beside double: a few units in the last place, more where sums cancel. */
const TOLERANCE = { rtol: 2e-6, atol: 1e-6 };
const cases = [...operationCases(), ...loopCases()];

describe.each(['onnxruntime', 'webassembly'] as const)('%s computes what the reference computes', (name) => {
  it.each(cases)('$name', async ({ graph, feeds }) => {
    const engine = await createEngine({ engine: name, threads: 2 });
    const program = await engine.load(graph, new Variables());
    const wanted = evaluate(graph, Object.fromEntries(Object.entries(feeds).map(([key, { shape, data }]) => [key, { shape, data: Float64Array.from(data, Number) }])));
    for (let time = 0; time < 2; time++) { // a second run takes the buffers of the first
      const got = await program.run(feeds);
      for (const { name: output, value } of graph.outputs) {
        expect(got[output].type).toBe(value.type);
        expect(got[output].shape).toEqual(wanted[output].shape);
        expect(Float64Array.from(got[output].data, Number)).toBeAllclose(wanted[output].data, TOLERANCE);
      }
    }
    await program.dispose();
  });
});

describe('no operation is forgotten', () => {
  const used = new Set(cases.flatMap(({ graph }) => operationsOf(graph)));
  it('each that can be written has a case and is known to the reference', () => {
    expect([...used].sort()).toEqual(onnxOperations());
    expect(referenceOperations()).toEqual(onnxOperations());
  });
});

function operationsOf(graph: Graph): string[] {
  return graph.nodes.flatMap(({ operation, body }) => [operation, ...(body ? operationsOf(body) : [])]);
}
