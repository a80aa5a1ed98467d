/** Every operation on every engine against the double-precision reference. */
import { beforeAll, describe, expect, it } from 'vitest';
import { onnxOperations } from '../graph/onnx/lower';
import type { Graph } from '../graph/graph';
import { createEngine, type EngineChoice } from './choose';
import { Variables, type Engine } from './engine';
import { evaluate } from './reference/evaluate';
import { referenceOperations } from './reference/kernels';
import { operationCases } from './testing/cases';
import { loopCases } from './testing/loops';

/** Single precision beside double: a few units in the last place, more where sums cancel. */
const TOLERANCE = { rtol: 2e-6, atol: 1e-6 };
/** A card sums in other orders and has exp and tanh of its own. */
const CARD_TOLERANCE = { rtol: 1e-5, atol: 2e-6 };
const cases = [...operationCases(), ...loopCases()];

/** A card's provider is tested too where `SEQLAB_PROVIDER` names it: few of the machines that test have one. */
const provider = process.env.SEQLAB_PROVIDER as EngineChoice['provider'];
const engines: [string, EngineChoice][] = [
  ['onnxruntime', { engine: 'onnxruntime', threads: 2 }], ['webassembly', { engine: 'webassembly', threads: 2 }],
  ...(provider === undefined ? [] : [[provider, { engine: 'onnxruntime', threads: 2, provider }] as [string, EngineChoice]]),
];

describe.each(engines)('%s computes what the reference computes', (name, choice) => {
  let engine: Engine;
  beforeAll(async () => { engine = await createEngine(choice); });

  it.each(cases)('$name', async ({ graph, feeds }) => {
    const program = await engine.load(graph, new Variables());
    const wanted = evaluate(graph, Object.fromEntries(Object.entries(feeds).map(([key, { shape, data }]) => [key, { shape, data: Float64Array.from(data, Number) }])));
    for (let time = 0; time < 2; time++) { // a second run takes the buffers of the first
      const got = await program.run(feeds);
      for (const { name: output, value } of graph.outputs) {
        expect(got[output].type).toBe(value.type);
        expect(got[output].shape).toEqual(wanted[output].shape);
        expect(Float64Array.from(got[output].data, Number)).toBeAllclose(wanted[output].data, name === provider ? CARD_TOLERANCE : TOLERANCE);
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
