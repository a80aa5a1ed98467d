/** Compact weights in the runtime, as where there are no relaxed vector instructions (else: `compiled/predictionProgram.test.ts`): products of whole numbers are those numbers' to the last one, each row by itself, and a language model says nearly what it said. */
import { describe, expect, it, vi } from 'vitest';
import { Graph } from '../graph/graph';
import { compactMatrix, isWorthCompacting } from '../graph/onnx/compactWeights';
import * as ops from '../graph/ops';
import { scan } from '../graph/scan/scan';
import { topIndices } from '../decoding/selection';
import { loadTokenModel } from '../decoding/tokenModel';
import { languageModel } from '../models/languageModel';
import { RandomStream } from '../random/philox';
import { createEngine } from './choose';
import { Variables, type Engine, type WeightUse } from './engine';

vi.mock('./wasm/relaxed', () => ({ hasRelaxedVectors: () => false }));

const [K, N] = [640, 512];
const engine = (): Promise<Engine> => createEngine({ engine: 'onnxruntime', threads: 1 });
function noise(length: number, seed: number): Float32Array {
  const random = new RandomStream(seed, 'compact');
  return Float32Array.from({ length }, () => random.uniform() + random.uniform() - 1);
}

async function product(W: Float32Array, rows: readonly Float32Array[], weights: WeightUse, turned = false): Promise<Float32Array> {
  const graph = new Graph('product');
  const parameter = graph.parameter('W', turned ? [N, K] : [K, N]);
  graph.output('y', ops.matMul(graph.input('x', 'float32', ['M', K]), turned ? ops.transpose(parameter) : parameter));
  const variables = new Variables();
  variables.set('W', parameter.shape as number[], W);
  const program = await (await engine()).load(graph, variables, { weights });
  const x = new Float32Array(rows.length * K);
  rows.forEach((row, m) => x.set(row, m * K));
  const { y } = await program.run({ x: { type: 'float32', shape: [rows.length, K], data: x } });
  const copy = Float32Array.from(y.data as Float32Array);
  await program.dispose();
  return copy;
}

/** What `compactProduct.ts` says, in double precision. */
function expected(W: Float32Array, row: Float32Array): Float64Array {
  const { codes, scales } = compactMatrix({ type: 'float32', shape: [K, N], data: W }, false);
  const r = Math.fround(Math.max(...row.map(Math.abs)) * Math.fround(1 / 63));
  const steps = row.map((value) => value / r);
  const even = (value: number): number => (Math.abs(value % 1) === 0.5 ? 2 * Math.round(value / 2) : Math.round(value));
  const coarse = steps.map(even);
  const fine = steps.map((value, k) => even(Math.fround((value - coarse[k]) * 126)));
  return Float64Array.from({ length: N }, (_, n) => coarse.reduce((sum, a, k) => sum + (a + fine[k] / 126) * codes[k * N + n], 0) * r * scales[n]);
}

describe('a product with a compact weight', () => {
  it('is that of its whole numbers', async () => {
    const [W, rows] = [noise(K * N, 1), [noise(K, 2), noise(K, 3)]];
    const y = await product(W, rows, 'compact');
    rows.forEach((row, m) => expect(y.subarray(m * N, (m + 1) * N)).toBeAllclose(expected(W, row), { rtol: 1e-5, atol: 1e-3 }));
  });

  it('cuts no sum off where all numbers are the largest there are', async () => {
    const signs = [1, -1].flatMap((w) => [1, -1].map((x) => [w, x] as const));
    for (const [w, x] of signs) {
      const y = await product(new Float32Array(K * N).fill(w), [new Float32Array(K).fill(x)], 'compact');
      expect(y).toBeAllclose(new Float32Array(N).fill(K * w * x), { rtol: 1e-6, atol: 0 });
    }
  });

  it('is near the exact one, turned or not', async () => {
    const [W, row] = [noise(K * N, 4), noise(K, 5)];
    const turned = new Float32Array(K * N);
    for (let k = 0; k < K; k++) for (let n = 0; n < N; n++) turned[n * K + k] = W[k * N + n];
    const exact = await product(W, [row], 'frozen');
    const spread = Math.sqrt(exact.reduce((sum, value) => sum + value * value, 0) / N);
    const y = await product(W, [row], 'compact');
    expect(y).not.toEqual(exact);
    expect(Math.max(...y.map((value, n) => Math.abs(value - exact[n])))).toBeLessThan(0.05 * spread);
    expect(await product(turned, [row], 'compact', true)).toEqual(y);
  });

  it('gives a row the same bits, whatever stands beside it; zeros where it is of zeros', async () => {
    const [W, row] = [noise(K * N, 6), noise(K, 7)];
    const alone = await product(W, [row], 'compact');
    const beside = await product(W, [new Float32Array(K), row, noise(K, 8).map((value) => 1e6 * value)], 'compact');
    expect(beside.slice(N, 2 * N)).toEqual(alone);
    expect(beside.slice(0, N)).toEqual(new Float32Array(N));
  });

  it('leaves small weights as they are', () => {
    expect(isWorthCompacting({ shape: [512, 512] })).toBe(true);
    expect(isWorthCompacting({ shape: [511, 512] })).toBe(false);
    expect(isWorthCompacting({ shape: [2 ** 18] })).toBe(false);
  });

  it('takes columns of zeros, and weights that are set later', async () => {
    const graph = new Graph('later');
    graph.output('y', ops.matMul(graph.input('x', 'float32', ['M', K]), graph.parameter('W', [K, N])));
    const variables = new Variables();
    variables.set('W', [K, N], new Float32Array(K * N));
    const program = await (await engine()).load(graph, variables, { weights: 'compact' });
    const x = { type: 'float32', shape: [1, K], data: new Float32Array(K).fill(1) } as const;
    expect((await program.run({ x })).y.data).toEqual(new Float32Array(N));
    variables.set('W', [K, N], new Float32Array(K * N).fill(0.5));
    expect((await program.run({ x })).y.data).toBeAllclose(new Float32Array(N).fill(K / 2), { rtol: 1e-6, atol: 0 });
    await program.dispose();
  });

  it('stands in loops too, and beside other uses of the weight', async () => {
    const graph = new Graph('loop');
    const U = graph.parameter('U', [N, N]);
    const { finals: [last] } = scan({ states: [graph.input('h', 'float32', ['B', N])], inputs: [graph.input('x', 'float32', ['T', 'B', N])] }, ([h], [step]) => ({ states: [ops.tanh(ops.add(step, ops.matMul(h, U)))], outputs: [] }));
    graph.output('last', ops.add(last, ops.gather(U, graph.input('ids', 'int32', ['B']))));
    const variables = new Variables();
    variables.set('U', [N, N], noise(N * N, 1).map((value) => value / 400));
    const feeds = { h: { type: 'float32', shape: [2, N], data: noise(2 * N, 2) }, x: { type: 'float32', shape: [3, 2, N], data: noise(6 * N, 3) }, ids: { type: 'int32', shape: [2], data: Int32Array.of(4, 5) } } as const;
    const results: number[][] = [];
    for (const weights of ['fed', 'compact'] as const) {
      const program = await (await engine()).load(graph, variables, { weights });
      results.push(Array.from((await program.run(feeds)).last.data as Float32Array));
      await program.dispose();
    }
    expect(results[1]).toBeAllclose(results[0], { rtol: 0, atol: 0.05 });
    expect(results[1]).not.toEqual(results[0]);
  });
});

describe.each([false, true])('a language model with tied embeddings: %s', (tieEmbeddings) => {
  it('says nearly the same, and reads many tokens as it reads one by one', async () => {
    const model = languageModel({ cell: 'lstm', window: null, vocabulary: 1200, embedding: 256, hidden: 256, layers: 2, dropout: 0, tieEmbeddings, activation: 'tanh', recurrentInitializer: 'uniform' });
    const variables = new Variables();
    // Larger output weights than at the beginning, so that some tokens are far likelier than others
    for (const spec of model.parameters) variables.set(spec.name, spec.shape, spec.initialize(1).map((value) => value * (spec.shape[0] === 1200 || spec.shape[1] === 1200 ? 20 : 2)));
    const [exact, quick] = [await loadTokenModel(model, await engine(), variables, { weights: 'frozen' }), await loadTokenModel(model, await engine(), variables, { weights: 'compact' })];
    const tokens = [5, 900, 17, 1, 44, 5, 301, 8];
    const [said, saidQuick] = [await exact.follow(exact.initial, tokens), await quick.follow(quick.initial, tokens)];
    said.probabilities.forEach((probabilities, t) => {
      const near = saidQuick.probabilities[t];
      expect(probabilities.reduce((sum, p, i) => sum + (p > 0 ? p * Math.log(p / near[i]) : 0), 0)).toBeLessThan(5e-3); // nats that it costs to believe the quick one
      expect(topIndices(near, 1)).toEqual(topIndices(probabilities, 1));
    });
    let state = quick.initial;
    for (const [t, token] of tokens.entries()) {
      const reading = await quick.read(state, [token]);
      expect(reading.probabilities).toBeAllclose(saidQuick.probabilities[t], { rtol: 1e-5, atol: 1e-7 });
      ({ state } = reading);
    }
    await Promise.all([exact.dispose(), quick.dispose()]);
  });
});

it.each(['webassembly', 'reference'] as const)('%s computes as with frozen weights', async (name) => {
  const graph = new Graph('product');
  graph.output('y', ops.matMul(graph.input('x', 'float32', ['M', K]), graph.parameter('W', [K, N])));
  const variables = new Variables();
  variables.set('W', [K, N], noise(K * N, 9));
  const x = { type: 'float32', shape: [1, K], data: noise(K, 10) } as const;
  const [frozen, compact] = await Promise.all((['frozen', 'compact'] as const).map(async (weights) => Array.from((await (await (await createEngine({ engine: name, threads: 1 })).load(graph, variables, { weights })).run({ x })).y.data as Float32Array)));
  expect(compact).toEqual(frozen);
});
