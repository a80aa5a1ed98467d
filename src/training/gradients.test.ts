import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEngine } from '../engine/choose';
import { Variables } from '../engine/engine';
import { createReferenceEngine } from '../engine/reference/referenceEngine';
import { Graph } from '../graph/graph';
import { add, matMul, mul, sub, sumOfSquares } from '../graph/ops';
import { translator } from '../models/translator';
import type { ModelGraph } from '../models/model';
import { fillPairBatch, type EncodedPair } from '../text/pairBatches';
import type { Batch } from './data/trainingData';
import { asBatch } from './data/translationData';
import { inPlaceParameters } from '../engine/onnxruntime/inPlace';
import { attachGradients, attachGradientSums, gradientsOf } from './gradients';
import { updateGraph, type OptimizerOptions } from './optimizers';
import { expectTheSameInPieces } from './testing/inPieces';
import { makeFolder, reversalPairs, ruleText, tinyRequest } from './testing/tinyRuns';
import { openTraining } from './train';
import { TrainStep, Updater } from './trainStep';

const small = () => translator({
  cell: 'gru', activation: 'tanh', recurrentInitializer: 'orthogonal', embedding: 5, hidden: 6, layers: 1, dropout: 0, tieEmbeddings: false,
  bidirectional: true, attention: 'additive', inputFeeding: true, sourceVocabulary: 12, targetVocabulary: 11, sharedEmbeddings: false,
});
const pairs: EncodedPair[] = Array.from({ length: 9 }, (_, i) => ({ source: Array.from({ length: 1 + i }, (_, t) => 4 + ((i * 3 + t) % 8)), target: Array.from({ length: 1 + (i * 5) % 7 }, (_, t) => 4 + ((i + 2 * t) % 7)) }));
const batchOf = (...indices: number[]): Batch => asBatch(fillPairBatch(pairs, Int32Array.from(indices)));
const options: OptimizerOptions & { seed: number } = { optimizer: 'adam', momentum: 0, weightDecay: 0, clipNorm: 1, seed: 1 };

/** Two updates; the weights and what was told. */
async function updates(groups: Batch[][], engine: Parameters<typeof TrainStep.load>[1], more: Partial<OptimizerOptions> = {}): Promise<{ weights: Float32Array; losses: number[]; norms: number[] }> {
  const model = small();
  const variables = new Variables();
  for (const spec of model.parameters) variables.set(spec.name, spec.shape, spec.initialize(3));
  const step = await TrainStep.load(model.train({ labelSmoothing: 0.1 }), engine, variables, { ...options, ...more, accumulate: groups[0].length });
  const results = [await step.run(groups[0], 0, 0.01), await step.run(groups[1], 1, 0.01)];
  await step.dispose();
  return {
    weights: Float32Array.from(model.parameters.flatMap(({ name }) => [...variables.get(name).data])),
    losses: results.map(({ loss }) => loss), norms: results.map(({ gradientNorm }) => gradientNorm),
  };
}

const engines: [string, () => Parameters<typeof TrainStep.load>[1] | Promise<Parameters<typeof TrainStep.load>[1]>][] = [
  ['reference', createReferenceEngine], ['onnxruntime', () => createEngine({ engine: 'onnxruntime', threads: 1 })],
];

describe.each(engines)('gradients of several batches (%s)', (_name, engineOf) => {
  const parts = [[batchOf(0, 1), batchOf(8, 7, 6), batchOf(2)], [batchOf(3), batchOf(4, 5)]];
  const wholes = [[batchOf(0, 1, 8, 7, 6, 2)], [batchOf(3, 4, 5)]];

  // The batches have different numbers of tokens, so a mean of means would be another gradient.
  it.each<[string, Partial<OptimizerOptions>]>([
    ['sgd, unclipped', { optimizer: 'sgd', clipNorm: null }], ['momentum, clipped by norm', { optimizer: 'sgd', momentum: 0.9, clipNorm: 0.1 }], ['clipped by value', { optimizer: 'sgd', clipValue: 0.01 }],
  ])('make the update of one batch that holds them all: %s', async (_what, more) => {
    const [several, one] = [await updates(parts, await engineOf(), more), await updates(wholes, await engineOf(), more)];
    expect(several.weights).toBeAllclose(one.weights, { rtol: 0, atol: 1e-6 });
    expect(several.losses).toBeAllclose(one.losses, { rtol: 1e-6 });
    expect(several.norms).toBeAllclose(one.norms, { rtol: 1e-5 });
  });
});

it('gradients, added up or not, and weights are overwritten in place', () => {
  const named = (graph: Graph): string[] => [...inPlaceParameters(graph)].map(({ name }) => name);
  for (const attach of [attachGradients, attachGradientSums]) {
    const model = small().train({ labelSmoothing: 0 });
    const update = updateGraph(model, options);
    attach(model);
    expect(named(model.graph).sort()).toEqual(gradientsOf(model).map(({ name }) => name).sort());
    expect(named(update.graph)).toEqual(expect.arrayContaining(model.parameters.map(({ name }) => name)));
  }
});

describe('clipping by value', () => {
  const steps = async (more: Partial<OptimizerOptions>): Promise<{ step: number[]; norm: number }> => {
    const graph = new Graph('regression');
    const weight = graph.parameter('weight', [1, 2]);
    // The gradient is (-8, -0.5) at 0.
    const loss = sumOfSquares(sub(matMul(graph.constant('float32', [1, 1], [1]), mul(add(weight, 0), graph.constant('float32', [1, 2], [4, 0.25]))), 1));
    const model: ModelGraph = { graph, loss, parameters: [weight], masks: [], states: [] };
    const variables = new Variables();
    variables.set('weight', [1, 2], new Float32Array(2));
    const updater = await Updater.load(model, createReferenceEngine(), variables, { optimizer: 'sgd', momentum: 0, weightDecay: 0, clipNorm: null, ...more });
    const { gradientNorm } = await updater.run([{ tokens: 1 }], 0, 1, () => ({}));
    return { step: [...variables.get('weight').data], norm: gradientNorm };
  };

  it('cuts each number, and tells the norm as it was', async () => {
    expect((await steps({})).step).toBeAllclose([8, 0.5]);
    const { step, norm } = await steps({ clipValue: 0.75 });
    expect(step).toBeAllclose([0.75, 0.5]);
    expect(norm).toBeCloseTo(Math.hypot(8, 0.5), 5);
  });

  it('comes before the norm is clipped', async () => {
    expect((await steps({ clipValue: 3, clipNorm: 1 })).step).toBeAllclose([3 / Math.hypot(3, 0.5), 0.5 / Math.hypot(3, 0.5)], { rtol: 1e-6 });
  });
});

describe('a training', () => {
  let folder: ReturnType<typeof makeFolder>;
  beforeEach(() => { folder = makeFolder(); });
  afterEach(() => folder.dispose());

  it.each([
    ['translator', reversalPairs(50), { task: 'translation', model: { embedding: 5, hidden: 6, dropout: 0.2 }, training: { epochs: 2, batchSize: 8, accumulate: 4, threads: 1 } }],
    ['language model', ruleText(60), { task: 'language-model', model: { embedding: 5, hidden: 6, dropout: 0.2 }, training: { epochs: 2, batchSize: 4, sequenceLength: 10, accumulate: 3, threads: 1 } }],
  ] as const)('of a %s that accumulates ends with the same bits when it is stopped after every update', async (_what, text, file) => {
    await expectTheSameInPieces((run) => tinyRequest(folder.path, text, file, run));
  });

  it('makes as many updates as there are groups of batches, the last of an epoch a smaller one', async () => {
    const request = tinyRequest(folder.path, reversalPairs(50), { task: 'translation', model: { embedding: 5, hidden: 6 }, training: { epochs: 3, batchSize: 8, accumulate: 4, threads: 1 } });
    const steps: number[] = [];
    await (await openTraining(request, { onReport: (report) => { if (report.kind === 'progress') steps.push(report.step, report.totalSteps); } })).run();
    expect(steps.slice(-2)).toEqual([6, 6]); // 45 pairs are 6 batches: two updates an epoch
  });
});
