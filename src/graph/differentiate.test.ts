import { describe, expect, it } from 'vitest';
import { checkGradients, wave } from '../testing/gradientCheck';
import { gradients } from './differentiate';
import { Graph, type Value } from './graph';
import { liveValues } from './onnx/live';
import * as ops from './ops';
import { scan } from './scan/scan';
import type { Shape } from './size';

const SIZES: Record<string, number> = { B: 3, T: 5, S: 4 };
/** Sizes of symbols such as T, B*T, 1+T+2 and T-2. */
const sizeOf = (size: number | string): number => {
  if (typeof size === 'number') return size;
  for (const [sign, join] of [['+', (a: number, b: number) => a + b], ['-', (a: number, b: number) => a - b], ['*', (a: number, b: number) => a * b]] as const) {
    if (size.includes(sign)) return size.split(sign).map(sizeOf).reduce(join);
  }
  return SIZES[size] ?? Number(size);
};
const sizesOf = (shape: Shape): number[] => shape.map(sizeOf);

/** Σ w ⊙ y with uneven weights, so that no gradient is hidden by symmetry. */
function weigh(graph: Graph, y: Value): Value {
  const weights = graph.input('weights', 'float32', y.shape.length === 0 ? [1] : y.shape);
  return ops.reduceSum(ops.mul(y, weights), [...Array(Math.max(1, y.shape.length)).keys()]);
}

interface Options { lift?: number; ints?: Record<string, { shape: Shape; data: number[] }>; residuals?: 'stack' | 'recompute' }

/** Largest error of the gradients of `write` with respect to inputs of the given shapes. `lift` moves the inputs away from kinks and poles. */
function errorOf(shapes: readonly Shape[], write: (...x: Value[]) => Value, { lift = 0, ints = {}, residuals = 'stack' }: Options = {}): number {
  const graph = new Graph('test');
  const inputs = shapes.map((shape, i) => graph.input(`x${i}`, 'float32', shape));
  const intInputs = Object.entries(ints).map(([name, { shape }]) => graph.input(name, 'int32', shape));
  const loss = weigh(graph, write(...inputs, ...intInputs));
  const feeds = Object.fromEntries([
    ...inputs.map((input, i) => { const x = wave(sizesOf(input.shape), i); return [input.name, { ...x, data: Float64Array.from(x.data, (v) => v + lift) }] as const; }),
    ...graph.inputs.filter(({ name }) => name === 'weights').map((input) => [input.name, wave(sizesOf(input.shape), 9)] as const),
    ...Object.entries(ints).map(([name, { shape, data }]) => [name, { shape: sizesOf(shape), data }] as const),
  ]);
  const { worst, compared } = checkGradients(graph, loss, inputs, feeds, { residuals });
  expect(compared).toBeGreaterThan(0);
  return worst;
}

describe('gradients of operations', () => {
  const cases: Record<string, () => number> = {
    'add, broadcasting': () => errorOf([['B', 4], [4]], ops.add),
    'sub, broadcasting a column': () => errorOf([['B', 4], ['B', 1]], ops.sub),
    mul: () => errorOf([['B', 4], ['T', 1, 4]], ops.mul),
    div: () => errorOf([['B', 4], ['B', 4]], ops.div, { lift: 3 }),
    min: () => errorOf([['B', 4], ['B', 4]], ops.min),
    max: () => errorOf([['B', 4], [1]], ops.max),
    neg: () => errorOf([['B', 4]], ops.neg),
    exp: () => errorOf([['B', 4]], ops.exp),
    log: () => errorOf([['B', 4]], ops.log, { lift: 2 }),
    sqrt: () => errorOf([['B', 4]], ops.sqrt, { lift: 2 }),
    tanh: () => errorOf([['B', 4]], ops.tanh),
    sigmoid: () => errorOf([['B', 4]], ops.sigmoid),
    relu: () => errorOf([['B', 4]], ops.relu),
    abs: () => errorOf([['B', 4]], ops.abs),
    identity: () => errorOf([['B', 4]], ops.identity),
    where: () => errorOf([['B', 4], ['B', 4], [4]], (c, a, b) => ops.where(ops.greater(c, 0.1), a, b)),
    'matMul 2-D': () => errorOf([['B', 4], [4, 3]], ops.matMul),
    'matMul, one weight under many axes': () => errorOf([['T', 'B', 4], [4, 2]], ops.matMul),
    'matMul, batches': () => errorOf([['B', 2, 4], ['B', 4, 3]], ops.matMul),
    'matMul, broadcasting batches': () => errorOf([[2, 4], ['B', 4, 3]], ops.matMul),
    transpose: () => errorOf([['B', 2, 4]], (x) => ops.transpose(x, [2, 0, 1])),
    unsqueeze: () => errorOf([['B', 4]], (x) => ops.unsqueeze(x, 1)),
    squeeze: () => errorOf([['B', 1, 4]], (x) => ops.squeeze(x, 1)),
    flatten: () => errorOf([['T', 'B', 4]], (x) => ops.flatten(x)),
    reshape: () => errorOf([['B', 4]], (x) => ops.reshape(x, ['B', 2, 2])),
    expand: () => errorOf([['B', 1, 4], ['T', 1]], (x, like) => ops.mul(ops.expand(x, ['B', 'T', 4]), like)),
    concat: () => errorOf([['B', 4], ['B', 2]], (a, b) => ops.concat([a, b], -1)),
    'concat along time': () => errorOf([[1, 4], ['T', 4], [2, 4]], (a, b, c) => ops.tanh(ops.concat([a, b, c], 0))),
    split: () => errorOf([['B', 5]], (x) => { const [a, , c] = ops.split(x, [2, 1, 2]); return ops.mul(a, c); }),
    'slice from the front': () => errorOf([['B', 5]], (x) => ops.slice(x, 1, 1, 3)),
    'slice to the end': () => errorOf([['T', 5]], (x) => ops.slice(x, 0, 2)),
    'slice from the back': () => errorOf([['T', 5]], (x) => ops.slice(x, 0, -2)),
    'slice all but the last': () => errorOf([['T', 5]], (x) => ops.slice(x, 0, 0, -1)),
    gather: () => errorOf([[6, 3]], (table, at) => ops.gather(table, at), { ints: { at: { shape: ['T', 'B'], data: [0, 5, 5, 1, 2, 2, 3, 0, 0, 0, 1, 5, 4, 4, 4] } } }),
    gatherElements: () => errorOf([['B', 4]], (x, at) => ops.gatherElements(x, at), { ints: { at: { shape: ['B', 1], data: [3, 0, 3] } } }),
    scatterAdd: () => errorOf([['B', 4], ['B', 1]], (x, u, at) => ops.scatterAdd(x, at, u), { ints: { at: { shape: ['B', 1], data: [3, 0, 3] } } }),
    'reduceSum, axes gone': () => errorOf([['T', 'B', 4]], (x) => ops.reduceSum(x, [0, 2])),
    'reduceSum, axes kept': () => errorOf([['T', 'B', 4]], (x) => ops.mul(x, ops.reduceSum(x, [1], true))),
    'a sum and what stands beside it': () => errorOf([['B', 4]], (x) => ops.mul(ops.mul(x, x), ops.reduceSum(x, [1], true))),
    'two sums': () => errorOf([['B', 4]], (x) => ops.mul(ops.reduceSum(x, [1], true), ops.reduceSum(x, [0], true))),
    sumOfSquares: () => errorOf([['B', 4]], (x) => ops.sumOfSquares(x)),
    softmax: () => errorOf([['B', 4]], ops.softmax),
    logSumExp: () => errorOf([['B', 4]], ops.logSumExp),
    'cross-entropy': () => errorOf([['B', 4]], (x, y) => ops.sub(ops.logSumExp(x), ops.gatherElements(x, y)), { ints: { y: { shape: ['B', 1], data: [3, 0, 3] } } }),
    'cast has none, what stands beside it has': () => errorOf([['B', 4]], (x) => ops.mul(x, ops.cast(ops.greater(x, 0), 'float32'))),
  };
  it.each(Object.entries(cases))('%s', (_, error) => expect(error()).toBeLessThan(1e-8));
});

describe('gradients of loops', () => {
  const rnn = (reverse: boolean) => (x: Value, h0: Value, wx: Value, wh: Value, b: Value): Value => {
    const { finals: [h], outputs: [hs] } = scan({ states: [h0], inputs: [x], reverse }, ([h], [x]) => {
      const next = ops.tanh(ops.add(ops.add(ops.matMul(x, wx), ops.matMul(h, wh)), b));
      return { states: [next], outputs: [next] };
    });
    return ops.add(ops.mul(hs, 0.7), h);
  };
  const rnnShapes: Shape[] = [['T', 'B', 3], ['B', 4], [3, 4], [4, 4], [4]];

  const lstm = (x: Value, h0: Value, c0: Value, wx: Value, wh: Value): Value => {
    const { finals, outputs } = scan({ states: [h0, c0], inputs: [x] }, ([h, c], [x]) => {
      const [gates, candidate] = ops.split(ops.add(ops.matMul(x, wx), ops.matMul(h, wh)), [6, 2]);
      const [i, f, o] = ops.split(ops.sigmoid(gates), [2, 2, 2]);
      const cell = ops.add(ops.mul(f, c), ops.mul(i, ops.tanh(candidate)));
      const hidden = ops.mul(o, ops.tanh(cell));
      return { states: [hidden, cell], outputs: [hidden] };
    });
    return ops.add(ops.add(outputs[0], finals[1]), finals[0]);
  };
  const lstmShapes: Shape[] = [['T', 'B', 3], ['B', 2], ['B', 2], [3, 8], [2, 8]];

  /** Additive attention with masks, its states constants of the loop, fed back into the state. */
  const attention = (memory: Value, h0: Value, x: Value, wq: Value, wk: Value, v: Value, wh: Value): Value => {
    const keys = ops.matMul(memory, wk); // [B, S, A]
    const { outputs: [hs, alphas] } = scan({ states: [h0], inputs: [x] }, ([h], [x]) => {
      const energy = ops.tanh(ops.add(keys, ops.unsqueeze(ops.matMul(h, wq), 1))); // [B, S, A]
      const scores = ops.squeeze(ops.matMul(energy, v), -1); // [B, S]
      const alpha = ops.softmax(scores);
      const context = ops.squeeze(ops.matMul(ops.unsqueeze(alpha, 1), memory), 1); // [B, D]
      const next = ops.tanh(ops.matMul(ops.concat([h, context, x], -1), wh));
      return { states: [next], outputs: [next, alpha] };
    });
    return ops.add(ops.reduceSum(hs, [2]), ops.reduceSum(ops.mul(alphas, alphas), [2]));
  };
  const attentionShapes: Shape[] = [['B', 'S', 3], ['B', 2], ['T', 'B', 2], [2, 4], [3, 4], [4, 1], [7, 2]];

  const cases: Record<string, (residuals: 'stack' | 'recompute') => number> = {
    'a vanilla RNN': (residuals) => errorOf(rnnShapes, rnn(false), { residuals }),
    'from the last step to the first': (residuals) => errorOf(rnnShapes, rnn(true), { residuals }),
    'an LSTM with two states': (residuals) => errorOf(lstmShapes, lstm, { residuals }),
    'additive attention over constants of the loop': (residuals) => errorOf(attentionShapes, attention, { residuals }),
    'a masked state': (residuals) => errorOf([['T', 'B', 2], ['T', 'B', 1], ['B', 2], [2, 2]], (x, m, h0, w) => {
      const { finals: [h] } = scan({ states: [h0], inputs: [x, m] }, ([h], [x, m]) => {
        const next = ops.tanh(ops.add(x, ops.matMul(h, w)));
        return { states: [ops.add(ops.mul(m, next), ops.mul(ops.sub(1, m), h))], outputs: [] };
      });
      return h;
    }, { residuals }),
    'an output that is a state, an input or an outer value as it is': (residuals) => errorOf([['T', 2], [2], [2]], (x, s0, outer) => {
      const { finals: [s], outputs } = scan({ states: [s0], inputs: [x] }, ([s], [x]) => ({ states: [ops.mul(s, ops.sigmoid(x))], outputs: [s, x, outer, s] }));
      return ops.add(outputs.reduce((a, b) => ops.mul(a, b)), s);
    }, { residuals }),
    'two loops, the second over the outputs of the first': (residuals) => errorOf([['T', 'B', 2], ['B', 2], [2, 2]], (x, h0, w) => {
      const layer = (x: Value, reverse: boolean): Value => scan({ states: [h0], inputs: [x], reverse }, ([h], [x]) => {
        const next = ops.tanh(ops.add(x, ops.matMul(h, w)));
        return { states: [next], outputs: [next] };
      }).outputs[0];
      return layer(layer(x, false), true);
    }, { residuals }),
    'rows of a table that the loop itself chooses': (residuals) => errorOf([['T', 'B', 2], ['B', 2], [5, 2], [2, 5]], (x, h0, table, w) => {
      const { finals: [h] } = scan({ states: [h0], inputs: [x] }, ([h], [x]) => {
        const chosen = ops.gather(table, ops.argMax(ops.matMul(h, w)));
        return { states: [ops.tanh(ops.add(ops.add(x, chosen), h))], outputs: [] };
      });
      return h;
    }, { residuals }),
    'a state that only passes through': (residuals) => errorOf([['T', 2], [2], [2]], (x, a0, b0) => {
      const { finals: [a, b] } = scan({ states: [a0, b0], inputs: [x] }, ([a, b], [x]) => ({ states: [ops.tanh(ops.add(ops.mul(a, b), x)), b], outputs: [] }));
      return ops.add(a, b);
    }, { residuals }),
    'states that change places': (residuals) => errorOf([['T', 2], [2], [2]], (x, a0, b0) => {
      const { finals: [a, b] } = scan({ states: [a0, b0], inputs: [x] }, ([a, b], [x]) => ({ states: [ops.mul(b, x), a], outputs: [] }));
      return ops.sub(a, b);
    }, { residuals }),
  };
  for (const residuals of ['stack', 'recompute'] as const) {
    it.each(Object.entries(cases))(`%s (${residuals})`, (_, error) => expect(error(residuals)).toBeLessThan(1e-8));
  }

  it('leaves the gradient of what does not matter at zero', () => {
    const graph = new Graph('test');
    const x = graph.input('x', 'float32', ['B', 2]);
    const unused = graph.input('unused', 'float32', ['B', 2]);
    expect(checkGradients(graph, weigh(graph, ops.tanh(x)), [unused], { x: wave([3, 2]), unused: wave([3, 2]), ...Object.fromEntries(graph.inputs.filter(({ name }) => name === 'weights').map(({ name }) => [name, wave([3, 2])])) }).worst).toBe(0);
  });
});

it('adds the gradient of a sum to what else flows back without writing it out first', () => {
  const graph = new Graph('test');
  const x = graph.input('x', 'float32', ['B', 2]);
  const [gradient] = gradients(ops.sumOfSquares(ops.add(ops.mul(x, x), ops.reduceSum(x, [1], true))), [x]);
  graph.output('gradient', gradient);
  const live = liveValues(graph);
  expect(gradient.shape).toEqual(['B', 2]);
  expect(graph.nodes.filter(({ operation, outputs }) => operation === 'Expand' && live.has(outputs[0])).map(({ outputs }) => outputs[0].shape)).toEqual([]);
});
