import * as ort from 'onnxruntime-node';
import { afterEach, describe, expect, it, vi } from 'vitest';
import '../../graph/operations';
import { Graph, type Value } from '../../graph/graph';
import { nextName, writeOnnx } from '../../graph/onnx/writer';
import * as ops from '../../graph/ops';
import { updateGraph, type OptimizerOptions, type UpdatePlan } from '../../training/optimizers';
import { createEngine } from '../choose';
import { Variables } from '../engine';
import { createReferenceEngine } from '../reference/referenceEngine';
import { generator } from '../testing/cases';
import { elementwiseProgram } from './elementwiseProgram';
import { planElementwise } from './plan';

const plain: OptimizerOptions = { optimizer: 'sgd', momentum: 0, weightDecay: 0, clipNorm: null };
const optimizers: readonly OptimizerOptions[] = [
  plain, { ...plain, momentum: 0.9 }, { ...plain, optimizer: 'adam' }, { ...plain, optimizer: 'adamw', weightDecay: 0.1 }, { ...plain, optimizer: 'adam', clipValue: 0.2 },
];
/** Whole fours, remainders of one to three, and less than four. */
const shapes = [[8], [3, 3], [2, 5], [11], [1], [2], [3], [40, 25]];

function updateOf(options: OptimizerOptions): { plan: UpdatePlan; variables: Variables } {
  const graph = new Graph('model');
  const plan = updateGraph({ graph, parameters: shapes.map((shape, i) => graph.parameter(`w${i}`, shape)) }, options);
  const random = generator(3);
  const variables = new Variables();
  // Second moments are never negative.
  for (const { name, shape } of plan.graph.parameters) variables.set(name, shape as number[], Float32Array.from({ length: (shape as number[]).reduce((a, b) => a * b, 1) }, () => (name.startsWith('adam.v') ? random() : random() - 0.5)));
  return { plan, variables };
}

const numbersOf = (variables: Variables): Record<string, number[]> => Object.fromEntries(variables.names().map((name) => [name, [...variables.get(name).data]]));

describe.each(optimizers)('the update %o', (options) => {
  it('is the one of a runtime to the bit', async () => {
    const { plan, variables } = updateOf(options);
    const session = await ort.InferenceSession.create(writeOnnx(plan.graph), { logSeverityLevel: 4 });
    const program = elementwiseProgram(plan.graph, variables)!;
    for (let step = 0; step < 3; step++) {
      const feeds = plan.feedsAt(step, 0.01, 0.5);
      const given = { ...feeds, ...Object.fromEntries(plan.graph.parameters.map(({ name }) => [name, variables.get(name)])) };
      const wanted = await session.run(Object.fromEntries(Object.entries(given).map(([name, { data, shape }]) => [name, new ort.Tensor('float32', (data as Float32Array).slice(), shape)])));
      const { gradientNorm } = await program.run(feeds);
      expect(gradientNorm.data as Float32Array).toBeAllclose(wanted.gradientNorm.data as Float32Array, { rtol: 1e-6 });
      for (const parameter of plan.graph.assignments.keys()) expect([...variables.get(parameter.name).data], parameter.name).toEqual([...wanted[nextName(parameter)].data as Float32Array]);
    }
    await session.release();
  });

  it.each([1e-3, 1e3])('follows the reference where the norm is clipped at %f', async (clipNorm) => {
    const [got, right] = [updateOf({ ...options, clipNorm }), updateOf({ ...options, clipNorm })];
    const program = elementwiseProgram(got.plan.graph, got.variables)!;
    const reference = await createReferenceEngine().load(right.plan.graph, right.variables);
    for (let step = 0; step < 3; step++) {
      const [a, b] = [await program.run(got.plan.feedsAt(step, 0.01)), await reference.run(right.plan.feedsAt(step, 0.01))];
      expect(a.gradientNorm.data as Float32Array).toBeAllclose(b.gradientNorm.data as Float32Array, { rtol: 1e-6 });
      for (const name of right.variables.names()) expect(got.variables.get(name).data, name).toBeAllclose(right.variables.get(name).data, { rtol: 2e-6, atol: 1e-7 });
    }
  });
});

/** w and v [3, 2] that are assigned what `build` says. */
function assigning(build: (w: Value, v: Value, graph: Graph) => readonly [Value, Value]): { graph: Graph; variables: Variables } {
  const graph = new Graph('assigning');
  const [w, v] = [graph.parameter('w', [3, 2]), graph.parameter('v', [3, 2])];
  build(w, v, graph).forEach((next, i) => graph.assign([w, v][i], next));
  const variables = new Variables();
  variables.set('w', [3, 2], Float32Array.of(1, -2, 3, -4, 5, -6));
  variables.set('v', [3, 2], Float32Array.of(7, 8, 9, 10, 11, 12));
  return { graph, variables };
}

describe('a walk', () => {
  it('reads everything of a place before it writes there', async () => {
    const { graph, variables } = assigning((w, v) => [v, ops.neg(w)]);
    await elementwiseProgram(graph, variables)!.run({});
    expect(numbersOf(variables)).toEqual({ w: [7, 8, 9, 10, 11, 12], v: [-1, 2, -3, 4, -5, 6] });
  });

  it('knows every operation', async () => {
    const { graph, variables } = assigning((w, v) => [ops.div(ops.sub(ops.max(w, -3), ops.min(v, 9)), 2), ops.sqrt(ops.add(ops.abs(w), ops.mul(w, w)))]);
    const { graph: same, variables: right } = assigning((w, v) => [ops.div(ops.sub(ops.max(w, -3), ops.min(v, 9)), 2), ops.sqrt(ops.add(ops.abs(w), ops.mul(w, w)))]);
    await elementwiseProgram(graph, variables)!.run({});
    await (await createReferenceEngine().load(same, right)).run({});
    for (const name of ['w', 'v']) expect(variables.get(name).data).toBeAllclose(right.get(name).data, { rtol: 1e-7 });
  });

  it('may write a scalar everywhere, and sum squares that it computes', async () => {
    const { graph, variables } = assigning((w, v) => [ops.mul(w, 0), ops.add(ops.mul(v, 0), ops.sumOfSquares(ops.mul(w, 0.5)))]);
    await elementwiseProgram(graph, variables)!.run({});
    expect(numbersOf(variables)).toEqual({ w: [0, -0, 0, -0, 0, -0], v: new Array(6).fill(91 / 4) });
  });

  it('adds up in double precision', async () => {
    const graph = new Graph('sum');
    const w = graph.parameter('w', [1 << 16, 16]);
    graph.output('sum', ops.sumOfSquares(w));
    graph.assign(w, ops.mul(w, 1));
    const variables = new Variables();
    variables.set('w', [1 << 16, 16], new Float32Array(1 << 20).fill(0.1));
    const { sum } = await elementwiseProgram(graph, variables)!.run({});
    expect(sum.data[0]).toBe(Math.fround(2 ** 20 * Math.fround(0.1) ** 2));
  });
});

describe('variables', () => {
  afterEach(() => { vi.unstubAllGlobals(); });

  it('are taken over again where another program has put them anew, and are seen by all', async () => {
    const { graph, variables } = assigning((w, v) => [ops.add(w, v), v]);
    const program = elementwiseProgram(graph, variables)!;
    await program.run({});
    const { version } = variables;
    variables.replace('v', { type: 'float32', shape: [3, 2], data: new Float32Array(6).fill(1) });
    variables.set('w', [3, 2], new Float32Array(6));
    await program.run({});
    expect([...variables.get('w').data]).toEqual([1, 1, 1, 1, 1, 1]);
    expect(variables.version).toBeGreaterThan(version);
  });

  it('of another shape are refused', async () => {
    const { graph, variables } = assigning((w, v) => [ops.add(w, v), v]);
    const program = elementwiseProgram(graph, variables)!;
    variables.replace('v', { type: 'float32', shape: [2], data: new Float32Array(2) });
    await expect(program.run({})).rejects.toThrow('internal: assigning expects v [3, 2], got [2]');
  });

  it('do what a session does where they do not fit into 4 GiB', () => {
    const graph = new Graph('huge');
    const w = graph.parameter('w', [40_000, 30_000]);
    graph.assign(w, ops.mul(w, 2));
    expect(planElementwise(graph)).not.toBeNull();
    expect(elementwiseProgram(graph, new Variables())).toBeNull();
  });

  it('do so where the system gives no memory, and come out the same', async () => {
    const { plan, variables } = updateOf(plain);
    const walked = updateOf(plain);
    await elementwiseProgram(walked.plan.graph, walked.variables)!.run(plan.feedsAt(0, 0.1));
    vi.stubGlobal('WebAssembly', { ...WebAssembly, Memory: class { constructor() { throw new RangeError('could not allocate memory'); } } });
    expect(elementwiseProgram(plan.graph, variables)).toBeNull();
    const program = await (await createEngine({ engine: 'onnxruntime', threads: 1 })).load(plan.graph, variables);
    await program.run(plan.feedsAt(0, 0.1));
    await program.dispose();
    expect(numbersOf(variables)).toEqual(numbersOf(walked.variables));
  });
});

describe('a graph is not element-wise', () => {
  it.each<[string, (w: Value, v: Value, graph: Graph) => readonly [Value, Value]]>([
    ['with a product', (w, v) => [ops.matMul(ops.matMul(w, ops.transpose(v)), w), v]],
    ['with an array that is fed', (w, v, graph) => [ops.add(w, graph.input('x', 'float32', [3, 2])), v]],
    ['with a row that is repeated', (w, v) => [ops.add(w, ops.reduceSum(v, [0], true)), v]],
    ['with an array that is given out', (w, v, graph) => { graph.output('y', ops.add(w, v)); return [w, v]; }],
    ['with another function', (w, v) => [ops.tanh(w), v]],
  ])('%s', (_what, build) => {
    expect(planElementwise(assigning(build).graph)).toBeNull();
  });

  it('without an assignment, or with a parameter of no axes', () => {
    const graph = new Graph('sum');
    graph.output('sum', ops.sumOfSquares(graph.parameter('w', [2])));
    expect(planElementwise(graph)).toBeNull();
    const scalar = new Graph('scalar');
    const s = scalar.parameter('s', []);
    scalar.assign(s, ops.mul(s, 2));
    expect(planElementwise(scalar)).toBeNull();
  });
});

it('runs without a session, and refuses feeds that do not fit', async () => {
  const { plan, variables } = updateOf({ ...plain, clipNorm: 1 });
  const program = await (await createEngine({ engine: 'onnxruntime', threads: 1 })).load(plan.graph, variables);
  await program.run(plan.feedsAt(0, 0.1));
  await expect(program.run({})).rejects.toThrow(/feed "share" of model update: expected float32 \[\], got nothing/);
  expect(new Set(variables.names().map((name) => variables.get(name).data.buffer)).size).toBe(1);
  await program.dispose();
});
