/** Gradients of large tables are written as the rows that a batch touched (`graph/onnx/touchedRows.ts`): the numbers are those of the plain form. */
import { describe, expect, it } from 'vitest';
import '../graph/operations';
import { createEngine } from '../engine/choose';
import { Variables, type Engine } from '../engine/engine';
import { createReferenceEngine } from '../engine/reference/referenceEngine';
import { Graph, type Tensor, type Value } from '../graph/graph';
import { liveValues } from '../graph/onnx/live';
import { findTouched } from '../graph/onnx/touchedRows';
import * as ops from '../graph/ops';
import type { ModelGraph } from '../models/model';
import { attachAccumulation } from './accumulate';
import { attachOptimizer, type OptimizerOptions } from './optimizers';

const [ROWS, WIDTH] = [4100, 256]; // 2²⁰ numbers and some more
type Uses = 'one lookup' | 'two lookups' | 'tied';

/** The table's rows against a weight, against their own successors, or against the whole table as tied embeddings are. */
function model(uses: Uses, rows = ROWS): ModelGraph {
  const graph = new Graph('lookups');
  const [tokens, others] = [graph.input('tokens', 'int32', ['T', 'B']), graph.input('others', 'int32', ['S', 'B'])];
  const [table, weight] = [graph.parameter('table', [rows, WIDTH]), graph.parameter('weight', [WIDTH, 3])];
  const read = (indices: Value): Value => ops.sumOfSquares(ops.tanh(ops.matMul(ops.gather(table, indices), weight)));
  const one = ops.add(read(tokens), ops.mul(ops.sumOfSquares(weight), 0.1));
  const loss = uses === 'one lookup' ? ops.add(one, ops.mul(ops.reduceSum(ops.cast(others, 'float32'), [0, 1]), 0))
    : ops.add(one, uses === 'two lookups' ? read(others) : ops.sumOfSquares(ops.matMul(ops.flatten(ops.gather(table, others)), ops.transpose(table))));
  return { graph, loss, parameters: [table, weight], masks: [], states: [] };
}

/** The plain form: a gradient that is given out must be whole. */
function giveOutGradients(graph: Graph): void {
  graph.nodes.filter(({ operation }) => operation === 'GatherGradient').forEach(({ outputs }, i) => graph.output(`gradient${i}`, outputs[0]));
}

const touchedIn = (graph: Graph): number => new Set(findTouched(graph, liveValues(graph)).values()).size;
const whole = (data: readonly number[], shape: readonly number[]): Tensor => ({ type: 'int32', shape, data: Int32Array.from(data) });
/** Rows that come once, often, and both at the borders. */
const batches = [
  { tokens: whole([0, 7, 7, 4099, 7, 12], [3, 2]), others: whole([4099, 9], [1, 2]) },
  { tokens: whole([5, 5], [1, 2]), others: whole([5, 0, 11, 5], [2, 2]) },
  { tokens: whole(Array.from({ length: 400 }, (_, i) => (i * i) % 97), [200, 2]), others: whole([96, 96], [1, 2]) },
];

function filled(moments: readonly { readonly name: string; readonly shape: readonly number[] }[]): Variables {
  const variables = new Variables();
  variables.set('table', [ROWS, WIDTH], Float32Array.from({ length: ROWS * WIDTH }, (_, i) => Math.sin(i) / 20));
  variables.set('weight', [WIDTH, 3], Float32Array.from({ length: WIDTH * 3 }, (_, i) => Math.cos(i) / 20));
  for (const { name, shape } of moments) variables.set(name, shape, new Float32Array(shape.reduce((product, size) => product * size, 1)));
  return variables;
}

const unclipped: OptimizerOptions = { optimizer: 'sgd', momentum: 0, weightDecay: 0, clipNorm: null };
interface Trained { readonly numbers: Readonly<Record<string, Float32Array>>; readonly norms: readonly number[]; readonly touched: number }

async function train(engine: Engine, uses: Uses, options: OptimizerOptions, plain: boolean): Promise<Trained> {
  const training = model(uses);
  const plan = attachOptimizer(training, options);
  if (plain) giveOutGradients(training.graph);
  const variables = filled(plan.moments);
  const program = await engine.load(training.graph, variables);
  const norms: number[] = [];
  for (const [step, feeds] of batches.entries()) norms.push((await program.run({ ...feeds, ...plan.feedsAt(step, 0.01) })).gradientNorm.data[0] as number);
  await program.dispose();
  return { numbers: Object.fromEntries(variables.names().map((name) => [name, Float32Array.from(variables.get(name).data)])), norms, touched: touchedIn(training.graph) };
}

const same = (a: Float32Array, b: Float32Array): boolean => a.length === b.length && a.every((number, i) => number === b[i]);

describe.each([['onnxruntime', 2], ['webassembly', 2]] as const)('%s with %i threads', (name, threads) => {
  const engine = createEngine({ engine: name, threads });

  it.each<[Uses, Partial<OptimizerOptions>]>([
    ['one lookup', {}], ['one lookup', { momentum: 0.9 }], ['one lookup', { optimizer: 'adam' }], ['one lookup', { optimizer: 'adamw', weightDecay: 0.1 }], ['one lookup', { optimizer: 'adam', clipValue: 0.001 }],
    ['two lookups', {}], ['two lookups', { optimizer: 'adam' }], ['tied', {}], ['tied', { optimizer: 'adam' }],
  ])('trains a table with %s %o to the bits of the plain form', async (uses, options) => {
    const [rows, plain] = [await train(await engine, uses, { ...unclipped, ...options }, false), await train(await engine, uses, { ...unclipped, ...options }, true)];
    expect([rows.touched, plain.touched]).toEqual([uses === 'tied' ? 2 : 1, 0]); // of two that meet each other, one is whole
    expect(Object.keys(rows.numbers).filter((parameter) => !same(rows.numbers[parameter], plain.numbers[parameter]))).toEqual([]);
    expect(rows.norms).toBeAllclose(plain.norms, { rtol: 2e-6 });
  });

  it.each<Partial<OptimizerOptions>>([{}, { momentum: 0.9 }])('follows the reference where the norm is clipped %o', async (options) => {
    const clipped = { ...unclipped, ...options, clipNorm: 0.05 };
    const [rows, right] = [await train(await engine, 'one lookup', clipped, false), await train(createReferenceEngine(), 'one lookup', clipped, false)];
    expect(rows.norms).toBeAllclose(right.norms, { rtol: 2e-6 });
    expect(rows.numbers['table']).toBeAllclose(right.numbers['table'], { rtol: 2e-6, atol: 2e-7 });
  });

  it('adds up batches as the plain form does', async () => {
    const outcomes = [];
    for (const plain of [false, true]) {
      const training = model('one lookup');
      const plan = attachAccumulation(training);
      if (plain) giveOutGradients(training.graph);
      expect(touchedIn(training.graph)).toBe(plain ? 0 : 1);
      const variables = filled(plan.accumulators);
      const program = await (await engine).load(training.graph, variables);
      for (const [index, feeds] of batches.entries()) await program.run({ ...feeds, ...plan.feedsFor(10 + index, index === 0) });
      await program.dispose();
      outcomes.push(Float32Array.from(variables.get('gradient.table').data));
    }
    expect(same(outcomes[0], outcomes[1])).toBe(true);
    expect(outcomes[0].some((number) => number !== 0)).toBe(true);
  });
});

it('leaves the rows alone that no token names', async () => {
  const { numbers } = await train(await createEngine({ engine: 'onnxruntime', threads: 1 }), 'one lookup', unclipped, false);
  const before = filled([]).get('table').data;
  const named = new Set(batches.flatMap(({ tokens }) => [...tokens.data as Int32Array]));
  const changed = Array.from({ length: ROWS }, (_, row) => row).filter((row) => !same(numbers['table'].subarray(row * WIDTH, (row + 1) * WIDTH), before.subarray(row * WIDTH, (row + 1) * WIDTH)));
  expect(changed).toEqual([...named].sort((a, b) => a - b));
});

describe('findTouched', () => {
  it('leaves small tables to the plain form', () => {
    const small = model('one lookup', 4000);
    attachOptimizer(small, unclipped);
    expect(touchedIn(small.graph)).toBe(0);
  });

  it.each<[string, (gradient: Value) => Value]>([
    ['divided', (gradient) => ops.div(1, gradient)], ['added to a number', (gradient) => ops.add(gradient, 1)], ['taken from', (gradient) => ops.sub(gradient, ops.full(gradient, [ROWS, WIDTH], 1))],
    ['cut from below', (gradient) => ops.max(gradient, 0.5)], ['summed', (gradient) => ops.reduceSum(gradient, [0, 1])],
  ])('wants the gradient whole where it is %s', (_what, use) => {
    const training = model('one lookup');
    attachOptimizer(training, unclipped);
    const { outputs: [gradient] } = training.graph.nodes.find(({ operation }) => operation === 'GatherGradient')!;
    training.graph.output('use', ops.sumOfSquares(use(gradient)));
    expect(touchedIn(training.graph)).toBe(0);
  });
});
