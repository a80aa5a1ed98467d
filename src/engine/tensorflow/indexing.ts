/**
 * Operations whose second operand says which numbers of the first are meant. The indices are looked at in this process: TensorFlow's
 * backends do not agree about indices outside a table, some of which they drop without a word, and negative ones count from the end here.
 */
import { lengthOf } from '../reference/array64';
import { numberAttribute } from '../reference/kernel';
import type { Device, DeviceTensor } from './device';
import type { Kernels } from './kernel';

/** The indices, counted from the front. @throws RangeError naming the first that is outside */
function checked(device: Device, indices: DeviceTensor, size: number): Int32Array {
  const given = device.download(indices) as Int32Array;
  let negative = false;
  given.forEach((index, at) => {
    if (index < -size || index >= size) throw new RangeError(`index ${index} at ${at} is outside 0 … ${size - 1}`);
    negative ||= index < 0;
  });
  return negative ? given.map((index) => (index < 0 ? index + size : index)) : given;
}

/** Row and column of every picked number of x [..., V] by indices [..., n], as [N, 2]: what is meant by them where x is [rows, V]. */
function places(device: Device, x: DeviceTensor, indices: DeviceTensor): DeviceTensor {
  const columns = checked(device, indices, x.shape[x.shape.length - 1]);
  const each = indices.shape[indices.shape.length - 1];
  const pairs = new Int32Array(2 * columns.length);
  columns.forEach((column, at) => {
    pairs[2 * at] = Math.floor(at / each);
    pairs[2 * at + 1] = column;
  });
  return device.upload('int32', [columns.length, 2], pairs);
}

const matrixOf = (x: DeviceTensor): number[] => [lengthOf(x.shape.slice(0, -1)), x.shape[x.shape.length - 1]];

export const indexing: Kernels = {
  /** table [V, E], indices [...] -> [..., E] */
  Gather: {
    needs: ['GatherV2'],
    compute: ({ device, tensors: [table, indices] }) => {
      const rows = device.upload('int32', indices.shape, checked(device, indices, table.shape[0]));
      const result = device.run('GatherV2', { x: table, indices: rows }, { axis: 0, batchDims: 0 });
      rows.dispose();
      return [result];
    },
  },
  /** indices [...], d [..., E] -> [rows, E], each row the sum of the d whose index names it: `ScatterNd` adds up where an index repeats. */
  GatherGradient: {
    needs: ['Reshape', 'ScatterNd'],
    compute: ({ device, tensors: [indices, d], attributes }) => {
      const rows = numberAttribute(attributes, 'rows');
      const row = d.shape.slice(indices.shape.length);
      const named = device.upload('int32', [indices.size, 1], checked(device, indices, rows));
      return [device.use('ScatterNd', { indices: named, updates: device.reshape(d, [indices.size, ...row]) }, { shape: [rows, ...row] })];
    },
  },
  /** x [..., V], indices [..., n] -> [..., n], along the last axis */
  GatherElements: {
    needs: ['GatherNd', 'Reshape'],
    compute: ({ device, tensors: [x, indices] }) => {
      const picked = device.use('GatherNd', { params: device.reshape(x, matrixOf(x)), indices: places(device, x, indices) });
      return [device.use('Reshape', { x: picked }, { shape: indices.shape })];
    },
  },
  /** x [..., V] with updates [..., n] added at indices [..., n] along the last axis */
  ScatterElements: {
    needs: ['Add', 'Reshape', 'ScatterNd'],
    compute: ({ device, tensors: [x, indices, updates] }) => {
      const flat = device.reshape(updates, [updates.size]);
      const sums = device.use('ScatterNd', { indices: places(device, x, indices), updates: flat }, { shape: matrixOf(x) });
      const shaped = device.use('Reshape', { x: sums }, { shape: x.shape });
      const result = device.run('Add', { a: x, b: shaped });
      shaped.dispose();
      return [result];
    },
  },
};
