/** Cases that only an engine without int64 finds hard, and indices that count from the end. */
import * as ops from '../../../graph/ops';
import { typedArray, type Tensor } from '../../../graph/graph';
import { floats, indices, testCase, type Case } from '../../testing/cases';
import { loop } from '../../testing/loops';

const whole = (type: 'int32' | 'int64', shape: readonly number[], ...data: number[]): Tensor => ({ type, shape, data: typedArray(type, data) });

/** The case with some of its feeds replaced. */
const fed = (one: Case, feeds: Case['feeds']): Case => ({ ...one, feeds: { ...one.feeds, ...feeds } });

export function sizesInLoops(): Case[] {
  return [
    testCase('int64 there and back', [indices(9, [4])], (i) => {
      const wide = ops.cast(i, 'int64');
      return [wide, ops.cast(ops.mul(wide, 3), 'float32'), ops.less(wide, ops.add(wide, 1)), ops.concat([wide, wide], 0)];
    }),
    testCase('an int64 state and int64 slices in a loop', [indices(9, [3, 2], ['T', 2]), indices(9, [2])], (i, start) =>
      loop('wide', [ops.cast(start, 'int64')], [ops.cast(i, 'int64')], true, ({ states: [sum], slices: [slice] }) => {
        const next = ops.add(sum, slice);
        return { next: [next], outputs: [next, slice] };
      })),
    testCase('lookups with int64 indices', [floats([5, 2]), indices(5, [3])], (table, i) => ops.gather(table, ops.cast(i, 'int64'))),
    fed(testCase('indices that count from the end', [floats([4, 3]), indices(4, [3]), floats([2, 5]), indices(5, [2, 1]), floats([2, 1]), floats([3, 2])], (table, i, x, j, u, d) =>
      [ops.gather(table, i), ops.gatherElements(x, j), ops.scatterAdd(x, j, u), ops.gatherGradient(i, d, 4)]),
    { x1: whole('int32', [3], -1, 0, -4), x3: whole('int32', [2, 1], -5, -1) }),
    testCase('a product with an operand transposed outside its loop', [floats([3, 2, 4], ['T', 'B', 4]), floats([2, 5], ['B', 5]), floats([4, 5])], (x, h0, w) => {
      const turned = ops.transpose(w); // [5, 4], read by the loop and given out besides
      return [turned, ...loop('turned', [h0], [x], false, ({ states: [h], slices: [slice] }) => {
        const next = ops.tanh(ops.matMul(ops.add(slice, ops.matMul(h, turned)), w));
        return { next: [next], outputs: [] };
      })];
    }),
  ];
}
