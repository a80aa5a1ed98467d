import { describe, expect, it } from 'vitest';
import '../../graph/operations';
import { Graph, type Value } from '../../graph/graph';
import * as ops from '../../graph/ops';
import type { Shape } from '../../graph/size';
import { evaluate, run, type DoubleInput } from './evaluate';

const numbers = (shape: readonly number[], ...data: number[]): DoubleInput => ({ shape, data });

/** Applies `build` to fed values and gives back what it yields. */
function compute(inputs: readonly DoubleInput[], build: (...values: Value[]) => Value | readonly Value[], types: readonly Value['type'][] = []): DoubleInput[] {
  const graph = new Graph('case');
  const values = inputs.map(({ shape }, index) => graph.input(`x${index}`, types[index] ?? 'float32', shape));
  const yielded = build(...values);
  const results = Array.isArray(yielded) ? yielded as readonly Value[] : [yielded as Value];
  results.forEach((value, index) => graph.output(`y${index}`, value));
  const outputs = evaluate(graph, Object.fromEntries(inputs.map((input, index) => [`x${index}`, input])));
  return results.map((_, index) => outputs[`y${index}`]);
}

function expectNumbers(got: DoubleInput, shape: Shape, ...data: number[]): void {
  expect(got.shape).toEqual(shape);
  expect(got.data).toBeAllclose(data, { rtol: 1e-14, atol: 1e-14 });
}

describe('the reference computes by hand', () => {
  const grid = numbers([2, 3], 1, 2, 3, 4, 5, 6);

  it('element-wise, with broadcasting', () => {
    expectNumbers(compute([grid, numbers([3], 10, 20, 30)], ops.add)[0], [2, 3], 11, 22, 33, 14, 25, 36);
    expectNumbers(compute([grid, numbers([2, 1], 1, 2)], ops.div)[0], [2, 3], 1, 2, 3, 2, 2.5, 3);
    expectNumbers(compute([numbers([3], -800, 0, 800)], ops.sigmoid)[0], [3], 0, 0.5, 1);
    expectNumbers(compute([numbers([2], -7, 7), numbers([2], 2, 2)], ops.div, ['int32', 'int32'])[0], [2], -3, 3);
    expectNumbers(compute([numbers([1], 2 ** 31 - 1)], (x) => ops.add(x, 1), ['int32'])[0], [1], -(2 ** 31));
    expectNumbers(compute([grid], (x) => ops.where(ops.greater(x, 2), x, ops.neg(x)))[0], [2, 3], -1, -2, 3, 4, 5, 6);
    expectNumbers(compute([numbers([3], -1.7, 0, 1.7)], (x) => ops.cast(x, 'int32'))[0], [3], -1, 0, 1);
  });

  it('layout', () => {
    expectNumbers(compute([grid], (x) => ops.transpose(x))[0], [3, 2], 1, 4, 2, 5, 3, 6);
    expectNumbers(compute([grid], (x) => ops.reshape(x, [3, 2]))[0], [3, 2], 1, 2, 3, 4, 5, 6);
    expectNumbers(compute([numbers([2, 1], 1, 2)], (x) => ops.expand(x, [2, 2, 2]))[0], [2, 2, 2], 1, 1, 2, 2, 1, 1, 2, 2);
    expectNumbers(compute([grid, numbers([2, 1], 7, 8)], (a, b) => ops.concat([a, b], 1))[0], [2, 4], 1, 2, 3, 7, 4, 5, 6, 8);
    const [left, right] = compute([grid], (x) => ops.split(x, [1, 2], 1));
    expectNumbers(left, [2, 1], 1, 4);
    expectNumbers(right, [2, 2], 2, 3, 5, 6);
    expectNumbers(compute([grid], (x) => ops.slice(x, 1, -2))[0], [2, 2], 2, 3, 5, 6);
    expectNumbers(compute([grid], (x) => ops.full(x, [2], 3))[0], [2], 3, 3);
  });

  it('reductions and the softmax family, far from zero too', () => {
    expectNumbers(compute([grid], (x) => ops.reduceSum(x, [0]))[0], [3], 5, 7, 9);
    expectNumbers(compute([grid], (x) => ops.reduceSum(x, [0, 1], true))[0], [1, 1], 21);
    expectNumbers(compute([grid], ops.sumOfSquares)[0], [], 91);
    expectNumbers(compute([grid], ops.reduceMax)[0], [2, 1], 3, 6);
    expectNumbers(compute([numbers([2], 1e4, 1e4)], ops.logSumExp)[0], [1], 1e4 + Math.LN2);
    expectNumbers(compute([numbers([2], -1e4, -1e4)], ops.softmax)[0], [2], 0.5, 0.5);
    expectNumbers(compute([numbers([4], 1, 9, 9, 2)], ops.argMax)[0], [], 1);
    const [values, places] = compute([numbers([2, 3], 3, 1, 2, 5, 6, 6)], (x) => ops.topK(x, 2));
    expectNumbers(values, [2, 2], 3, 2, 6, 6);
    expectNumbers(places, [2, 2], 0, 2, 1, 2);
  });

  it('products, stacks of matrices broadcasting', () => {
    expectNumbers(compute([grid, numbers([3, 1], 1, 0, -1)], ops.matMul)[0], [2, 1], -2, -2);
    expectNumbers(compute([numbers([2, 1, 1, 1], 2, 3), numbers([2, 1, 2], 1, 2, 3, 4)], ops.matMul)[0], [2, 2, 1, 2], 2, 4, 6, 8, 3, 6, 9, 12);
  });

  it('lookups, and their reverse with repeated indices', () => {
    expectNumbers(compute([grid, numbers([2, 2], 1, 0, 1, 1)], ops.gather, ['float32', 'int32'])[0], [2, 2, 3], 4, 5, 6, 1, 2, 3, 4, 5, 6, 4, 5, 6);
    expectNumbers(compute([numbers([3], 1, 0, 1), numbers([3, 2], 1, 2, 3, 4, 5, 6)], (i, d) => ops.gatherGradient(i, d, 3), ['int32'])[0], [3, 2], 3, 4, 6, 8, 0, 0);
    expectNumbers(compute([grid, numbers([2, 1], 2, 0)], ops.gatherElements, ['float32', 'int32'])[0], [2, 1], 3, 4);
    expectNumbers(compute([grid, numbers([2, 1], 2, 0), numbers([2, 1], 10, 20)], ops.scatterAdd, ['float32', 'int32'])[0], [2, 3], 1, 2, 13, 24, 5, 6);
    expect(() => compute([grid, numbers([1], 2)], ops.gather, ['float32', 'int32'])).toThrow('gather: index 2 at 0 is outside 0 … 1');
  });
});

/** sum_t = sum_{t-1} · decay + x_t, giving out every sum; decay is read from outside the loop. */
function runningSum(reverse: boolean): Graph {
  const graph = new Graph('sum');
  const x = graph.input('x', 'float32', ['T', 1]);
  const decay = graph.parameter('decay', [1]);
  const body = new Graph('step', graph);
  const state = body.input('state', 'float32', [1]);
  const slice = body.input('slice', 'float32', [1]);
  const next = ops.add(ops.mul(state, decay), slice);
  body.output('next', next);
  body.output('sum', next);
  const scan = graph.addNode('Scan', [graph.constant('float32', [1], [0]), x], { scanInputs: 1, reverse },
    [{ type: 'float32', shape: [1] }, { type: 'float32', shape: ['T', 1] }], body);
  graph.output('last', scan.outputs[0]);
  graph.output('sums', scan.outputs[1]);
  graph.assign(decay, scan.outputs[0]);
  return graph;
}

describe('a loop', () => {
  const feeds = { x: numbers([3, 1], 1, 2, 3) };
  const parameters = { decay: numbers([1], 0.5) };

  it('walks forward, reads what stands outside it and assigns', () => {
    const { outputs, assigned } = run(runningSum(false), feeds, parameters);
    expectNumbers(outputs.last, [1], 4.25);
    expectNumbers(outputs.sums, [3, 1], 1, 2.5, 4.25);
    expectNumbers(assigned.decay, [1], 4.25);
  });

  it('walks backward and leaves every output at its step', () => {
    const outputs = evaluate(runningSum(true), feeds, parameters);
    expectNumbers(outputs.last, [1], 2.75);
    expectNumbers(outputs.sums, [3, 1], 2.75, 3.5, 3);
  });
});

describe('feeds are checked before anything runs', () => {
  const graph = new Graph('check');
  const source = graph.input('source', 'int32', ['S', 'B']);
  const mask = graph.input('mask', 'float32', ['S', 'B']);
  graph.output('y', ops.mul(ops.cast(source, 'float32'), mask));
  const fits = numbers([2, 1], 1, 2);
  const cases: [string, Record<string, DoubleInput>, string][] = [
    ['a missing one', { source: fits }, 'feed "mask" of check: expected float32 [S, B], got nothing'],
    ['a superfluous one', { source: fits, mask: fits, more: fits }, 'feed "more" of check: there is no such input; it has source, mask'],
    ['another rank', { source: numbers([2], 1, 2), mask: fits }, 'feed "source" of check: expected int32 [S, B], got int32 [2]'],
    ['disagreeing sizes', { source: fits, mask: numbers([1, 1], 1) }, 'feed "mask" of check: expected float32 [S, B] with S = 2, B = 1, got float32 [1, 1]'],
    ['no rows', { source: numbers([0, 1]), mask: fits }, 'got int32 [0, 1]: a size of 0 leaves nothing to compute'],
    ['too few numbers', { source: numbers([2, 1], 1), mask: fits }, 'with 1 numbers instead of 2'],
  ];
  it.each(cases)('%s', (_, feeds, message) => { expect(() => evaluate(graph, feeds)).toThrow(message); });
});
