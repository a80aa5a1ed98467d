/** Whole training steps with loops and products of our own, held against the reference. */
import type * as OrtNode from 'onnxruntime-node';
import type * as OrtWeb from 'onnxruntime-web';
import { describe, expect, it } from 'vitest';
import '../../graph/operations';
import { Graph } from '../../graph/graph';
import * as ops from '../../graph/ops';
import { languageModel } from '../../models/languageModel';
import type { LanguageModel, LanguageModelConfig, Model, ModelGraph, TranslatorConfig } from '../../models/model';
import { translator } from '../../models/translator';
import { attachGradients, attachGradientSums, gradientsOf } from '../../training/gradients';
import { createEngine } from '../choose';
import { Variables, type Feeds } from '../engine';
import { stagesOf } from '../compiled/stages';
import { Team } from '../compiled/team';
import { generator, tensor } from '../testing/cases';
import { I32, wasmModule } from '../wasm/module';
import { ortEngine } from './ortProgram';
import type { OrtRuntime } from './runtime';

const lm: LanguageModelConfig = { cell: 'lstm', window: null, vocabulary: 21, embedding: 6, hidden: 10, layers: 1, dropout: 0, tieEmbeddings: false, activation: 'tanh', recurrentInitializer: 'orthogonal' };
const tr: TranslatorConfig = {
  cell: 'gru', bidirectional: true, attention: 'additive', inputFeeding: true, sourceVocabulary: 16, targetVocabulary: 17, sharedEmbeddings: false,
  embedding: 5, hidden: 8, layers: 1, dropout: 0, tieEmbeddings: false, activation: 'tanh', recurrentInitializer: 'orthogonal',
};

/** Runs the batches one after another. @returns loss and gradients after each, and what came out beside */
async function trained(engine: 'webassembly' | 'native' | 'reference', threads: number, create: () => Model, sizes: readonly Readonly<Record<string, number>>[], accumulate = false): Promise<Float32Array[]> {
  const model = create();
  const step = model.train({ labelSmoothing: 0.1 });
  if (accumulate) attachGradientSums(step);
  else attachGradients(step);
  if (engine === 'webassembly') expect(stagesOf(step.graph)).not.toBeNull();
  const variables = new Variables();
  for (const spec of model.parameters) variables.set(spec.name, spec.shape, spec.initialize(3).map((number, i) => number + 0.1 * Math.sin(i)));
  for (const { name, shape } of gradientsOf(step)) variables.set(name, shape, new Float32Array(shape.reduce((a, b) => a * b, 1)));
  const program = await (await engineOf(engine, threads)).load(step.graph, variables);
  const kept: Float32Array[] = [];
  for (const [index, known] of sizes.entries()) {
    const results = await program.run(feedsOf(step, model, known, index));
    kept.push(...Object.keys(results).sort().map((name) => Float32Array.from(results[name].data as Float32Array)), ...gradientsOf(step).map(({ name }) => variables.get(name).data.slice()));
  }
  await program.dispose();
  return kept;
}

const engineOf = async (name: 'webassembly' | 'native' | 'reference', threads: number): ReturnType<typeof createEngine> =>
  name === 'reference' ? createEngine({ engine: name, threads }) : ortEngine(name === 'native' ? nativeRuntime(await import('onnxruntime-node'), threads) : webRuntime(await import('onnxruntime-web'), threads));

/** It writes into given memory, which on Node 20 may not be shared: one thread. */
const nativeRuntime = (ort: typeof OrtNode, threads: number): OrtRuntime => ({
  info: { name: 'onnxruntime', version: '', provider: 'cpu', threads, why: 'a test' }, writesIntoGivenBuffers: true, runsTasks: true, predictsByItself: false, multipliesWholeNumbersFaster: false, isCardWithoutLoops: false, Tensor: ort.Tensor,
  createSession: (model) => ort.InferenceSession.create(model, { logSeverityLevel: 4 }),
});

/** As the engine is, but with any number of threads in one process: those of the tasks. */
const webRuntime = (ort: typeof OrtWeb, threads: number): OrtRuntime => ({
  info: { name: 'webassembly', version: '', provider: 'wasm', threads, why: 'a test' }, writesIntoGivenBuffers: false, runsTasks: true, predictsByItself: false, multipliesWholeNumbersFaster: false, isCardWithoutLoops: false, Tensor: ort.Tensor,
  createSession: (model) => ort.InferenceSession.create(model, { executionProviders: ['wasm'], logSeverityLevel: 4 }),
});

function feedsOf({ graph, masks, states }: ModelGraph, { config }: Model, sizes: Readonly<Record<string, number>>, seed: number): Feeds {
  const random = generator(seed + 5);
  const vocabulary = 'vocabulary' in config ? config.vocabulary : Math.min(config.sourceVocabulary, config.targetVocabulary);
  return Object.fromEntries(graph.inputs.map(({ name, type, shape }) => {
    const known = shape.map((size) => (typeof size === 'number' ? size : sizes[size]));
    const mask = masks.find((spec) => spec.name === name);
    if (type === 'int32') return [name, tensor(type, known, () => Math.floor(random() * vocabulary))];
    if (name.startsWith('accumulate')) return [name, tensor(type, known, () => (name.endsWith('keep') ? Math.min(1, seed) : 3))];
    if (mask) return [name, tensor(type, known, () => (random() < 0.5 ? 0 : 2))];
    if (states.some(({ input }) => input === name)) return [name, tensor(type, known, () => random() - 0.5)];
    let place = 0;
    return [name, tensor(type, known, () => (place++ < known[1] || random() < 0.7 ? 1 : 0))]; // a mask whose first tokens stand
  }));
}

const batches = [{ T: 3, B: 2, S: 4 }, { T: 1, B: 1, S: 1 }, { T: 5, B: 7, S: 6 }, { T: 5, B: 7, S: 6 }];

const models: Readonly<Record<string, () => Model>> = {
  rnn: () => languageModel({ ...lm, cell: 'rnn' }),
  lstm: () => languageModel(lm),
  gru: () => languageModel({ ...lm, cell: 'gru', embedding: 30, hidden: 62 }),
  'two layers, tied, all kinds of dropout': () => languageModel({ ...lm, layers: 2, tieEmbeddings: true, embedding: 10, dropout: 0.5, variationalDropout: true, weightDrop: 0.5 }),
  'rnn with relu': () => languageModel({ ...lm, cell: 'rnn', activation: 'relu' }),
  'translator with attention': () => translator(tr),
  'translator with attention, all kinds of dropout': () => translator({ ...tr, layers: 2, dropout: 0.4, variationalDropout: true, weightDrop: 0.5 }),
  'translator with general attention, lstm': () => translator({ ...tr, cell: 'lstm', attention: 'general', hidden: 9, embedding: 6 }),
  'translator with dot attention, without input feeding': () => translator({ ...tr, attention: 'dot', bidirectional: false, inputFeeding: false }),
  'translator with coverage': () => translator({ ...tr, coverage: true }),
  'translator without, lstm, two layers': () => translator({ ...tr, cell: 'lstm', layers: 2, embedding: 30, hidden: 62, attention: 'none', inputFeeding: false, feedContext: true, bidirectional: false, dropout: 0.4 }),
};

function leavesLoops(create: () => Model): boolean {
  const step = create().train({ labelSmoothing: 0.1 });
  attachGradients(step);
  return stagesOf(step.graph)!.leavesLoops;
}

it('but one of these models leave no loop to the runtime', () => {
  expect(Object.entries(models).filter(([, create]) => leavesLoops(create)).map(([name]) => name)).toEqual(['translator with coverage']); // a gradient is added up in it that has no rows
});

describe.each(Object.entries(models))('%s', (_, create) => {
  it('trains as the reference does, whatever sizes follow each other, with one thread and two', async () => {
    const wanted = await trained('reference', 1, create, batches);
    const [alone, together] = [await trained('webassembly', 1, create, batches), await trained('webassembly', 2, create, batches)];
    for (const got of [alone, together]) got.forEach((numbers, i) => { expect(numbers).toBeAllclose(wanted[i], { rtol: 2e-5, atol: 2e-6 }); });
    if (!leavesLoops(create)) together.forEach((numbers, i) => { expect([...numbers]).toEqual([...alone[i]]); }); // rows know nothing of each other
  });
});

it('gradients of several batches add up', async () => {
  const [got, wanted] = [await trained('webassembly', 1, models.lstm, batches, true), await trained('reference', 1, models.lstm, batches, true)];
  got.forEach((numbers, i) => { expect(numbers).toBeAllclose(wanted[i], { rtol: 2e-5, atol: 1e-5 }); });
});

it('a runtime that writes into given memory does so here too', async () => {
  const [got, wanted] = [await trained('native', 1, models.lstm, batches), await trained('reference', 1, models.lstm, batches)];
  got.forEach((numbers, i) => { expect(numbers).toBeAllclose(wanted[i], { rtol: 2e-5, atol: 2e-6 }); });
});

it('the same bits come out in every program', async () => {
  const [first, second] = [await trained('webassembly', 2, models.gru, batches), await trained('webassembly', 2, models.gru, batches)];
  expect(second.map((numbers) => [...numbers])).toEqual(first.map((numbers) => [...numbers]));
});

it('predictions stay with the runtime, and evaluations do not', async () => {
  const model = models.lstm();
  const variables = new Variables();
  for (const spec of model.parameters) variables.set(spec.name, spec.shape, spec.initialize(3));
  const runtime = webRuntime(await import('onnxruntime-web'), 1);
  let sessions = 0;
  const engine = ortEngine({ ...runtime, createSession: (...given) => { sessions++; return runtime.createSession(...given); } });
  const sessionsOf = async (graph: ModelGraph['graph'], batches?: boolean): Promise<number> => {
    sessions = 0;
    await (await engine.load(graph, variables, { ...(batches !== undefined && { batches }) })).dispose();
    return sessions;
  };
  expect(await sessionsOf((model as LanguageModel).predict().graph)).toBe(1);
  expect(await sessionsOf(model.evaluate().graph, true)).toBeGreaterThan(1);
});

it('what is given out as it came in comes out', async () => {
  const graph = new Graph('passing');
  const [x, w] = [graph.input('x', 'float32', ['T', 'B', 8]), graph.parameter('w', [8, 12])];
  graph.output('same', x);
  graph.output('unread', graph.input('y', 'float32', ['T']));
  graph.output('weight', w);
  graph.output('product', ops.matMul(x, w));
  const variables = new Variables();
  variables.set('w', [8, 12], Float32Array.from({ length: 96 }, (_, i) => i));
  expect(stagesOf(graph)).not.toBeNull();
  const program = await ortEngine(webRuntime(await import('onnxruntime-web'), 1)).load(graph, variables, { batches: true });
  const { same, unread, weight, product } = await program.run({ y: { type: 'float32', shape: [1], data: Float32Array.of(3) }, x: { type: 'float32', shape: [1, 1, 8], data: Float32Array.of(1, 0, 0, 0, 0, 0, 0, 2) } });
  expect([...same.data]).toEqual([1, 0, 0, 0, 0, 0, 0, 2]);
  expect([...unread.data]).toEqual([3]);
  expect(weight.data).toHaveLength(96);
  expect([...product.data]).toEqual(Array.from({ length: 12 }, (_, i) => i + 2 * (84 + i)));
  await program.dispose();
});

it('a thread that fails is told of', async () => {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 2 ** 16, shared: true });
  const module = new WebAssembly.Module(wasmModule([{ name: 'fail', parameters: [I32, I32], result: null, locals: [], code: [0x20, 0, 0x04, 0x40, 0x00, 0x0b] }], true)); // unreachable where the table is not 0
  const team = (await Team.start(module, memory, 2, 0))!;
  team.run('fail', 1, [0, 0]);
  expect(() => { team.run('fail', 1, [0, 1]); }).toThrow('internal: a thread of the engine failed');
  await team.dispose();
});

it('where no more threads can be started there is no team', async () => {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1 }); // which threads cannot share
  const module = new WebAssembly.Module(wasmModule([{ name: 'nothing', parameters: [I32, I32], result: null, locals: [], code: [] }]));
  expect(await Team.start(module, memory, 3, 0)).toBeNull();
  expect(await Team.start(module, memory, 1, 0)).not.toBeNull();
});
