/** Operations that move numbers without changing them, and those that deal in shapes. */
import type { DataType } from '../../graph/graph';
import { broadcast } from '../../graph/size';
import { broadcastReader, build, lengthOf, stridesOf, type Array64 } from './array64';
import { numberAttribute, numbersAttribute, type Kernels } from './kernel';

/** The part of x whose places along `axis` are start … start + size - 1. */
export function cut(x: Array64, axis: number, start: number, size: number): Array64 {
  const strides = stridesOf(x.shape);
  const shape = x.shape.with(axis, size);
  return build(x.type, shape, (index) => x.data[index.reduce((place, at, i) => place + (i === axis ? at + start : at) * strides[i], 0)]);
}

export function concatenate(arrays: readonly Array64[], axis: number): Array64 {
  const readers = arrays.map((array) => {
    const strides = stridesOf(array.shape);
    return (index: readonly number[], at: number) => array.data[index.reduce((place, entry, i) => place + (i === axis ? at : entry) * strides[i], 0)];
  });
  const total = arrays.reduce((sum, { shape }) => sum + shape[axis], 0);
  for (const { shape } of arrays) {
    if (shape.some((size, i) => i !== axis && size !== arrays[0].shape[i])) {
      throw new TypeError(`concat: [${arrays[0].shape.join(', ')}] and [${shape.join(', ')}] do not meet along axis ${axis}`);
    }
  }
  return build(arrays[0].type, arrays[0].shape.with(axis, total), (index) => {
    let at = index[axis];
    let which = 0;
    while (at >= arrays[which].shape[axis]) at -= arrays[which++].shape[axis];
    return readers[which](index, at);
  });
}

/** Sizes as a shape vector gives them: -1 is whatever makes the count right, 0 (as in ONNX) is x's own size there. */
function resolve(x: Array64, vector: Array64): number[] {
  const shape = Array.from(vector.data, (size, axis) => (size === 0 ? x.shape[axis] : size));
  const open = shape.indexOf(-1);
  if (open >= 0) shape[open] = lengthOf(x.shape) / lengthOf(shape.filter((_, axis) => axis !== open));
  if (lengthOf(shape) !== lengthOf(x.shape)) throw new TypeError(`reshape: [${x.shape.join(', ')}] does not fit [${shape.join(', ')}]`);
  return shape;
}

export const layout: Kernels = {
  Transpose: ([x], attributes) => {
    const perm = numbersAttribute(attributes, 'perm');
    const strides = stridesOf(x.shape);
    return [build(x.type, perm.map((axis) => x.shape[axis]), (index) => x.data[perm.reduce((place, axis, i) => place + index[i] * strides[axis], 0)])];
  },
  Reshape: ([x, vector]) => [{ ...x, shape: resolve(x, vector) }],
  Unsqueeze: ([x], attributes) => [{ ...x, shape: x.shape.toSpliced(numberAttribute(attributes, 'axis'), 0, 1) }],
  Squeeze: ([x], attributes) => {
    const axis = numberAttribute(attributes, 'axis');
    if (x.shape[axis] !== 1) throw new TypeError(`squeeze: axis ${axis} of [${x.shape.join(', ')}] is not of size 1`);
    return [{ ...x, shape: x.shape.toSpliced(axis, 1) }];
  },
  Expand: ([x, vector]) => {
    const shape = broadcast(x.shape, Array.from(vector.data)) as number[] | null;
    if (!shape) throw new TypeError(`expand: [${x.shape.join(', ')}] does not meet [${vector.data.join(', ')}]`);
    const read = broadcastReader(x);
    return [build(x.type, shape, read)];
  },
  Concat: (inputs, attributes) => [concatenate(inputs, numberAttribute(attributes, 'axis'))],
  Split: ([x], attributes) => {
    const axis = numberAttribute(attributes, 'axis');
    const sizes = numbersAttribute(attributes, 'sizes');
    if (sizes.reduce((sum, size) => sum + size, 0) !== x.shape[axis]) throw new TypeError(`split: ${sizes.join(' + ')} is not ${x.shape[axis]}`);
    let start = 0;
    return sizes.map((size) => cut(x, axis, (start += size) - size, size));
  },
  /** x[start:end] along one axis as in Python: negative numbers count from the end, and what lies outside is left out. */
  Slice: ([x], attributes) => {
    const axis = numberAttribute(attributes, 'axis');
    const size = x.shape[axis];
    const [start, end] = [numberAttribute(attributes, 'start'), numberAttribute(attributes, 'end')]
      .map((at) => Math.min(Math.max(at < 0 ? at + size : at, 0), size));
    return [cut(x, axis, start, Math.max(0, end - start))];
  },
  Shape: ([x], attributes) => [{ type: 'int64', shape: [1], data: Float64Array.of(x.shape[numberAttribute(attributes, 'axis')]) }],
  ConstantOfShape: ([vector], attributes) => {
    const value = numberAttribute(attributes, 'value');
    return [build(attributes.type as DataType, Array.from(vector.data), () => value)];
  },
};
