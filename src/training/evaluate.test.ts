import { describe, expect, it } from 'vitest';
import { Variables, type Engine, type Results } from '../engine/engine';
import { createReferenceEngine } from '../engine/reference/referenceEngine';
import { Graph } from '../graph/graph';
import { languageModel } from '../models/languageModel';
import { streamBatches } from '../text/streamBatches';
import type { Batch, BatchPlan } from './data/trainingData';
import { Evaluator } from './evaluate';

const model = languageModel({
  cell: 'lstm', activation: 'tanh', recurrentInitializer: 'orthogonal', embedding: 3, hidden: 5, layers: 1, dropout: 0.5, tieEmbeddings: false, window: null, vocabulary: 7,
});

/** @param scale far above what training begins with, so that states matter */
function variablesOf(seed: number, scale: number): Variables {
  const variables = new Variables();
  for (const parameter of model.parameters) {
    const data = parameter.initialize(seed);
    variables.set(parameter.name, parameter.shape, data.map((number) => number * scale));
  }
  return variables;
}

function streams(tokens: number[], batchSize: number, sequenceLength: number): BatchPlan {
  const plan = streamBatches(Int32Array.from(tokens), { batchSize, sequenceLength });
  return {
    length: plan.length, tokens: plan.targetTokens,
    get(index): Batch {
      const { steps, size, input, output, outputMask, targetTokens, first } = plan.get(index);
      const shape = [steps, size];
      return { tokens: targetTokens, first, feeds: { input: { type: 'int32', shape, data: input }, output: { type: 'int32', shape, data: output }, outputMask: { type: 'float32', shape, data: outputMask } } };
    },
  };
}

const tokens = Array.from({ length: 31 }, (_, i) => (i * i) % 7);

describe('Evaluator', () => {
  it('finds ln V for a model that knows nothing, and bits by characters', async () => {
    const evaluator = await Evaluator.load(model.evaluate(), createReferenceEngine(), variablesOf(1, 0));
    const result = (await evaluator.run({ batches: streams(tokens, 3, 5), characters: 60 }))!;
    expect([result.loss, result.perplexity, result.bitsPerCharacter!]).toBeAllclose([Math.log(7), 7, (30 * Math.log2(7)) / 60]);
    expect(result.tokens).toBe(30);
    // Equal logits: the first token counts as the likeliest.
    expect(result.accuracy).toBeCloseTo(tokens.slice(1).filter((token) => token === 0).length / 30);
  });

  it('carries the states: windows of any length give the same loss', async () => {
    const variables = variablesOf(3, 6);
    const engine = createReferenceEngine();
    const losses: number[] = [];
    for (const sequenceLength of [30, 10, 7, 1]) {
      const evaluator = await Evaluator.load(model.evaluate(), engine, variables);
      losses.push((await evaluator.run({ batches: streams(tokens, 1, sequenceLength), characters: null }))!.loss);
    }
    expect(losses).toBeAllclose(losses.map(() => losses[0]), { rtol: 1e-6 });
    const evaluator = await Evaluator.load(model.evaluate(), engine, variables);
    const plan = streams(tokens, 1, 7);
    const forgetful = (await evaluator.run({ batches: { ...plan, get: (index) => ({ ...plan.get(index), first: true }) }, characters: null }))!.loss;
    expect(Math.abs(forgetful - losses[0])).toBeGreaterThan(1e-3);
  });

  it('leaves nothing behind for the next pass', async () => {
    const evaluator = await Evaluator.load(model.evaluate(), createReferenceEngine(), variablesOf(3, 6));
    const data = { batches: streams(tokens, 2, 4), characters: null };
    const first = await evaluator.run(data);
    expect(await evaluator.run(data)).toEqual(first);
    expect(first).not.toHaveProperty('bitsPerCharacter');
  });

  it('weighs batches by their tokens', async () => {
    const answers: Results[] = [{ loss: scalar(1), correct: scalar(1) }, { loss: scalar(4), correct: scalar(0) }];
    const engine: Engine = { info: createReferenceEngine().info, load: () => Promise.resolve({ run: () => Promise.resolve(answers.shift()!), dispose: () => Promise.resolve() }) };
    const evaluator = await Evaluator.load({ graph: new Graph('none'), loss: null, parameters: [], masks: [], states: [] }, engine, new Variables());
    const batches: BatchPlan = { length: 2, tokens: 4, get: (index) => ({ feeds: {}, tokens: index === 0 ? 3 : 1, first: true }) };
    expect(await evaluator.run({ batches, characters: null })).toMatchObject({ loss: 7 / 4, accuracy: 1 / 4, tokens: 4 });
  });

  it('gives up when it is told to', async () => {
    const evaluator = await Evaluator.load(model.evaluate(), createReferenceEngine(), variablesOf(1, 1));
    let calls = 0;
    expect(await evaluator.run({ batches: streams(tokens, 1, 5), characters: null }, () => Promise.resolve(++calls === 3))).toBeNull();
    expect(calls).toBe(3);
  });
});

function scalar(number: number): Results[string] {
  return { type: 'float32', shape: [], data: Float32Array.of(number) };
}
