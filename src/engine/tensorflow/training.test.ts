/** Whole training steps on TensorFlow's kernels against the reference: value, gradient norm and every updated parameter. */
import { describe, expect, it } from 'vitest';
import type { Tensor } from '../../graph/graph';
import { languageModel } from '../../models/languageModel';
import type { Model } from '../../models/model';
import { translator } from '../../models/translator';
import { Updater, type StepResult } from '../../training/trainStep';
import { Variables, type Engine } from '../engine';
import { createReferenceEngine } from '../reference/referenceEngine';
import { generator, tensor } from '../testing/cases';
import { backends, javascript } from './testing/backends';

const sizes: Record<string, number> = { T: 5, B: 3, S: 4 };
const VOCABULARY = 11;
const RATE = 0.01;

/**
 * Largest error allowed, as a share of the largest number of the tensor. Seen: 6e-6 in weights, 1.2e-4 in second moments, 3.4e-5 in gradients, all of the
 * translator, whose gradients of a query are sums that nearly cancel.
 */
const WEIGHTS = 2e-5;
const GRADIENTS = 3e-4;

const models: Record<string, () => Model> = {
  'LSTM language model': () => languageModel({
    cell: 'lstm', window: null, vocabulary: VOCABULARY, embedding: 4, hidden: 6, layers: 2, dropout: 0.25, tieEmbeddings: false, activation: 'tanh', recurrentInitializer: 'orthogonal',
  }),
  'GRU translator': () => translator({
    cell: 'gru', bidirectional: true, attention: 'additive', inputFeeding: true, sourceVocabulary: 7, targetVocabulary: VOCABULARY, sharedEmbeddings: false,
    embedding: 4, hidden: 6, layers: 1, dropout: 0, tieEmbeddings: false, activation: 'tanh', recurrentInitializer: 'orthogonal',
  }),
};

interface Prepared { readonly updater: Updater; readonly variables: Variables; readonly run: (step: number) => Promise<StepResult> }

/** The training graph of a fresh model with Adam and clipping, and a batch with padding. */
async function prepare(build: () => Model, engine: Engine): Promise<Prepared> {
  const model = build();
  const training = model.train({ labelSmoothing: 0.1 });
  const variables = new Variables();
  for (const spec of model.parameters) variables.set(spec.name, spec.shape, spec.initialize(1));
  const random = generator(7);
  const masks = training.masks.map(({ name }) => name);
  const fixed = Object.fromEntries(training.graph.inputs.map(({ name, type, shape }): [string, Tensor] => {
    const known = shape.map((size) => (typeof size === 'number' ? size : sizes[size]));
    const length = known.reduce((a, b) => a * b, 1);
    let place = 0;
    if (type === 'int32') return [name, tensor(type, known, () => Math.floor(7 * random()))];
    if (name.endsWith('Mask')) return [name, tensor(type, known, () => (++place === length ? 0 : 1))]; // the last place is padding
    if (masks.includes(name)) return [name, tensor(type, known, () => (random() < 0.25 ? 0 : 4 / 3))];
    return [name, tensor(type, known, () => random() - 0.5)];
  }));
  const updater = await Updater.load(training, engine, variables, { optimizer: 'adam', momentum: 0, weightDecay: 0, clipNorm: 1 });
  return { updater, variables, run: (step) => updater.run([{ tokens: 1 }], step, RATE, () => fixed) };
}

describe.each(backends)('TensorFlow (%s) trains', (backend, create) => {
  it.each(Object.entries(models))('%s: two steps as the reference makes them', async (_name, build) => {
    const [got, wanted] = [await prepare(build, await create()), await prepare(build, createReferenceEngine())];
    for (let step = 0; step < 2; step++) {
      const [result, expected] = [await got.run(step), await wanted.run(step)];
      expect([result.loss]).toBeAllclose([expected.loss], { rtol: 2e-6 });
      expect([result.gradientNorm]).toBeAllclose([expected.gradientNorm], { rtol: 5e-6 });
    }
    for (const name of wanted.variables.names()) {
      const { data } = wanted.variables.get(name);
      const largest = data.reduce((top, number) => Math.max(top, Math.abs(number)), 0);
      expect(got.variables.get(name).data, name).toBeAllclose(data, { rtol: 0, atol: (/^(adam|gradient)\./.test(name) ? GRADIENTS : WEIGHTS) * largest });
    }
    expect(got.variables.names()).toEqual(wanted.variables.names());
    await got.updater.dispose();
  });

  it.each(Object.entries(models))('%s: 20 steps of falling loss, and no tensor more', async (_name, build) => {
    const engine = await create();
    const before = javascript.memory().numTensors;
    const { updater, run } = await prepare(build, engine);
    const loaded = javascript.memory().numTensors;
    const losses: number[] = [];
    for (let step = 0; step < 20; step++) {
      losses.push((await run(step)).loss);
      expect(javascript.memory().numTensors, `after step ${step} (${backend})`).toBe(loaded);
    }
    expect(losses.at(-1)).toBeLessThan(0.9 * losses[0]);
    await updater.dispose();
    expect(javascript.memory().numTensors).toBe(before);
  });
});
