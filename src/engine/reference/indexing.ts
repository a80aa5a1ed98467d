/** Operations whose second operand says which numbers of the first are meant. Negative indices count from the end, as in ONNX. */
import { lengthOf, type Array64 } from './array64';
import { numberAttribute, type Kernels } from './kernel';

/** The indices, counted from the front. @throws RangeError naming the first that is outside. */
function checked(operation: string, indices: Array64, size: number): Float64Array {
  return indices.data.map((index, at) => {
    if (index < -size || index >= size) throw new RangeError(`${operation}: index ${index} at ${at} is outside 0 … ${size - 1}`);
    return index < 0 ? index + size : index;
  });
}

export const indexing: Kernels = {
  /** table [V, E], indices [...] -> [..., E] */
  Gather: ([table, indices]) => {
    const width = lengthOf(table.shape.slice(1));
    const data = new Float64Array(indices.data.length * width);
    checked('gather', indices, table.shape[0]).forEach((row, at) => data.set(table.data.subarray(row * width, (row + 1) * width), at * width));
    return [{ type: table.type, shape: [...indices.shape, ...table.shape.slice(1)], data }];
  },
  /** indices [...], d [..., E] -> [rows, E], each row the sum of the d whose index names it. */
  GatherGradient: ([indices, d], attributes) => {
    const rows = numberAttribute(attributes, 'rows');
    const width = lengthOf(d.shape.slice(indices.shape.length));
    const data = new Float64Array(rows * width);
    checked('gatherGradient', indices, rows).forEach((row, at) => {
      for (let i = 0; i < width; i++) data[row * width + i] += d.data[at * width + i];
    });
    return [{ type: d.type, shape: [rows, ...d.shape.slice(indices.shape.length)], data }];
  },
  /** x [..., V], indices [..., n] -> [..., n], along the last axis */
  GatherElements: ([x, indices]) => {
    const [width, count] = [x.shape[x.shape.length - 1], indices.shape[indices.shape.length - 1]];
    const data = checked('gatherElements', indices, width).map((index, at) => x.data[Math.floor(at / count) * width + index]);
    return [{ type: x.type, shape: indices.shape, data }];
  },
  /** x [..., V] with updates [..., n] added at indices [..., n] along the last axis */
  ScatterElements: ([x, indices, updates]) => {
    const [width, count] = [x.shape[x.shape.length - 1], indices.shape[indices.shape.length - 1]];
    const data = x.data.slice();
    checked('scatterAdd', indices, width).forEach((index, at) => { data[Math.floor(at / count) * width + index] += updates.data[at]; });
    return [{ ...x, data }];
  },
};
