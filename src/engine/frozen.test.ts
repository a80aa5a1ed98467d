/** Frozen weights: what a program computes stays what it was but for rounding, and follows its variables all the same. */
import { describe, expect, it } from 'vitest';
import { Graph, type Tensor } from '../graph/graph';
import { writeOnnx } from '../graph/onnx/writer';
import * as ops from '../graph/ops';
import { scan } from '../graph/scan/scan';
import { languageModel } from '../models/languageModel';
import { createEngine } from './choose';
import { Variables, type Engine, type Results } from './engine';
import { FrozenSession } from './onnxruntime/frozenSession';
import type { OrtRuntime } from './onnxruntime/runtime';
import { createJavaScriptEngine, javascript } from './tensorflow/testing/backends';

const engines: [string, () => Promise<Engine>][] = [
  ...(['onnxruntime', 'webassembly', 'reference'] as const).map((engine): [string, () => Promise<Engine>] => [engine, () => createEngine({ engine, threads: 1 })]),
  ['tensorflow', createJavaScriptEngine],
];

const numbers = (length: number, phase: number): Float32Array => Float32Array.from({ length }, (_, i) => Math.sin(i * 1.7 + phase));
const feed = (shape: readonly number[], phase: number): Tensor => ({ type: 'float32', shape, data: numbers(shape.reduce((a, b) => a * b, 1), phase) });

/** h ← tanh(x W + h U) through time, and then h Wᵀ: products outside a loop, in it, and with a weight that is turned. */
function graphWithWeights(): Graph {
  const graph = new Graph('weights');
  const [W, U] = [graph.parameter('W', [5, 40]), graph.parameter('U', [40, 40])];
  const { finals: [last] } = scan({ states: [graph.input('h', 'float32', ['B', 40])], inputs: [ops.matMul(graph.input('x', 'float32', ['T', 'B', 5]), W)] }, ([h], [step]) => {
    const next = ops.tanh(ops.add(step, ops.matMul(h, U)));
    return { states: [next], outputs: [] };
  });
  graph.output('last', last);
  graph.output('back', ops.matMul(last, ops.transpose(W)));
  return graph;
}

const weights = (phase: number): Variables => {
  const variables = new Variables();
  variables.set('W', [5, 40], numbers(200, phase));
  variables.set('U', [40, 40], numbers(1600, phase + 1).map((x) => x / 4));
  return variables;
};
const feeds = { x: feed([3, 2, 5], 2), h: feed([2, 40], 3) };
const copy = (results: Results): number[] => ['last', 'back'].flatMap((name) => Array.from(results[name].data as Float32Array));

describe.each(engines)('%s', (_name, create) => {
  it('computes with frozen weights what it computes with given ones', async () => {
    const engine = await create();
    const variables = weights(0);
    const given = await engine.load(graphWithWeights(), variables);
    const frozen = await engine.load(graphWithWeights(), variables, { weights: 'frozen' });
    const expected = copy(await given.run(feeds));
    for (let run = 0; run < 2; run++) expect(copy(await frozen.run(feeds))).toBeAllclose(expected, { rtol: 1e-5, atol: 1e-6 });
    await Promise.all([given.dispose(), frozen.dispose()]);
  });

  it('takes over weights that are set later, and those that a training step changed', async () => {
    const engine = await create();
    const variables = weights(0);
    const frozen = await engine.load(graphWithWeights(), variables, { weights: 'frozen' });
    const before = copy(await frozen.run(feeds));
    variables.set('U', [40, 40], new Float32Array(1600));
    const given = await engine.load(graphWithWeights(), variables);
    const expected = copy(await given.run(feeds));
    expect(expected).not.toBeAllclose(before, { rtol: 1e-3, atol: 1e-3 });
    expect(copy(await frozen.run(feeds))).toBeAllclose(expected, { rtol: 1e-5, atol: 1e-6 });

    const graph = new Graph('step');
    const W = graph.parameter('W', [5, 40]);
    graph.assign(W, ops.mul(W, 0.5));
    graph.output('done', graph.input('x', 'float32', [1]));
    const step = await engine.load(graph, variables);
    await step.run({ x: feed([1], 0) });
    expect(copy(await frozen.run(feeds))).toBeAllclose(copy(await given.run(feeds)), { rtol: 1e-5, atol: 1e-6 });
    expect(variables.get('W').data[1]).toBeCloseTo(weights(0).get('W').data[1] / 2, 6);
    await Promise.all([given.dispose(), frozen.dispose(), step.dispose()]);
  });

  it('does not freeze what a graph assigns', async () => {
    const graph = new Graph('step');
    const W = graph.parameter('W', [5, 40]);
    graph.assign(W, ops.neg(W));
    await expect((async () => (await create()).load(graph, weights(0), { weights: 'frozen' }))()).rejects.toThrow('internal: step changes weights: they cannot be frozen');
  });
});

describe('a frozen session', () => {
  const runtimeOf = (log: string[]): OrtRuntime => ({
    createSession: (model: Uint8Array) => {
      const name = `${log.filter((one) => one.startsWith('made')).length}`;
      log.push(`made ${name} of ${model.length} bytes`);
      return Promise.resolve({ release: () => { log.push(`released ${name}`); return Promise.resolve(); } });
    },
  }) as unknown as OrtRuntime;

  it('is made once a version of the weights, after the one before is given back', async () => {
    const log: string[] = [];
    const variables = weights(0);
    const session = new FrozenSession(graphWithWeights(), variables, runtimeOf(log), { memory: 'planned', compact: false });
    expect(await session.get()).toBe(await session.get());
    variables.set('W', [5, 40], new Float32Array(200));
    await session.get();
    await session.release();
    expect(log.map((line) => line.replace(/ of .*/, ''))).toEqual(['made 0', 'released 0', 'made 1', 'released 1']);
  });

  it('holds the weights as constants, up to a limit', async () => {
    const [whole, half]: string[][] = [[], []];
    const all = new FrozenSession(graphWithWeights(), weights(0), runtimeOf(whole), { memory: 'planned', compact: false });
    await all.get();
    expect(all.fed).toEqual([]);
    const some = new FrozenSession(graphWithWeights(), weights(0), runtimeOf(half), { memory: 'planned', compact: false, mostBytes: 1000 });
    await some.get();
    expect(some.fed.map(({ name }) => name)).toEqual(['U']);
    const bytes = ([line]: readonly string[]): number => Number(/of (\d+)/.exec(line)![1]);
    expect(bytes(whole) - bytes(half)).toBeGreaterThan(6000);
    expect(writeOnnx(graphWithWeights()).length).toBeLessThan(bytes(half) - 700);
  });
});

it('leaves nothing on the device of TensorFlow', async () => {
  const engine = await createJavaScriptEngine();
  const count = javascript.memory().numTensors;
  const variables = weights(0);
  const program = await engine.load(graphWithWeights(), variables, { weights: 'frozen' });
  await program.run(feeds);
  const held = javascript.memory().numTensors;
  variables.set('W', [5, 40], new Float32Array(200));
  for (let run = 0; run < 3; run++) await program.run(feeds);
  expect(javascript.memory().numTensors).toBe(held);
  await program.dispose();
  expect(javascript.memory().numTensors).toBe(count);
});

it('gives a language model the same predictions', async () => {
  const model = languageModel({ cell: 'lstm', window: null, vocabulary: 300, embedding: 24, hidden: 24, layers: 2, dropout: 0, tieEmbeddings: true, activation: 'tanh', recurrentInitializer: 'uniform' });
  const variables = new Variables();
  for (const spec of model.parameters) variables.set(spec.name, spec.shape, spec.initialize(1));
  const engine = await createEngine({ engine: 'onnxruntime', threads: 1 });
  const inputs = { positions: { type: 'int32' as const, shape: [1], data: Int32Array.of(1) }, input: { type: 'int32' as const, shape: [2, 1], data: Int32Array.of(5, 9) }, ...Object.fromEntries(model.predict().states.map(({ input }, i) => [input, feed([1, 24], i)])) };
  const [given, frozen] = [await engine.load(model.predict().graph, variables), await engine.load(model.predict().graph, variables, { weights: 'frozen' })];
  expect((await frozen.run(inputs)).probabilities.data).toBeAllclose((await given.run(inputs)).probabilities.data as Float32Array, { rtol: 1e-5, atol: 1e-6 });
});
