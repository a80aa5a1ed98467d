/** Whole models held against PyTorch's own modules: loss, attention and every gradient. `scripts/oracles/models.py` made the results. */
import { describe, expect, it } from 'vitest';
import { createEngine } from '../engine/choose';
import { Variables } from '../engine/engine';
import { evaluate, type DoubleInput } from '../engine/reference/evaluate';
import { gradients } from '../graph/differentiate';
import type { Tensor } from '../graph/graph';
import fixture from './fixtures/pytorch.json';
import { languageModel } from './languageModel';
import type { AttentionName, Model, RecurrentCellName } from './model';
import { translator } from './translator';

const sizes: Record<string, number> = { T: 4, B: 3, S: 5 };
const V = 8, W = 6, E = 2, H = 3;
const count = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
const wave = (shape: readonly number[], phase: number): DoubleInput => ({ shape, data: Array.from({ length: count(shape) }, (_, i) => 0.5 * Math.sin(1.7 * i + 0.3 + phase)) });
const cycle = (shape: readonly number[], below: number): DoubleInput => ({ shape, data: Array.from({ length: count(shape) }, (_, i) => (i * 5 + 1) % below) });
const lengths = [5, 3, 4];
const sourceMask: DoubleInput = { shape: [5, 3], data: Array.from({ length: 15 }, (_, i) => (Math.floor(i / 3) < lengths[i % 3] ? 1 : 0)) };
const outputMask: DoubleInput = { shape: [4, 3], data: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1] };

const common = { embedding: E, hidden: H, dropout: 0, tieEmbeddings: false, activation: 'tanh', recurrentInitializer: 'orthogonal' } as const;

function modelOf(name: string): Model {
  const [kind, cell, ...rest] = name.split(', ');
  if (kind === 'language model') {
    const noise = rest[1] === 'variational' ? { dropout: 0.5, variationalDropout: true, weightDrop: 0.5 } : {};
    return languageModel({ ...common, cell: cell as RecurrentCellName, window: null, vocabulary: V, layers: Number.parseInt(rest[0], 10), ...noise });
  }
  return translator({
    ...common, cell: cell as RecurrentCellName, layers: 1, sourceVocabulary: W, targetVocabulary: V, sharedEmbeddings: false,
    attention: rest[0] as AttentionName, inputFeeding: rest[1] === 'feeding', bidirectional: rest[2] === 'both ways',
    feedContext: rest[3] === 'context', coverage: rest[3] === 'coverage',
  });
}

/** Every layer's states, in the order h, c, begin as the script's do. */
function initialState(name: string): DoubleInput {
  const [, , layer, state] = name.split('.');
  return wave([3, H], 10 + Number(layer) + (state === 'c' ? 1 : 0));
}

/** A dropout mask as the script has it. */
const maskOf = (name: string, shape: readonly number[]): DoubleInput => ({ shape, data: Array.from({ length: count(shape) }, (_, i) => ((i * 7 + name.length) % 3 === 0 ? 0 : 2)) });

/** The model's graph with its gradients as outputs, and what to feed it. */
function prepare(name: string): { graph: ReturnType<Model['train']>['graph']; feeds: Record<string, DoubleInput>; parameters: Record<string, DoubleInput> } {
  const model = modelOf(name);
  const { graph, loss, parameters, masks } = model.train({ labelSmoothing: 0.125, coverageLoss: 0.5, scheduledSampling: name.endsWith('own tokens') });
  const slopes = gradients(loss!, parameters);
  graph.output('loss', loss!);
  parameters.forEach((parameter, i) => graph.output(`gradient.${parameter.name}`, slopes[i]));
  const feeds = Object.fromEntries(graph.inputs.map((input) => {
    const shape = input.shape.map((size) => (typeof size === 'number' ? size : sizes[size]));
    const fixed: Record<string, DoubleInput> = { sourceMask, outputMask, source: cycle(shape, W), input: cycle(shape, V), output: cycle(shape, V) };
    return [input.name, fixed[input.name] ?? (masks.some((mask) => mask.name === input.name) ? maskOf(input.name, shape) : initialState(input.name))];
  }));
  const names = model.parameters.map((spec) => spec.name).sort();
  const values = Object.fromEntries(model.parameters.map((spec) => [spec.name, wave(spec.shape, names.indexOf(spec.name))]));
  return { graph, feeds, parameters: values };
}

/** Constants of a graph are float32, so sizes and smoothing are chosen to be binary fractions. */
const DOUBLE = { rtol: 1e-10, atol: 1e-12 };

interface Case { loss: number; gradients: Record<string, number[]>; attention?: number[] }
const cases = Object.entries(fixture.cases as Record<string, Case>);

describe(`against PyTorch ${fixture.pytorch}`, () => {
  it.each(cases)('%s: value and all gradients, in double precision to 1e-10', (name, wanted) => {
    const { graph, feeds, parameters } = prepare(name);
    const got = evaluate(graph, feeds, parameters);
    expect(got.loss.data).toBeAllclose([wanted.loss], DOUBLE);
    expect(Object.keys(wanted.gradients).sort()).toEqual(Object.keys(parameters).sort());
    for (const [parameter, gradient] of Object.entries(wanted.gradients)) {
      expect(got[`gradient.${parameter}`].data, parameter).toBeAllclose(gradient, DOUBLE);
    }
  });

  it.each(cases.filter(([, { attention }]) => attention))('%s: attention, padding at zero', (name, wanted) => {
    const { feeds, parameters } = prepare(name);
    const { graph } = modelOf(name).evaluate();
    expect(evaluate(graph, feeds, parameters).attention.data).toBeAllclose(wanted.attention!, DOUBLE);
  });

  it.each(['onnxruntime', 'webassembly'] as const)('%s computes every case to 2e-5', async (choice) => {
    const engine = await createEngine({ engine: choice, threads: 1 });
    for (const [name, wanted] of cases) {
      const { graph, feeds, parameters } = prepare(name);
      const variables = new Variables();
      for (const [parameter, { shape, data }] of Object.entries(parameters)) variables.set(parameter, shape, Float32Array.from(data));
      const program = await engine.load(graph, variables);
      const tensors = graph.inputs.map(({ name, type }): [string, Tensor] => [name, {
        type, shape: feeds[name].shape, data: type === 'int32' ? Int32Array.from(feeds[name].data) : Float32Array.from(feeds[name].data),
      }]);
      const got = await program.run(Object.fromEntries(tensors));
      expect(got.loss.data as Float32Array, name).toBeAllclose([wanted.loss], { rtol: 2e-5, atol: 1e-6 });
      for (const [parameter, gradient] of Object.entries(wanted.gradients)) {
        expect(got[`gradient.${parameter}`].data as Float32Array, `${name}: ${parameter}`).toBeAllclose(gradient, { rtol: 2e-5, atol: 2e-6 });
      }
      await program.dispose();
    }
  });
});
