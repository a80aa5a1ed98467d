/**
 * The gradient of an embedding lookup: rows of d are added up where the indices say. ONNX has no operation for it, and `ScatterND` with
 * `reduction = add` loses updates in onnxruntime when an index repeats and there are several threads. What is left, measured on a Zen 5
 * core with d [6400, 256] and [1280, 256]:
 *
 * - few rows: a one-hot matrix times d. 1.8 ms for 100 rows where `ScatterElements` takes 13 ms; equal at 500 rows and 1280 indices.
 * - many rows: `ScatterElements`, 12 ns for each number of d, whatever the number of rows. Grouping equal indices first (`Unique`, then a
 *   one-hot matrix over those that occur) is as fast for 400 indices and six times slower for 6400.
 */
import type { Node } from '../graph';
import { productOf } from '../size';
import type { Emitter } from './emitter';
import { elementType } from './messages';

/** Up to here the product wins. */
const ONE_HOT_ROWS = 512;

/** indices [...], d [..., E] -> [rows, E] */
export function lowerGatherGradient(node: Node, emit: Emitter): void {
  const [indices, d] = node.inputs;
  const rows = node.attributes.rows as number;
  const width = productOf(d.shape.slice(indices.shape.length));
  if (typeof width !== 'number') throw new Error(`internal: the rows of ${d.name} have no known width`);
  const flat = emit.step('Reshape', [emit.nameOf(indices), emit.integers(-1)]);
  const updates = emit.step('Reshape', [emit.nameOf(d), emit.integers(-1, width)]);
  const output = emit.nameOf(node.outputs[0]);
  if (rows <= ONE_HOT_ROWS) {
    const all = emit.constant(`rows(${rows})`, { type: 'int32', shape: [rows, 1], data: Int32Array.from({ length: rows }, (_, row) => row) });
    const hits = emit.step('Equal', [all, flat]); // [rows, 1] = [N] -> [rows, N]
    emit.node('MatMul', [emit.step('Cast', [hits], { to: elementType('float32') }), updates], [output]);
    return;
  }
  const places = emit.step('Expand', [emit.step('Unsqueeze', [flat, emit.integers(1)]), emit.integers(1, width)]); // [N, E]
  const zeros = emit.step('ConstantOfShape', [emit.integers(rows, width)]);
  emit.node('ScatterElements', [zeros, places, updates], [output], { axis: 0, reduction: 'add' });
}
