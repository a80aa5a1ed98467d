/** Loops in which engines are held against the reference: both directions, what is read from outside, and outputs that are no values of the body's own. */
import { Graph, type Value } from '../../graph/graph';
import * as ops from '../../graph/ops';
import { floats, indices, testCase, type Case } from './cases';

interface Body { readonly states: readonly Value[]; readonly slices: readonly Value[]; readonly graph: Graph }

/** A loop written out by hand: `step` gives the next states and the step's outputs. */
export function loop(
  name: string, states: readonly Value[], walked: readonly Value[], reverse: boolean,
  step: (body: Body) => { readonly next: readonly Value[]; readonly outputs: readonly Value[] },
): Value[] {
  const { graph } = walked[0];
  const body = new Graph(name, graph);
  const stateInputs = states.map(({ type, shape }, index) => body.input(`${name}_state${index}`, type, shape));
  const slices = walked.map(({ type, shape }, index) => body.input(`${name}_slice${index}`, type, shape.slice(1)));
  const { next, outputs } = step({ states: stateInputs, slices, graph: body });
  [...next, ...outputs].forEach((value, index) => body.output(`${index}`, value));
  const time = walked[0].shape[0];
  const types = [...next.map(({ type, shape }) => ({ type, shape })), ...outputs.map(({ type, shape }) => ({ type, shape: [time, ...shape] }))];
  return graph.addNode('Scan', [...states, ...walked], { scanInputs: walked.length, reverse }, types, body).outputs;
}

const B3 = ['B', 3];
const TB3 = ['T', 'B', 3];

export function loopCases(): Case[] {
  const cases: Case[] = [];
  for (const reverse of [false, true]) {
    for (const [time, batch] of [[4, 2], [1, 1]]) {
      const suffix = `${reverse ? 'backward' : 'forward'}, ${time} steps of ${batch}`;
      cases.push(testCase(`a recurrent cell ${suffix}`, [floats([time, batch, 3], TB3), floats([batch, 3], B3), floats([3, 3])], (x, h0, w) =>
        loop('cell', [h0], [x], reverse, ({ states: [h], slices: [slice] }) => {
          const next = ops.tanh(ops.add(slice, ops.matMul(h, w)));
          return { next: [next], outputs: [next, ops.mul(next, 2)] };
        })));
    }
    const way = reverse ? 'backward' : 'forward';
    cases.push(testCase(`a loop that yields what is not its own, ${way}`, [floats([3, 2, 3], TB3), floats([2, 3], B3), floats([2, 3], B3)], (x, h0, outside) =>
      loop('borrowed', [h0, h0], [x], reverse, ({ states: [h], slices: [slice] }) => ({ next: [slice, h], outputs: [outside, slice, h, slice] }))));
    cases.push(testCase(`a loop with dead states and outputs, ${way}`, [floats([3, 2, 3], TB3), floats([3, 2, 3], TB3), floats([2, 3], B3)], (x, y, h0) => {
      const results = loop('pruned', [h0, h0, h0], [x, y], reverse, ({ states: [a, b, c], slices: [slice, other] }) => ({
        next: [ops.add(a, slice), ops.add(b, other), ops.mul(c, b)], outputs: [ops.exp(c), ops.neg(a)],
      }));
      return [results[0], results[4]];
    }));
  }
  cases.push(testCase('a state that counts, walking along what nobody reads', [floats([5, 2, 3], TB3), floats([2, 3], B3)], (x, h0) =>
    loop('count', [h0], [x], false, ({ states: [h] }) => ({ next: [ops.add(h, 1)], outputs: [] }))));
  cases.push(testCase('a loop that reads the row that it found largest', [floats([4, 2, 3], ['T', 'B', 3]), floats([5, 3]), floats([3, 5]), indices(5, [4, 2], ['T', 'B'])], (x, table, w, right) =>
    loop('own', [ops.squeeze(ops.slice(right, 0, 0, 1), 0)], [x, right], false, ({ states: [said], slices: [slice, now] }) => {
      const token = ops.where(ops.greater(ops.reduceSum(slice, [1]), 0), now, said);
      return { next: [ops.argMax(ops.matMul(ops.add(slice, ops.gather(table, token)), w))], outputs: [token] };
    })));
  cases.push(testCase('a loop in a loop', [floats([3, 2, 3], TB3), floats([2, 3], B3), floats([4, 2, 3], ['S', 'B', 3])], (x, h0, memory) =>
    loop('outer', [h0], [x], false, ({ states: [h], slices: [slice], graph }) => {
      const inner = new Graph('inner', graph);
      const sum = inner.input('inner_sum', 'float32', B3);
      const row = inner.input('inner_row', 'float32', B3);
      inner.output('sum', ops.add(sum, ops.mul(row, h)));
      const [attended] = graph.addNode('Scan', [slice, memory], { scanInputs: 1, reverse: false }, [{ type: 'float32', shape: B3 }], inner).outputs;
      return { next: [ops.tanh(attended)], outputs: [attended] };
    })));
  return cases;
}
