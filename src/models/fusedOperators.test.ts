/**
 * Our cells, driven by our loop, against the fused operators `LSTM`, `GRU` and `RNN` that onnxruntime brings along: the same weights, other
 * people's code. Both directions, batches, padded rows (their `sequence_lens`, our mask) and one step of one row.
 */
import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../engine/choose';
import { Variables } from '../engine/engine';
import { evaluate, type DoubleInput } from '../engine/reference/evaluate';
import type { Graph, Tensor } from '../graph/graph';
import { graphMessage, modelMessage } from '../graph/onnx/messages';
import { unsqueeze } from '../graph/ops';
import { wave } from '../testing/gradientCheck';
import { cells } from './cells';
import type { RecurrentCellName } from './model';
import { drive } from './recurrent';
import { ModelBuilder } from './weights';

const I = 3, H = 5;

interface Fused {
  readonly operator: string;
  /** Our blocks of gates in the order in which the operator wants them. */
  readonly gates: readonly number[];
  readonly attributes: Readonly<Record<string, number>>;
}

/** The operators' documents name the orders iofc, zrh; ours are ifou and zrn. */
const fused: Readonly<Record<RecurrentCellName, Fused>> = {
  rnn: { operator: 'RNN', gates: [0], attributes: {} },
  lstm: { operator: 'LSTM', gates: [0, 2, 1, 3], attributes: {} },
  gru: { operator: 'GRU', gates: [0, 1, 2], attributes: { linear_before_reset: 1 } },
};

interface Setting { readonly cell: RecurrentCellName; readonly reverse: boolean; readonly lengths: readonly number[] }

const settings: Setting[] = (['rnn', 'lstm', 'gru'] as const).flatMap((cell) => [false, true].flatMap((reverse) =>
  [[1], [9, 9, 9], [4, 9, 1]].map((lengths) => ({ cell, reverse, lengths }))));

const nameOf = ({ cell, reverse, lengths }: Setting): string => `${cell}, ${reverse ? 'backward' : 'forward'}, lengths ${lengths.join()}`;
const float32 = ({ shape, data }: DoubleInput): Tensor => ({ type: 'float32', shape, data: Float32Array.from(data) });

/** Our graph: outputs `all` [T, B, H] and the last states by name. */
function build({ cell, reverse }: Setting): Graph {
  const builder = new ModelBuilder('cell');
  const { graph } = builder;
  const x = graph.input('x', 'float32', ['T', 'B', I]);
  const mask = unsqueeze(graph.input('mask', 'float32', ['T', 'B']), 2);
  const step = cells[cell].create(builder, 'w', I, { hidden: H, activation: 'tanh', recurrentInitializer: 'uniform' });
  const initial = cells[cell].states.map((state) => graph.input(state, 'float32', ['B', H]));
  const { outputs, finals } = drive(step, x, initial, { mask, reverse });
  graph.output('all', outputs);
  finals.forEach((value, i) => graph.output(`${cells[cell].states[i]}.last`, value));
  return graph;
}

function feedsOf({ lengths }: Setting, graph: Graph): Record<string, DoubleInput> {
  const B = lengths.length, T = Math.max(...lengths);
  const sizes: Record<string, number> = { B, T };
  const feeds = Object.fromEntries(graph.inputs.map(({ name, shape }, i) => [name, wave(shape.map((size) => (typeof size === 'number' ? size : sizes[size])), i)]));
  return { ...feeds, mask: { shape: [T, B], data: Array.from({ length: T * B }, (_, i) => (Math.floor(i / B) < lengths[i % B] ? 1 : 0)) } };
}

/** Columns [rows, n H] in our order of gates -> rows [n H, rows] in the operator's. */
function turned({ shape: [rows, columns], data }: DoubleInput, gates: readonly number[]): Float32Array {
  const out = new Float32Array(rows * columns);
  gates.forEach((gate, place) => {
    for (let h = 0; h < H; h++) for (let row = 0; row < rows; row++) out[(place * H + h) * rows + row] = data[row * columns + gate * H + h];
  });
  return out;
}

/** One node over X, W, R, B, sequence_lens and the states, as a file. */
function fusedModel({ cell, reverse }: Setting): Uint8Array {
  const { operator, gates, attributes } = fused[cell];
  const { states } = cells[cell];
  const n = gates.length;
  const float = (name: string, shape: readonly (number | string)[]) => ({ name, type: 'float32', shape }) as const;
  return modelMessage(graphMessage({
    name: operator,
    nodes: [{
      name: operator, operation: operator, inputs: ['X', 'W', 'R', 'B', 'lengths', ...states], outputs: ['Y', ...states.map((state) => `${state}.last`)],
      attributes: { hidden_size: H, direction: reverse ? 'reverse' : 'forward', ...attributes },
    }],
    constants: [],
    inputs: [float('X', ['T', 'N', I]), float('W', [1, n * H, I]), float('R', [1, n * H, H]), float('B', [1, 2 * n * H]), { name: 'lengths', type: 'int32', shape: ['N'] }, ...states.map((state) => float(state, [1, 'N', H]))],
    outputs: [float('Y', ['T', 1, 'N', H]), ...states.map((state) => float(`${state}.last`, [1, 'N', H]))],
    inner: [],
  }), 21).finish();
}

async function runFused(setting: Setting, feeds: Record<string, DoubleInput>, weights: Record<string, DoubleInput>): Promise<Record<string, Float32Array>> {
  const { gates } = fused[setting.cell];
  const bias = new Float32Array(2 * gates.length * H);
  bias.set(turned({ shape: [1, gates.length * H], data: weights['w.bias'].data }, gates));
  if (setting.cell === 'gru') bias.set(weights['w.candidateBias'].data, (gates.length + 2) * H); // the candidate's bias within the reset
  const B = setting.lengths.length;
  const session = await InferenceSession.create(fusedModel(setting), { intraOpNumThreads: 1, logSeverityLevel: 4 });
  const results = await session.run({
    X: new OrtTensor('float32', Float32Array.from(feeds.x.data), feeds.x.shape),
    W: new OrtTensor('float32', turned(weights['w.input'], gates), [1, gates.length * H, I]),
    R: new OrtTensor('float32', turned(weights['w.recurrent'], gates), [1, gates.length * H, H]),
    B: new OrtTensor('float32', bias, [1, bias.length]),
    lengths: new OrtTensor('int32', Int32Array.from(setting.lengths), [B]),
    ...Object.fromEntries(cells[setting.cell].states.map((state) => [state, new OrtTensor('float32', Float32Array.from(feeds[state].data), [1, B, H])])),
  });
  await session.release();
  return Object.fromEntries(Object.entries(results).map(([name, { data }]) => [name, data as Float32Array]));
}

/** Beyond a sequence's end the operators give zeros, we the state as it was left; neither means anything. */
function within(all: ArrayLike<number>, mask: DoubleInput): Float64Array {
  return Float64Array.from(all, (number, i) => number * mask.data[Math.floor(i / H)]);
}

describe('cells against the operators of onnxruntime', () => {
  it.each(settings.map((setting) => ({ name: nameOf(setting), setting })))('$name', async ({ setting }) => {
    const graph = build(setting);
    const feeds = feedsOf(setting, graph);
    const weights = Object.fromEntries(graph.parameters.map(({ name, shape }, i) => [name, wave(shape as number[], 7 + i)]));
    const wanted = await runFused(setting, feeds, weights);
    const outputs = ['all', ...cells[setting.cell].states.map((state) => `${state}.last`)];
    const compare = (by: string, numbersOf: (output: string) => ArrayLike<number>): void => {
      for (const output of outputs) {
        const [ours, theirs] = output === 'all' ? [within(numbersOf('all'), feeds.mask), within(wanted.Y, feeds.mask)] : [numbersOf(output), wanted[output]];
        expect(ours, `${output} by ${by}`).toBeAllclose(theirs, { rtol: 1e-5, atol: 1e-6 });
      }
    };
    const inDouble = evaluate(graph, feeds, weights);
    compare('the reference', (output) => inDouble[output].data);
    for (const choice of ['onnxruntime', 'webassembly'] as const) {
      const variables = new Variables();
      for (const [name, weight] of Object.entries(weights)) variables.set(name, weight.shape, Float32Array.from(weight.data));
      const program = await (await createEngine({ engine: choice, threads: 1 })).load(graph, variables);
      const results = await program.run(Object.fromEntries(Object.entries(feeds).map(([name, feed]) => [name, float32(feed)])));
      compare(choice, (output) => results[output].data as Float32Array);
      await program.dispose();
    }
  });
});
