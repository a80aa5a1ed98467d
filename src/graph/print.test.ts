import { expect, it } from 'vitest';
import './operations';
import { Graph } from './graph';
import * as ops from './ops';
import { printGraph } from './print';

it('prints equations with their shapes, loops indented, without what nobody needs', () => {
  const graph = new Graph('recurrent layer');
  const x = graph.input('x', 'float32', ['T', 'B', 3]);
  const tokens = graph.input('tokens', 'int32', ['B']);
  const start = graph.input('start', 'float32', ['B', 4]);
  const w = graph.parameter('w', [3, 4]);
  const table = graph.parameter('table', [9, 4]);
  const projected = ops.matMul(x, w);
  ops.exp(projected);
  const body = new Graph('cell', graph);
  const h = body.input('h', 'float32', ['B', 4]);
  const slice = body.input('row', 'float32', ['B', 4]);
  const next = ops.tanh(ops.add(slice, ops.mul(h, 0.9)));
  body.output('h', next);
  body.output('all', next);
  const [last, all] = graph.addNode('Scan', [start, projected], { scanInputs: 1, reverse: true },
    [{ type: 'float32', shape: ['B', 4] }, { type: 'float32', shape: ['T', 'B', 4] }], body).outputs;
  graph.output('last', ops.add(last, ops.gather(table, tokens)));
  graph.output('tail', ops.slice(ops.reduceSum(all, [1]), 0, 1));
  graph.assign(w, ops.neg(ops.mul(w, 2)));
  expect(printGraph(graph)).toMatchInlineSnapshot(`
    "recurrent layer
      input      x                                                           float32 [T, B, 3]
      input      tokens                                                      int32 [B]
      input      start                                                       float32 [B, 4]
      parameter  w                                                           float32 [3, 4]
      parameter  table                                                       float32 [9, 4]
      MatMul_0 = x × w                                                       [T, B, 4]
      for each step t of T, from the last (cell):
        h, starting as start                                                 [B, 4]
        row = MatMul_0[t]                                                    [B, 4]
        Mul_3 = h ⊙ 0.9                                                      [B, 4]
        Add_4 = row + Mul_3                                                  [B, 4]
        Tanh_5 = tanh(Add_4)                                                 [B, 4]
        next h = Tanh_5
        Scan_7 collects Tanh_5                                               [T, B, 4]
      Scan_6 = the last h                                                    [B, 4]
      Gather_8 = table[tokens]                                               [B, 4]
      Add_9 = Scan_6 + Gather_8                                              [B, 4]
      ReduceSum_10 = sum over axis 1 of Scan_7                               [T, 4]
      Slice_11 = ReduceSum_10[1:]                                            [T-1, 4]
      Mul_13 = w ⊙ 2                                                         [3, 4]
      Neg_14 = -Mul_13                                                       [3, 4]
      output     last = Add_9
      output     tail = Slice_11
      after the run  w ← Neg_14
    "
  `);
});
