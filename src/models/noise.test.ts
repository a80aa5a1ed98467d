/** What dropout of each kind disturbs: which masks a training graph asks for, and that a mask does to the loss what its formula says. */
import { describe, expect, it } from 'vitest';
import { evaluate, type DoubleInput } from '../engine/reference/evaluate';
import { wave } from '../testing/gradientCheck';
import { languageModel } from './languageModel';
import type { LanguageModelConfig, Model, ModelGraph, TranslatorConfig } from './model';
import { translator } from './translator';

const sizes: Readonly<Record<string, number>> = { T: 4, S: 3, B: 2 };
const common = { embedding: 3, hidden: 5, layers: 2, dropout: 0.5, tieEmbeddings: false, activation: 'tanh', recurrentInitializer: 'orthogonal' } as const;
const language = (change: Partial<LanguageModelConfig> = {}): Model => languageModel({ ...common, cell: 'gru', window: null, vocabulary: 7, ...change });
const translation = (change: Partial<TranslatorConfig> = {}): Model => translator({
  ...common, cell: 'lstm', bidirectional: true, attention: 'additive', inputFeeding: true, sourceVocabulary: 7, targetVocabulary: 7, sharedEmbeddings: false, ...change,
});

const masksOf = (model: Model): Record<string, string> => Object.fromEntries(model.train({ labelSmoothing: 0 }).masks.map(({ name, shape, keep }) => [name, `${shape.join(' ')} keep ${keep}`]));

/** The loss with every mask at 1, but for the given ones. */
function lossOf({ graph, loss, masks }: ModelGraph, { parameters }: Model, given: Readonly<Record<string, (shape: readonly number[]) => DoubleInput>> = {}): number {
  graph.output('loss', loss!);
  const isMask = new Set(masks.map(({ name }) => name));
  const feeds = Object.fromEntries(graph.inputs.map(({ name, type, shape: symbols }): [string, DoubleInput] => {
    const shape = symbols.map((size) => (typeof size === 'number' ? size : sizes[size]));
    const length = shape.reduce((a, b) => a * b, 1);
    if (type === 'int32') return [name, { shape, data: Array.from({ length }, (_, k) => (k * 5 + name.length) % 7) }];
    if (name in given) return [name, given[name](shape)];
    return [name, isMask.has(name) || name.endsWith('Mask') ? { shape, data: new Float64Array(length).fill(1) } : wave(shape, name.length)];
  }));
  return evaluate(graph, feeds, Object.fromEntries(parameters.map(({ name, shape }, i) => [name, wave(shape, i)]))).loss.data[0];
}

const ones = (shape: readonly number[], zeroAt: (index: number) => boolean = () => false): DoubleInput =>
  ({ shape, data: Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => (zeroAt(i) ? 0 : 1)) });

describe('the masks that training asks for', () => {
  it('plain dropout: one a step, none on states', () => {
    expect(masksOf(language())).toEqual({ 'dropout.embedding': 'T B 3 keep 0.5', 'dropout.layer.0': 'T B 5 keep 0.5', 'dropout.layer.1': 'T B 5 keep 0.5' });
    expect(masksOf(translation())).toEqual({
      'dropout.source': 'S B 3 keep 0.5', 'dropout.encoder.0': 'S B 10 keep 0.5', 'dropout.target': 'T B 3 keep 0.5', 'dropout.decoder.0': 'T B 5 keep 0.5', 'dropout.readout': 'T B 5 keep 0.5',
    });
  });

  it('variational dropout: one a sequence, and one for every state', () => {
    expect(masksOf(language({ variationalDropout: true }))).toEqual({
      'dropout.embedding': '1 B 3 keep 0.5', 'dropout.layer.0': '1 B 5 keep 0.5', 'dropout.layer.1': '1 B 5 keep 0.5', 'dropout.layer.0.state': 'B 5 keep 0.5', 'dropout.layer.1.state': 'B 5 keep 0.5',
    });
    expect(masksOf(translation({ variationalDropout: true }))).toEqual({
      'dropout.source': '1 B 3 keep 0.5', 'dropout.encoder.0': '1 B 10 keep 0.5', 'dropout.target': '1 B 3 keep 0.5', 'dropout.decoder.0': 'B 5 keep 0.5', 'dropout.readout': '1 B 5 keep 0.5',
      ...Object.fromEntries(['encoder.0.forward', 'encoder.0.backward', 'encoder.1.forward', 'encoder.1.backward', 'decoder.0', 'decoder.1'].map((layer) => [`dropout.${layer}.state`, 'B 5 keep 0.5'])),
    });
  });

  it('weight drop: one for the recurrent weights of every cell, with a share of its own', () => {
    expect(masksOf(language({ dropout: 0, weightDrop: 0.25 }))).toEqual({ 'weightDrop.layer.0.recurrent': '5 15 keep 0.75', 'weightDrop.layer.1.recurrent': '5 15 keep 0.75' });
    expect(Object.keys(masksOf(translation({ dropout: 0, weightDrop: 0.25, layers: 1 })))).toEqual(['encoder.0.forward', 'encoder.0.backward', 'decoder.0'].map((layer) => `weightDrop.${layer}.recurrent`));
  });
});

describe.each<[name: string, model: (change: { variationalDropout?: boolean; weightDrop?: number; dropout?: number }) => Model]>([
  ['language model', language], ['RNN', (change) => language({ ...change, cell: 'rnn' })], ['LSTM', (change) => language({ ...change, cell: 'lstm' })], ['translator', translation],
])('%s', (_, make) => {
  it('with masks of ones, no kind of dropout changes anything', () => {
    const plain = make({ dropout: 0 });
    const loss = lossOf(plain.train({ labelSmoothing: 0 }), plain);
    for (const noise of [{}, { variationalDropout: true }, { weightDrop: 0.5 }]) {
      const model = make(noise);
      expect(lossOf(model.train({ labelSmoothing: 0 }), model)).toBeCloseTo(loss, 12);
    }
  });

  it('a variational mask drops what the same mask at every step would', () => {
    const [once, eachStep] = [make({ variationalDropout: true }), make({})];
    for (const { name, shape } of once.train({ labelSmoothing: 0 }).masks.filter(({ name }) => !name.endsWith('.state'))) {
      const width = shape.at(-1) as number;
      const drop = { [name]: (shape: readonly number[]) => ones(shape, (i) => i % (2 * width) % 3 === 0) }; // the same for each step
      const loss = lossOf(once.train({ labelSmoothing: 0 }), once, drop);
      expect(loss, name).toBeCloseTo(lossOf(eachStep.train({ labelSmoothing: 0 }), eachStep, drop), 12);
      expect(Math.abs(loss - lossOf(once.train({ labelSmoothing: 0 }), once)), name).toBeGreaterThan(1e-6);
    }
  });

  it('a dropped state unit is a dropped row of the recurrent weights', () => {
    const [states, weights] = [make({ variationalDropout: true }), make({ weightDrop: 0.5 })];
    const units = new Set([1, 4]);
    const names = states.train({ labelSmoothing: 0 }).masks.map(({ name }) => name).filter((name) => name.endsWith('.state'));
    expect(names.length).toBeGreaterThanOrEqual(2);
    for (const name of names) {
      const weight = name.replace('dropout.', 'weightDrop.').replace('.state', '.recurrent');
      const byState = lossOf(states.train({ labelSmoothing: 0 }), states, { [name]: (shape) => ones(shape, (i) => units.has(i % 5)) });
      const byWeight = lossOf(weights.train({ labelSmoothing: 0 }), weights, { [weight]: (shape) => ones(shape, (i) => units.has(Math.floor(i / shape[1]))) });
      expect(byState, name).toBeCloseTo(byWeight, 12);
      expect(Math.abs(byState - lossOf(states.train({ labelSmoothing: 0 }), states)), name).toBeGreaterThan(1e-6);
    }
  });
});
