import { describe, expect, it } from 'vitest';
import { createReferenceEngine } from '../engine/reference/referenceEngine';
import { Variables, type Results } from '../engine/engine';
import { gradients } from './differentiate';
import { Graph, type Value } from './graph';
import { multiplyTablesNotRows } from './lookups';
import { liveValues } from './onnx/live';
import * as ops from './ops';
import { scan } from './scan/scan';

interface Small { readonly graph: Graph; readonly loss: Value; readonly parameters: readonly Value[] }

/** h ← tanh(E[i] W + b + h U) through time, its last state against zero. */
function recurrent(rows: number, width = 3): Small {
  const graph = new Graph('recurrent');
  const indices = graph.input('indices', 'int32', ['T', 'B']);
  const start = graph.input('start', 'float32', ['B', 2]);
  const parameters = [graph.parameter('E', [rows, width]), graph.parameter('W', [width, 2]), graph.parameter('U', [2, 2]), graph.parameter('b', [2])];
  const [E, W, U, b] = parameters;
  const { finals: [last] } = scan({ states: [start], inputs: [ops.gather(E, indices)] }, ([h], [x]) => {
    const next = ops.tanh(ops.add(ops.add(ops.matMul(x, W), b), ops.matMul(h, U)));
    return { states: [next], outputs: [] };
  });
  return { graph, loss: ops.sumOfSquares(last), parameters };
}

async function run({ graph, loss, parameters }: Small): Promise<Results> {
  graph.output('loss', loss);
  gradients(loss, parameters).forEach((gradient, i) => graph.output(`d${parameters[i].name}`, gradient));
  const variables = new Variables();
  for (const { name, shape } of parameters) {
    const sizes = shape as readonly number[];
    variables.set(name, sizes, Float32Array.from({ length: sizes.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(i + name.charCodeAt(0))));
  }
  const program = await createReferenceEngine().load(graph, variables);
  return program.run({
    indices: { type: 'int32', shape: [3, 2], data: Int32Array.of(1, 0, 2, 2, 1, 3) },
    start: { type: 'float32', shape: [2, 2], data: Float32Array.of(0.1, -0.2, 0.3, 0.4) },
  });
}

/** Products outside the loop that read the table itself. */
const tableProducts = ({ graph }: Small): number => {
  const live = liveValues(graph);
  return graph.nodes.filter(({ operation, inputs, outputs }) => operation === 'MatMul' && inputs[0].name === 'E' && live.has(outputs[0])).length;
};

describe('multiplyTablesNotRows', () => {
  it('multiplies the table instead of its rows: the same loss and gradients', async () => {
    const plain = recurrent(4);
    const moved = recurrent(4);
    multiplyTablesNotRows(moved.graph);
    const [expected, found] = [await run(plain), await run(moved)];
    for (const name in expected) expect(found[name].data as Float32Array, name).toBeAllclose(expected[name].data as Float32Array, { rtol: 1e-6, atol: 1e-7 });
    expect(tableProducts(plain)).toBe(0);
    expect(tableProducts(moved)).toBe(1);
  });

  it('adds the bias to the table as well', () => {
    const { graph, loss } = recurrent(4);
    multiplyTablesNotRows(graph);
    graph.output('loss', loss);
    const live = liveValues(graph);
    const sums = graph.nodes.filter(({ operation, outputs: [sum] }) => operation === 'Add' && live.has(sum));
    expect(sums.map(({ outputs: [sum] }) => sum.shape)).toEqual([[4, 2]]);
  });

  it('moves the values that a graph gives out', () => {
    const graph = new Graph('outputs');
    const E = graph.parameter('E', [2, 3]);
    const y = ops.matMul(ops.gather(E, graph.input('indices', 'int32', ['N'])), graph.parameter('W', [3, 3]));
    graph.output('y', y);
    multiplyTablesNotRows(graph);
    expect(graph.outputs[0].value.producer?.operation).toBe('Gather');
    expect(graph.outputs[0].value.shape).toEqual(['N', 3]);
  });

  it.each([['a table of many narrow rows', 7, 3], ['a large table', 513, 400]])('leaves %s alone', (_name, rows, width) => {
    const model = recurrent(rows, width);
    multiplyTablesNotRows(model.graph);
    model.graph.output('loss', model.loss);
    expect(tableProducts(model)).toBe(0);
  });
});
