/** Shapes that do not meet are refused where the graph is written, before anything runs, with what was expected and what came. */
import { expect, it } from 'vitest';
import './operations';
import { Graph, type Value } from './graph';
import * as ops from './ops';
import { scan } from './scan/scan';

const graph = new Graph('shapes');
let next = 0;
const value = (...shape: (number | string)[]): Value => graph.input(`x${next++}`, 'float32', shape);
const whole = (...shape: (number | string)[]): Value => graph.input(`x${next++}`, 'int32', shape);

it.each<[string, () => unknown, string]>([
  ['a product', () => ops.matMul(value('B', 256), value(200, 10)), 'matMul: expected [?, 200], got [B, 256]'],
  ['a product of what is no matrix', () => ops.matMul(value('B'), value(2, 2)), 'matMul: expected two matrices, got [B] and [2, 2]'],
  ['a product of stacks', () => ops.matMul(value('S', 2, 3), value('B', 3, 2)), 'matMul: the leading axes of [S, 2, 3] and [B, 3, 2] do not meet'],
  ['a sum', () => ops.add(value('B', 3), value('B', 4)), '[B, 3] and [B, 4] do not meet'],
  ['a sum over different symbols', () => ops.add(value('B', 3), value('T', 3)), '[B, 3] and [T, 3] do not meet'],
  ['a sum of different types', () => ops.add(value(3), whole(3)), 'float32 and int32 do not mix'],
  ['a reshape', () => ops.reshape(value('B', 6), ['B', 2, 4]), 'reshape: [B, 6] does not hold as many numbers as [B, 2, 4]'],
  ['a transposition', () => ops.transpose(value('B', 3), [0, 2, 1]), 'transpose: 3 axes named for [B, 3]'],
  ['a squeeze', () => ops.squeeze(value('B', 3), 1), 'squeeze: axis 1 of [B, 3] is not 1'],
  ['an axis', () => ops.reduceSum(value('B', 3), [2]), 'there is no axis 2 in 2 dimensions'],
  ['an expansion', () => ops.expand(value('B', 3), ['B', 4]), 'expand: [B, 3] cannot be repeated to [B, 4]'],
  ['a concatenation', () => ops.concat([value('B', 3), value('T', 3)], 1), 'concat: [B, 3] and [T, 3] differ outside axis 1'],
  ['a split', () => ops.split(value('B', 5), [2, 2]), 'split: [2, 2] does not add up to axis 1 of [B, 5]'],
  ['a loop over different times', () => scan({ states: [], inputs: [value('T', 3), value('S', 3)] }, (states, [a, b]) => ({ states, outputs: [ops.add(a, b)] })), 'scan: expected T steps, got [S, 3]'],
  ['a state that changes its shape', () => scan({ states: [value('B', 3)], inputs: [value('T', 'B', 4)] }, (_states, [x]) => ({ states: [x], outputs: [] })), 'scan: a state of [B, 3] cannot become [B, 4]'],
  ['an update', () => { const w = graph.parameter(`w${next++}`, [2, 3]); graph.assign(w, ops.transpose(w)); }, 'expected [2, 3], got [3, 2]'],
])('%s', (_what, build, message) => {
  expect(build).toThrow(message);
  expect(build).not.toThrow(/^internal/);
});
