import { describe, expect, it } from 'vitest';
import '../../graph/operations';
import { Graph, type Value } from '../../graph/graph';
import * as ops from '../../graph/ops';
import { languageModel } from '../../models/languageModel';
import { translator } from '../../models/translator';
import { attachGradients } from '../../training/gradients';
import { updateGraph } from '../../training/optimizers';
import { createEngine } from '../choose';
import { Variables } from '../engine';
import { run, type DoubleInput } from '../reference/evaluate';
import { generator, tensor } from '../testing/cases';
import { loop } from '../testing/loops';
import { inPlaceParameters } from './inPlace';

interface Update { readonly name: string; readonly inPlace: readonly string[]; readonly graph: Graph }

/** A graph over x [B, 3] and parameters w and v [3, 3] that `build` assigns. */
function update(name: string, inPlace: readonly string[], build: (graph: Graph, x: Value, w: Value, v: Value) => void): Update {
  const graph = new Graph(name.replaceAll(/\W+/g, '_'));
  build(graph, graph.input('x', 'float32', ['B', 3]), graph.parameter('w', [3, 3]), graph.parameter('v', [3, 3]));
  return { name, inPlace, graph };
}

/** What every update below does to its second operand: its gradient, clipped by a number that depends on all readers. */
const step = (w: Value, change: Value): Value => ops.sub(w, ops.mul(change, 0.1));

const updates: readonly Update[] = [
  update('all other readers come before', ['v', 'w'], (graph, x, w, v) => {
    const hidden = ops.tanh(ops.matMul(x, w));
    const y = ops.matMul(hidden, v);
    const norm = ops.sqrt(ops.sumOfSquares(y));
    const factor = ops.div(1, ops.add(norm, 1));
    graph.assign(w, step(w, ops.mul(ops.matMul(ops.transpose(x), hidden), factor)));
    graph.assign(v, step(v, ops.mul(ops.matMul(ops.transpose(hidden), y), factor)));
    graph.output('norm', norm);
  }),
  update('a reader that does not come before', ['w'], (graph, x, w, v) => {
    const change = ops.matMul(ops.transpose(x), x);
    graph.assign(v, step(v, change));
    graph.output('y', ops.matMul(x, v));
    graph.assign(w, step(w, change));
  }),
  update('a transposed reader that does not come before', [], (graph, x, w, v) => {
    const change = ops.matMul(ops.transpose(x), x);
    graph.output('y', ops.matMul(x, ops.transpose(w)));
    graph.assign(w, step(w, change));
    graph.output('z', ops.matMul(x, ops.mul(v, 2)));
    graph.assign(v, step(v, change));
  }),
  update('a reader inside a loop', ['w'], (graph, x, w, v) => {
    const rows = ops.unsqueeze(x, 0);
    const [last] = loop('walk', [x], [rows], false, ({ states: [h] }) => ({ next: [ops.tanh(ops.matMul(ops.matMul(h, w), v))], outputs: [] }));
    graph.assign(w, step(w, ops.matMul(ops.transpose(x), last)));
    graph.assign(v, step(v, ops.matMul(ops.transpose(x), x)));
    graph.output('last', last);
  }),
  update('a product of the parameter with itself', [], (graph, x, w, v) => {
    graph.assign(w, ops.matMul(w, w));
    graph.assign(v, ops.sub(ops.matMul(v, v), v));
    graph.output('y', x);
  }),
  update('its own transpose', [], (graph, x, w, v) => {
    graph.assign(w, ops.add(w, ops.transpose(w)));
    graph.assign(v, ops.transpose(v));
    graph.output('y', x);
  }),
  update('two parameters that change places', [], (graph, x, w, v) => {
    graph.assign(w, v);
    graph.assign(v, w);
    graph.output('y', x);
  }),
  update('one value for both', ['w'], (graph, x, w, v) => {
    const next = ops.add(w, ops.matMul(ops.transpose(x), x));
    graph.assign(w, next);
    graph.assign(v, next);
    graph.output('next', next);
  }),
  update('a parameter that is given out as it was', ['v'], (graph, x, w, v) => {
    graph.output('before', w);
    graph.assign(w, ops.mul(w, 0.5));
    graph.assign(v, ops.mul(v, ops.add(v, 1)));
    graph.output('y', x);
  }),
  update('moments in the manner of Adam', ['v', 'w'], (graph, x, w, v) => {
    const gradient = ops.matMul(ops.transpose(x), ops.matMul(x, w));
    const scaled = ops.mul(gradient, ops.div(1, ops.add(ops.sumOfSquares(gradient), 1)));
    const moment = ops.add(ops.mul(v, 0.9), ops.mul(scaled, 0.1));
    graph.assign(v, moment);
    graph.assign(w, ops.sub(w, ops.div(moment, ops.add(ops.sqrt(ops.abs(moment)), 1e-3))));
  }),
];

describe('what may be written in place', () => {
  it.each(updates)('$name', ({ graph, inPlace }) => {
    expect([...inPlaceParameters(graph)].map(({ name }) => name).sort()).toEqual(inPlace);
  });
});

describe('training steps of whole models', () => {
  const common = { activation: 'tanh', recurrentInitializer: 'orthogonal', embedding: 4, hidden: 6, layers: 2, dropout: 0.1, tieEmbeddings: false } as const;
  const translation = { ...common, bidirectional: true, inputFeeding: true, sourceVocabulary: 600, targetVocabulary: 13, sharedEmbeddings: false } as const;
  const models = [
    ['an LSTM language model', languageModel({ ...common, cell: 'lstm', window: null, vocabulary: 11 })],
    ['a tied one', languageModel({ ...common, cell: 'gru', window: null, vocabulary: 11, embedding: 6, tieEmbeddings: true })],
    ['a translator with additive attention', translator({ ...translation, cell: 'gru', attention: 'additive' })],
    ['a translator with general attention', translator({ ...translation, cell: 'lstm', attention: 'general' })],
  ] as const;

  it.each(models)('%s: all gradients, weights and moments are written in place', (_, model) => {
    const training = model.train({ labelSmoothing: 0 });
    const { graph: update } = updateGraph(training, { optimizer: 'adam', momentum: 0, weightDecay: 0, clipNorm: 1 });
    attachGradients(training);
    for (const graph of [training.graph, update]) expect([...graph.assignments.keys()].filter((parameter) => !inPlaceParameters(graph).has(parameter)).map(({ name }) => name)).toEqual([]);
  });
});

describe.each(['onnxruntime', 'webassembly'] as const)('parameters of %s after three runs are the reference\'s', (name) => {
  it.each(updates)('$name', async ({ graph }) => {
    const random = generator(5);
    const x = tensor('float32', [4, 3], () => random() - 0.5);
    const variables = new Variables();
    for (const { name: parameter } of graph.parameters) variables.set(parameter, [3, 3], tensor('float32', [3, 3], () => random() - 0.5).data as Float32Array);
    const feeds = { x: { shape: [4, 3], data: Float64Array.from(x.data, Number) } };
    let wanted: Record<string, DoubleInput> = Object.fromEntries(graph.parameters.map((parameter) => [parameter.name, { shape: [3, 3], data: Float64Array.from(variables.get(parameter.name).data) }]));

    const engine = await createEngine({ engine: name, threads: 2 });
    const program = await engine.load(graph, variables);
    for (let time = 0; time < 3; time++) {
      const { outputs, assigned } = run(graph, feeds, wanted);
      const got = await program.run({ x });
      for (const [output, { data }] of Object.entries(outputs)) expect(Float64Array.from(got[output].data, Number)).toBeAllclose(data, { rtol: 1e-5, atol: 1e-5 });
      wanted = { ...wanted, ...assigned };
      for (const [parameter, { data }] of Object.entries(assigned)) expect(variables.get(parameter).data).toBeAllclose(data, { rtol: 1e-5, atol: 1e-5 });
    }
    await program.dispose();
  });
});
