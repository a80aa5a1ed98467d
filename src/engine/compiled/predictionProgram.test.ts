/** Predictions without a runtime: products are those of their whole numbers, each row by itself, and a language model says what it says in other ways, nearly or to the bit. */
import { describe, expect, it } from 'vitest';
import * as ort from 'onnxruntime-node';
import '../../graph/operations';
import { topIndices } from '../../decoding/selection';
import { loadTokenModel, type TokenModel } from '../../decoding/tokenModel';
import { Graph, type Tensor } from '../../graph/graph';
import { compactMatrix } from '../../graph/onnx/compactWeights';
import * as ops from '../../graph/ops';
import { languageModel } from '../../models/languageModel';
import type { LanguageModelConfig } from '../../models/model';
import { createEngine } from '../choose';
import { Variables, type Engine, type Program } from '../engine';
import { sessionOptions } from '../onnxruntime/native';
import { ortEngine } from '../onnxruntime/ortProgram';
import { generator } from '../testing/cases';
import { predictionProgram } from './predictionProgram';

const info = { name: 'onnxruntime', version: '', provider: 'cpu', threads: 1, why: 'a test' } as const;
const noise = (length: number, seed: number): Float32Array => {
  const random = generator(seed);
  return Float32Array.from({ length }, () => random() + random() - 1);
};
const tensor = (shape: readonly number[], data: Float32Array): Tensor & { readonly data: Float32Array } => ({ type: 'float32', shape, data });

const haveSameBits = (a: Float32Array, b: Float32Array): boolean => Buffer.from(a.buffer, a.byteOffset, a.byteLength).equals(Buffer.from(b.buffer, b.byteOffset, b.byteLength));

async function productOf(W: Tensor & { readonly data: Float32Array }, turned = false): Promise<(x: Float32Array) => Promise<Float32Array>> {
  const graph = new Graph('product');
  const parameter = graph.parameter('W', W.shape);
  const K = W.shape[turned ? 1 : 0];
  graph.output('y', ops.matMul(graph.input('x', 'float32', ['M', K]), turned ? ops.transpose(parameter) : parameter));
  const variables = new Variables();
  variables.set('W', W.shape, W.data);
  const program = (await predictionProgram(graph, variables, info))!;
  return async (x) => ((await program.run({ x: tensor([x.length / K, K], x) })).y.data as Float32Array).slice();
}

/** What `compactKernel.ts` says, in double precision. */
function expected(W: Tensor, row: Float32Array): Float64Array {
  const { codes, scales, shape: [K, N] } = compactMatrix(W, false);
  const most = Math.min(32767, Math.floor((2 ** 31 - 1) / (127 * K)));
  const largest = Math.max(2 ** -100, ...row.map(Math.abs));
  const perUnit = Math.fround(most / largest);
  const even = (value: number): number => (Math.abs(value % 1) === 0.5 ? 2 * Math.round(value / 2) : Math.round(value));
  const numbers = row.map((value) => even(Math.fround(value * perUnit)));
  return Float64Array.from({ length: N }, (_, n) => numbers.reduce((sum, a, k) => sum + a * codes[k * N + n], 0) * (largest / most) * scales[n]);
}

describe('a product with a compact weight', () => {
  it.each([[640, 512], [4, 65537], [5, 60_003], [7, 40_004], [9, 32_001], [650, 404], [2065, 131], [40_001, 7]])('of [%i, %i] is that of its whole numbers, for few rows and for many', async (K, N) => {
    const W = tensor([K, N], noise(K * N, 1));
    const product = await productOf(W);
    const rows = Array.from({ length: 9 }, (_, seed) => noise(K, 2 + seed));
    const x = new Float32Array(9 * K);
    rows.forEach((row, m) => x.set(row, m * K));
    const alone: Float32Array[] = [];
    for (const row of rows) alone.push(await product(row));
    const largest = alone[0].reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expect(alone[0]).toBeAllclose(expected(W, rows[0]), { rtol: 1e-6, atol: 1e-5 * largest });
    for (let count = 2; count <= 9; count++) {
      const y = await product(x.slice(0, count * K));
      for (let m = 0; m < count; m++) expect(haveSameBits(y.slice(m * N, (m + 1) * N), alone[m])).toBe(true);
    }
  });

  it.each([516, 517, 650, 2065])('over %i numbers leaves no range where all are the largest there are', async (K) => {
    const N = 1024;
    for (const w of [1, -1]) {
      const product = await productOf(tensor([K, N], new Float32Array(K * N).fill(w)));
      for (const x of [1, -1, 1e30]) expect(await product(new Float32Array(K).fill(x))).toBeAllclose(new Float32Array(N).fill(K * w * x), { rtol: 1e-6, atol: 0 });
    }
  });

  it('is near the exact one, turned or not; zeros where a row is of zeros', async () => {
    const [K, N] = [652, 510];
    const [W, row] = [noise(K * N, 4), noise(K, 5)];
    const turned = new Float32Array(K * N);
    for (let k = 0; k < K; k++) for (let n = 0; n < N; n++) turned[n * K + k] = W[k * N + n];
    const exact = Float64Array.from({ length: N }, (_, n) => row.reduce((sum, value, k) => sum + value * W[k * N + n], 0));
    const spread = Math.sqrt(exact.reduce((sum, value) => sum + value * value, 0) / N);
    const [product, product2] = [await productOf(tensor([K, N], W)), await productOf(tensor([N, K], turned), true)];
    const y = await product(row);
    expect(Math.max(...y.map((value, n) => Math.abs(value - exact[n])))).toBeLessThan(0.03 * spread);
    expect(await product2(row)).toEqual(y);
    expect(await product(new Float32Array(K))).toEqual(new Float32Array(N));
  });

  it('takes columns of zeros, and weights that are set later', async () => {
    const [K, N] = [640, 512];
    const graph = new Graph('later');
    graph.output('y', ops.add(ops.matMul(graph.input('x', 'float32', ['M', K]), graph.parameter('W', [K, N])), graph.parameter('b', [N])));
    const variables = new Variables();
    variables.set('W', [K, N], new Float32Array(K * N));
    variables.set('b', [N], new Float32Array(N).fill(2));
    const program = (await predictionProgram(graph, variables, info))!;
    const x = tensor([1, K], new Float32Array(K).fill(1));
    expect((await program.run({ x })).y.data).toEqual(new Float32Array(N).fill(2));
    variables.set('W', [K, N], new Float32Array(K * N).fill(0.5));
    variables.set('b', [N], new Float32Array(N).fill(-1));
    expect((await program.run({ x })).y.data).toBeAllclose(new Float32Array(N).fill(K / 2 - 1), { rtol: 1e-6, atol: 0 });
  });
});

const config: LanguageModelConfig = { cell: 'lstm', window: null, vocabulary: 60, embedding: 9, hidden: 13, layers: 2, dropout: 0, tieEmbeddings: false, activation: 'tanh', recurrentInitializer: 'uniform' };
const large: Partial<LanguageModelConfig> = { vocabulary: 1203, embedding: 258, hidden: 258 };

/** Larger output weights than at the beginning, so that some tokens are far likelier than others. */
function weightsOf(model: ReturnType<typeof languageModel>): Variables {
  const variables = new Variables();
  for (const spec of model.parameters) variables.set(spec.name, spec.shape, spec.initialize(1).map((value) => value * (spec.shape.includes(model.config.vocabulary) ? 10 : 2)));
  return variables;
}

/** Leaves everything to the runtime, with compact weights. */
const runtimeOnly: Engine = ortEngine({
  info, writesIntoGivenBuffers: true, runsTasks: false, predictsByItself: false, multipliesWholeNumbersFaster: true, isCardWithoutLoops: false, Tensor: ort.Tensor, createSession: (model) => ort.InferenceSession.create(model, sessionOptions(1)),
});
const native = (): Promise<Engine> => createEngine({ engine: 'onnxruntime', threads: 1 });

const cases: [string, Partial<LanguageModelConfig>][] = (['rnn', 'gru', 'lstm'] as const).flatMap((cell) => [1, 2].flatMap((layers) => [false, true].map((tieEmbeddings): [string, Partial<LanguageModelConfig>] => [`${cell}, ${layers} layers${tieEmbeddings ? ', tied embeddings' : ''}`, { cell, layers, tieEmbeddings }])));

describe.each(cases)('a language model: %s', (_, change) => {
  const tokens = [5, 9, 17, 1, 44, 5, 30, 8];

  it('with small weights says what the reference says', async () => {
    const model = languageModel({ ...config, ...change });
    const variables = weightsOf(model);
    expect(await predictionProgram(model.predict({ features: true }).graph, variables, info)).not.toBeNull();
    const [ours, reference] = await Promise.all([native(), createEngine({ engine: 'reference', threads: 1 })].map(async (engine) => loadTokenModel(model, await engine, variables, { weights: 'compact', features: true })));
    const [said, right] = [await ours.follow(ours.initial, tokens), await reference.follow(reference.initial, tokens)];
    said.probabilities.forEach((probabilities, t) => expect(probabilities).toBeAllclose(right.probabilities[t], { rtol: 2e-5, atol: 1e-7 }));
    said.features!.forEach((features, t) => expect(features).toBeAllclose(right.features![t], { rtol: 1e-5, atol: 1e-6 }));
    said.state.values.forEach((values, i) => expect(values).toBeAllclose(right.state.values[i], { rtol: 1e-5, atol: 1e-6 }));
  });

  it('with large ones says nearly the same, and no other word than the runtime with compact weights', async () => {
    const model = languageModel({ ...config, ...large, ...change });
    const variables = weightsOf(model);
    const [ours, exact, rounded] = [await loadTokenModel(model, await native(), variables, { weights: 'compact' }), await loadTokenModel(model, runtimeOnly, variables, { weights: 'frozen' }), await loadTokenModel(model, runtimeOnly, variables, { weights: 'compact' })];
    const [said, right, other] = await Promise.all([ours, exact, rounded].map((tokenModel) => tokenModel.follow(tokenModel.initial, tokens)));
    const costOf = (p: Float32Array, q: Float32Array): number => p.reduce((sum, value, i) => sum + (value > 0 ? value * Math.log(value / q[i]) : 0), 0);
    said.probabilities.forEach((probabilities, t) => {
      expect(costOf(right.probabilities[t], probabilities)).toBeLessThan(5e-3); // nats that it costs to believe ours
      expect(costOf(other.probabilities[t], probabilities)).toBeLessThan(1e-5);
      expect(topIndices(probabilities, 1)).toEqual(topIndices(other.probabilities[t], 1));
    });
    await Promise.all([exact.dispose(), rounded.dispose()]);
  });

  it('reads many tokens, and beside others, as it reads one by one: to the bit', async () => {
    const model = languageModel({ ...config, ...large, ...change });
    const ours = await loadTokenModel(model, await native(), weightsOf(model), { weights: 'compact' });
    const steps = await oneByOne(ours, tokens);
    (await ours.readAhead(ours.initial, tokens.slice(0, 1), tokens.slice(1))).forEach((reading, t) => expect(reading).toEqual(steps[t]));
    const states = steps.map(({ state }) => state);
    const beside = await ours.readEach(states, tokens);
    for (const [i, state] of states.entries()) expect(beside[i]).toEqual(await ours.read(state, [tokens[i]]));
  });
});

async function oneByOne(model: TokenModel, tokens: readonly number[]): Promise<Awaited<ReturnType<TokenModel['read']>>[]> {
  const readings: Awaited<ReturnType<TokenModel['read']>>[] = [];
  for (const token of tokens) readings.push(await model.read(readings.at(-1)?.state ?? model.initial, [token]));
  return readings;
}

describe('a prediction', () => {
  it.each(['fixed-window', 'bag-of-words'] as const)('of %s, and what else is not among the tasks, is left to the runtime', async (cell) => {
    const model = languageModel({ ...config, cell, window: 3 });
    expect(await predictionProgram(model.predict({ features: false }).graph, weightsOf(model), info)).toBeNull();
    const engine = await native();
    const [quick, exact] = await Promise.all((['compact', 'frozen'] as const).map((weights) => loadTokenModel(model, engine, weightsOf(model), { weights })));
    expect((await quick.read(quick.initial, [3])).probabilities).toEqual((await exact.read(exact.initial, [3])).probabilities);
    await Promise.all([quick.dispose(), exact.dispose()]);
  });

  const small = async (): Promise<Program> => {
    const model = languageModel(config);
    return (await predictionProgram(model.predict({}).graph, weightsOf(model), info))!;
  };
  const feedsOf = (token: number, values: readonly Float32Array[]): Record<string, Tensor> => ({
    input: { type: 'int32', shape: [1, 1], data: Int32Array.of(token) }, positions: { type: 'int32', shape: [1], data: Int32Array.of(0) },
    ...Object.fromEntries(['layer.0.h', 'layer.0.c', 'layer.1.h', 'layer.1.c'].map((name, i) => [`state.${name}`, tensor([1, 13], values[i])])),
  });
  const initial = Array.from({ length: 4 }, () => new Float32Array(13));

  it('may be fed what the last one gave out, and refuses tokens that there are not', async () => {
    const program = await small();
    const first = await program.run(feedsOf(3, initial));
    const given = ['layer.0.h', 'layer.0.c', 'layer.1.h', 'layer.1.c'].map((name) => first[`state.${name}.next`].data as Float32Array);
    const copies = given.map((values) => values.slice());
    const second = (await program.run(feedsOf(4, given))).probabilities.data.slice();
    expect((await program.run(feedsOf(4, copies))).probabilities.data).toEqual(second);
    await expect(Promise.all([program.run(feedsOf(3, initial)), program.run(feedsOf(3, initial))])).rejects.toThrow('runs already');
    await expect(program.run(feedsOf(60, initial))).rejects.toThrow('row 60 of a table of 60');
    await expect(program.run({ ...feedsOf(3, initial), more: feedsOf(3, initial).input })).rejects.toThrow('there is no such input');
  });

  it('gives the same whatever sizes came before', async () => {
    const model = languageModel({ ...config, ...large });
    const ours = await loadTokenModel(model, await native(), weightsOf(model), { weights: 'compact' });
    const before = await ours.read(ours.initial, [7]);
    await ours.follow(ours.initial, Array.from({ length: 40 }, (_, i) => i));
    expect(await ours.read(ours.initial, [7])).toEqual(before);
  });
});
