/** One case or more for every operation, with edge shapes, in which engines are held against the reference. */
import '../../graph/operations';
import { Graph, typedArray, type DataType, type Tensor, type Value } from '../../graph/graph';
import * as ops from '../../graph/ops';
import type { Shape } from '../../graph/size';
import type { Feeds } from '../engine';

export interface Case {
  readonly name: string;
  readonly graph: Graph;
  readonly feeds: Feeds;
}

interface Input { readonly type: DataType; readonly shape: readonly number[]; readonly declared: Shape; readonly draw: (random: () => number) => number }

/** Numbers between -2 and 2 under a shape; `declared` names sizes where the graph should not know them. */
export const floats = (shape: readonly number[], declared: Shape = shape): Input => ({ type: 'float32', shape, declared, draw: (random) => 4 * random() - 2 });
/** Numbers between 0.1 and 2.1, for logarithms and roots. */
export const positives = (shape: readonly number[], declared: Shape = shape): Input => ({ type: 'float32', shape, declared, draw: (random) => 0.1 + 2 * random() });
/** Whole numbers below `limit`. */
export const indices = (limit: number, shape: readonly number[], declared: Shape = shape): Input => ({ type: 'int32', shape, declared, draw: (random) => Math.floor(limit * random()) });

/** The same numbers on every run (a linear congruential generator; quality does not matter here). */
export function generator(seed = 1): () => number {
  let state = seed;
  return () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648;
}

export function tensor(type: DataType, shape: readonly number[], numberAt: () => number): Tensor {
  const length = shape.reduce((product, size) => product * size, 1);
  return { type, shape, data: typedArray(type, Array.from({ length }, numberAt)) };
}

/** A graph over fed values whose results are its outputs y0, y1, … */
export function testCase(name: string, inputs: readonly Input[], build: (...values: Value[]) => Value | readonly Value[]): Case {
  const graph = new Graph(name.replaceAll(/\W+/g, '_'));
  const values = inputs.map(({ type, declared }, index) => graph.input(`x${index}`, type, declared));
  const built = build(...values);
  (Array.isArray(built) ? built as readonly Value[] : [built as Value]).forEach((value, index) => graph.output(`y${index}`, value));
  const random = generator();
  const feeds = Object.fromEntries(inputs.map(({ type, shape, draw }, index) => [`x${index}`, tensor(type, shape, () => draw(random))]));
  return { name, graph, feeds };
}

const unaries = ['neg', 'exp', 'tanh', 'sigmoid', 'relu', 'abs', 'identity'] as const;
const binaries = ['add', 'sub', 'mul', 'div', 'min', 'max', 'equal', 'less', 'greater'] as const;
const TB: Shape = ['T', 'B'];

/** Operations on values outside loops. */
export function operationCases(): Case[] {
  return [
    ...unaries.map((name) => testCase(name, [floats([3, 5], ['B', 5])], ops[name])),
    ...(['log', 'sqrt'] as const).map((name) => testCase(name, [positives([3, 5])], ops[name])),
    ...binaries.map((name) => testCase(name, [floats([4, 3, 5], [...TB, 5]), positives([3, 1], ['B', 1])], ops[name])),
    ...(['add', 'sub', 'mul', 'div', 'min', 'max'] as const).map((name) => testCase(`${name} of whole numbers`, [indices(9, [4]), indices(9, [4])], (a, b) => ops[name](a, ops.add(b, 1)))),
    testCase('equal of whole numbers', [indices(3, [6]), indices(3, [6])], ops.equal),
    testCase('sigmoid and tanh far from zero', [floats([2, 3])], (x) => [ops.sigmoid(ops.mul(x, 100)), ops.tanh(ops.mul(x, 100))]),
    testCase('not, where and cast', [floats([3, 4]), floats([4])], (x, y) => [ops.where(ops.not(ops.greater(x, 0)), x, y), ops.cast(ops.less(x, y), 'float32'), ops.cast(x, 'int32')]),
    testCase('cast of whole numbers', [indices(3, [4])], (i) => [ops.cast(i, 'float32'), ops.cast(i, 'bool'), ops.cast(i, 'int64')]),
    testCase('matMul', [floats([3, 4], ['B', 4]), floats([4, 5])], ops.matMul),
    testCase('matMul of one row', [floats([1, 4], ['B', 4]), floats([4, 1])], ops.matMul),
    testCase('matMul of stacks', [floats([3, 2, 4], ['S', 'B', 4]), floats([4, 5])], ops.matMul),
    testCase('matMul of broadcast stacks', [floats([2, 1, 3, 4]), floats([5, 4, 2])], ops.matMul),
    testCase('matMul with transposed operands', [floats([4, 3], [4, 'B']), floats([5, 4])], (a, b) => ops.matMul(ops.transpose(a), ops.transpose(b))),
    testCase('matMul with a transposed stack', [floats([2, 3, 4], ['B', 3, 4]), floats([2, 5, 4], ['B', 5, 4])], (a, b) => ops.matMul(a, ops.transpose(b))),
    testCase('matMul and add', [floats([3, 4], ['B', 4]), floats([4, 5]), floats([5]), floats([3, 5], ['B', 5])], (x, w, b, c) => [ops.add(ops.matMul(x, w), b), ops.add(c, ops.matMul(x, w))]),
    testCase('transpose', [floats([2, 3, 4], [...TB, 4])], (x) => [ops.transpose(x), ops.transpose(x, [1, 0, 2])]),
    testCase('unsqueeze and squeeze', [floats([2, 1, 3])], (x) => [ops.unsqueeze(x, -1), ops.squeeze(x, 1)]),
    testCase('reshape and flatten', [floats([2, 3, 4], [...TB, 4])], (x) => [ops.reshape(x, [...TB, 2, 2]), ops.flatten(x), ops.reshape(ops.flatten(x), [...TB, 4])]),
    testCase('expand', [floats([3, 1], ['B', 1]), floats([4, 2], ['T', 2])], (x, y) => [ops.expand(x, ['B', 5]), ops.expand(ops.unsqueeze(x, 0), ['T', 'B', 5]), ops.expand(ops.unsqueeze(y, 1), ['T', 'B', 2])]),
    testCase('full', [floats([3, 2], ['B', 2])], (x) => [ops.full(x, ['B', 4], 2.5), ops.full(x, [2], -1, 'int32')]),
    testCase('concat and split', [floats([3, 4], ['B', 4]), floats([3, 2], ['B', 2])], (a, b) => [ops.concat([a, b, a], 1), ...ops.split(a, [1, 3])]),
    testCase('slice', [floats([4, 5], ['T', 5])], (x) => [ops.slice(x, 1, 1, 3), ops.slice(x, 0, 0, -1), ops.slice(x, 0, -1), ops.slice(x, 1, -3, -1)]),
    testCase('slice that leaves nothing', [floats([1, 2], ['T', 2])], (x) => ops.concat([x, ops.slice(x, 0, 0, -1)], 0)),
    testCase('gather', [floats([6, 3]), indices(6, [4, 2], TB)], ops.gather),
    testCase('gatherGradient of a small table', [indices(4, [5, 3], TB), floats([5, 3, 2], [...TB, 2])], (i, d) => ops.gatherGradient(i, d, 5)),
    testCase('gatherGradient of a large table', [indices(2000, [40, 10], TB), floats([40, 10, 16], [...TB, 16])], (i, d) => ops.gatherGradient(i, d, 3000)),
    testCase('gatherGradient of one index many times', [indices(1, [100], ['N']), floats([100, 8], ['N', 8])], (i, d) => ops.gatherGradient(i, d, 1000)),
    testCase('gatherElements and scatterAdd', [floats([3, 2, 7], [...TB, 7]), indices(7, [3, 2, 1], [...TB, 1]), floats([3, 2, 1], [...TB, 1])], (x, i, u) => [ops.gatherElements(x, i), ops.scatterAdd(x, i, u)]),
    testCase('reduceSum', [floats([2, 3, 4], [...TB, 4])], (x) => [ops.reduceSum(x, [0]), ops.reduceSum(x, [-1], true), ops.reduceSum(x, [0, 1]), ops.reduceSum(x, [0, 1, 2])]),
    testCase('sumOfSquares', [floats([3, 4], ['B', 4])], ops.sumOfSquares),
    testCase('softmax family', [floats([3, 6], ['B', 6])], (x) => [ops.logSumExp(x), ops.softmax(x), ops.reduceMax(x)]),
    testCase('logSumExp alone, far from zero', [floats([2, 3, 5], [...TB, 5])], (x) => [ops.logSumExp(ops.mul(x, 300)), ops.softmax(ops.mul(x, 300))]),
    testCase('softmax of one', [floats([3, 1], ['B', 1])], (x) => [ops.softmax(x), ops.logSumExp(x)]),
    testCase('argMax and topK', [floats([3, 2, 9], [...TB, 9])], (x) => [ops.argMax(x), ...ops.topK(x, 4)]),
    testCase('a batch of one step of one row', [floats([1, 1, 3], [...TB, 3]), indices(3, [1, 1, 1], [...TB, 1])], (x, i) => [ops.softmax(x), ops.gatherElements(x, i), ops.reduceSum(x, [0, 1])]),
    testCase('a dead branch', [floats([2, 2])], (x) => { ops.exp(ops.mul(x, 1e9)); return ops.neg(x); }),
    testCase('an input given out twice', [floats([2, 2])], (x) => [x, x, ops.neg(x), ops.neg(x)]),
    testCase('a constant given out', [floats([2])], (x) => ops.scalarLike(x, 3)),
  ];
}
