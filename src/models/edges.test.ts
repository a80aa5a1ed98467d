/** Where sizes are smallest, numbers largest and sequences longest: every engine against the reference. */
import { describe, expect, it } from 'vitest';
import { Variables, type Engine } from '../engine/engine';
import { evaluate, type DoubleInput } from '../engine/reference/evaluate';
import { createReferenceEngine } from '../engine/reference/referenceEngine';
import { everyEngine } from '../engine/testing/everyEngine';
import { gradients } from '../graph/differentiate';
import { Graph, type Tensor } from '../graph/graph';
import { logSumExp, softmax } from '../graph/ops';
import { wave } from '../testing/gradientCheck';
import { languageModel } from './languageModel';
import { crossEntropy } from './loss';
import type { LanguageModelConfig, Model, RecurrentCellName } from './model';
import { translator } from './translator';

const V = 7;
type Numbers = Readonly<Record<string, DoubleInput>>;
type Sizes = Readonly<Record<string, number>>;

const common = { embedding: 3, hidden: 5, layers: 1, dropout: 0, tieEmbeddings: false, activation: 'tanh', recurrentInitializer: 'orthogonal' } as const;
const language = (cell: LanguageModelConfig['cell'], window: number | null = null): Model => languageModel({ ...common, cell, window, vocabulary: V });
const translation = (cell: RecurrentCellName, attention: 'none' | 'additive' | 'general'): Model => translator({
  ...common, cell, bidirectional: true, attention, inputFeeding: attention !== 'none', sourceVocabulary: V, targetVocabulary: V, sharedEmbeddings: false,
});

/** The model's loss and its gradients as outputs. */
function withGradients(model: Model): Graph {
  const { graph, loss, parameters } = model.train({ labelSmoothing: 0.125 });
  const slopes = gradients(loss!, parameters);
  graph.output('loss', loss!);
  parameters.forEach(({ name }, i) => graph.output(`gradient.${name}`, slopes[i]));
  return graph;
}

const parametersOf = (model: Model): Numbers => Object.fromEntries(model.parameters.map((spec, i) => [spec.name, wave(spec.shape, i)]));

/** Tokens in a pattern, states that are not zero, masks of ones. */
function feedsFor(graph: Graph, sizes: Sizes): Record<string, DoubleInput> {
  return Object.fromEntries(graph.inputs.map(({ name, type, shape }, i): [string, DoubleInput] => {
    const known = shape.map((size) => (typeof size === 'number' ? size : sizes[size]));
    const length = known.reduce((a, b) => a * b, 1);
    if (type === 'int32') return [name, { shape: known, data: Array.from({ length }, (_, k) => (k * 5 + i) % V) }];
    return [name, name.endsWith('Mask') ? { shape: known, data: new Float64Array(length).fill(1) } : wave(known, i)];
  }));
}

async function compute(engine: Engine, graph: Graph, feeds: Numbers, parameters: Numbers): Promise<Record<string, Float32Array>> {
  const variables = new Variables();
  for (const [name, { shape, data }] of Object.entries(parameters)) variables.set(name, shape, Float32Array.from(data));
  const program = await engine.load(graph, variables);
  const tensors = graph.inputs.map(({ name, type }): [string, Tensor] => {
    const { shape, data } = feeds[name];
    return [name, { type, shape, data: type === 'int32' ? Int32Array.from(data) : Float32Array.from(data) }];
  });
  try {
    const results = await program.run(Object.fromEntries(tensors));
    return Object.fromEntries(Object.entries(results).map(([name, { data }]) => [name, (data as Float32Array).slice()]));
  } finally {
    await program.dispose();
  }
}

/** Errors are measured against the largest number of each result. */
function expectClose(got: Record<string, Float32Array>, wanted: Numbers, share: number): void {
  expect(Object.keys(got).sort()).toEqual(Object.keys(wanted).sort());
  for (const [name, { data }] of Object.entries(wanted)) {
    const largest = Array.from(data).reduce((top, number) => Math.max(top, Math.abs(number)), 0);
    expect(got[name], name).toBeAllclose(data, { rtol: 0, atol: share * largest + 1e-9 });
  }
}

/** Loss and gradients; a language model also gives out the states of every row. */
const learnt = <T>(results: Readonly<Record<string, T>>): Record<string, T> => Object.fromEntries(Object.entries(results).filter(([name]) => !name.startsWith('state.')));

const models: Readonly<Record<string, () => Model>> = {
  'RNN language model': () => language('rnn'), 'LSTM language model': () => language('lstm'), 'GRU language model': () => language('gru'),
  'fixed window': () => language('fixed-window', 3), 'bag of words': () => language('bag-of-words', 3),
  'LSTM translator without attention': () => translation('lstm', 'none'), 'GRU translator, additive': () => translation('gru', 'additive'), 'RNN translator, general': () => translation('rnn', 'general'),
};

/** What the second sentence of a batch has in every feed: as if it were not there. */
function paddedRow(graph: Graph, feeds: Record<string, DoubleInput>): Record<string, DoubleInput> {
  return Object.fromEntries(graph.inputs.map(({ name, shape: symbols }) => {
    const { shape, data } = feeds[name];
    const axis = symbols.indexOf('B');
    const inner = shape.slice(axis + 1).reduce((a, b) => a * b, 1);
    return [name, { shape, data: Float64Array.from(data, (number, i) => (name.endsWith('Mask') && Math.floor(i / inner) % shape[axis] === 1 ? 0 : number)) }];
  }));
}

/** The feeds without the second sentence. */
function withoutRow(graph: Graph, feeds: Record<string, DoubleInput>): Record<string, DoubleInput> {
  return Object.fromEntries(graph.inputs.map(({ name, shape: symbols }) => {
    const { shape, data } = feeds[name];
    const axis = symbols.indexOf('B');
    const inner = shape.slice(axis + 1).reduce((a, b) => a * b, 1);
    return [name, { shape: shape.with(axis, shape[axis] - 1), data: Array.from(data).filter((_, i) => Math.floor(i / inner) % shape[axis] !== 1) }];
  }));
}

describe.each(everyEngine)('%s', (_name, create) => {
  describe.each(Object.entries(models))('%s', (_model, build) => {
    it.each([{ B: 1, T: 1, S: 1 }, { B: 1, T: 4, S: 1 }, { B: 3, T: 1, S: 5 }])('loss and all gradients, $B rows, $T steps, source of $S', async (sizes) => {
      const model = build();
      const graph = withGradients(model);
      const [feeds, parameters] = [feedsFor(graph, sizes), parametersOf(model)];
      expectClose(await compute(await create(), graph, feeds, parameters), evaluate(graph, feeds, parameters), 2e-5);
    });

    it('a row that is all padding changes nothing', async () => {
      const model = build();
      const graph = withGradients(model);
      const [feeds, parameters] = [feedsFor(graph, { B: 3, T: 2, S: 3 }), parametersOf(model)];
      const got = await compute(await create(), graph, paddedRow(graph, feeds), parameters);
      expectClose(learnt(got), learnt(evaluate(graph, withoutRow(graph, feeds), parameters)), 2e-5);
    });
  });

  it.each(['rnn', 'lstm', 'gru'] as const)('%s: loss and all gradients over 1,024 steps', async (cell) => {
    const model = language(cell);
    const graph = withGradients(model);
    const feeds = feedsFor(graph, { B: 2, T: 1024 });
    const parameters = Object.fromEntries(model.parameters.map((spec) => [spec.name, { shape: spec.shape, data: spec.initialize(4) }]));
    expectClose(await compute(await create(), graph, feeds, parameters), evaluate(graph, feeds, parameters), 2e-5);
  });

  it.each([80, 1e4])('logits of ±%d: softmax, log Σ exp, cross-entropy and its gradient', async (size) => {
    const graph = new Graph('limits');
    const logits = graph.input('logits', 'float32', ['N', 4]);
    const loss = crossEntropy(logits, graph.input('targets', 'int32', ['N']), graph.input('mask', 'float32', ['N']), 0.125);
    for (const [name, value] of Object.entries({ loss, softmax: softmax(logits), logSumExp: logSumExp(logits), slope: gradients(loss, [logits])[0] })) graph.output(name, value);
    const rows = [[1, -1, 0, 0], [-1, -1, -1, -1], [1, 1, 1, 1], [1, 1, -1, 0], [-1, -1, -1, 1], [0, 0, 0, 0]];
    const feeds = {
      logits: { shape: [rows.length, 4], data: rows.flat().map((sign) => sign * size) }, targets: { shape: [rows.length], data: [0, 1, 2, 2, 3, 0] }, mask: { shape: [rows.length], data: [1, 1, 1, 1, 1, 0] },
    };
    const wanted = evaluate(graph, feeds);
    const got = await compute(await create(), graph, feeds, {});
    // Differences of numbers as large as `size` are known to half a unit in their last place
    for (const name of ['loss', 'logSumExp']) expect(got[name], name).toBeAllclose(wanted[name].data, { rtol: 1e-6, atol: size * 2 ** -24 + 1e-6 });
    for (const name of ['softmax', 'slope']) expect(got[name], name).toBeAllclose(wanted[name].data, { rtol: 1e-6, atol: 1e-7 });
    expect(wanted.loss.data[0]).toBeCloseTo(expectedLoss(rows, [0, 1, 2, 2, 3], size), 6);
  });
});

/** The mean loss of the first five rows, straight from the definition with a smoothing of 1/8. */
function expectedLoss(rows: readonly number[][], targets: readonly number[], size: number): number {
  const losses = targets.map((target, n) => {
    const logits = rows[n].map((sign) => sign * size);
    const top = Math.max(...logits);
    const normalizer = top + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - top), 0));
    return normalizer - 0.875 * logits[target] - (0.125 / 4) * logits.reduce((sum, logit) => sum + logit, 0);
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

describe.each([...everyEngine, ['reference', () => Promise.resolve(createReferenceEngine())] as const])('%s refuses', (_name, create) => {
  it.each([
    { size: 'T', of: 'LSTM language model', input: 'input', expected: 'expected int32 [T, B], got int32 [0, 2]' },
    { size: 'B', of: 'bag of words', input: 'input', expected: 'expected int32 [B, 3], got int32 [0, 3]' },
    { size: 'S', of: 'GRU translator, additive', input: 'source', expected: 'expected int32 [S, B], got int32 [0, 2]' },
  ])('a $size of 0 by the name of the input ($of)', async ({ size, of, input, expected }) => {
    const model = models[of]();
    const graph = withGradients(model);
    const failure = await compute(await create(), graph, feedsFor(graph, { B: 2, T: 2, S: 2, [size]: 0 }), parametersOf(model)).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(TypeError);
    expect((failure as TypeError).message).toContain(`feed "${input}" of train: ${expected}`);
    expect((failure as TypeError).message).toContain('a size of 0 leaves nothing to compute');
  });
});
