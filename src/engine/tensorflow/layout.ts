/** Operations that move numbers and change none, and those that fill a shape. */
import { broadcast } from '../../graph/size';
import { lengthOf } from '../reference/array64';
import { numberAttribute, numbersAttribute } from '../reference/kernel';
import type { Device, DeviceTensor } from './device';
import { plain, type Kernels } from './kernel';

export const EXPAND_NEEDS = ['Identity', 'Reshape', 'Tile'] as const;

/** x repeated along axes of size 1, or missing ones, until it has `shape`. */
export function expandTo(device: Device, x: DeviceTensor, shape: readonly number[]): DeviceTensor {
  const padded = [...shape.slice(x.shape.length).map(() => 1), ...x.shape];
  const reps = shape.map((size, axis) => size / padded[axis]);
  if (reps.every((count) => count === 1)) return x.shape.length === shape.length ? device.share(x) : device.reshape(x, shape);
  if (padded.length === x.shape.length) return device.run('Tile', { x }, { reps });
  return device.use('Tile', { x: device.reshape(x, padded) }, { reps });
}

/** Sizes as a shape vector gives them: -1 is whatever makes the count right, 0 (as in ONNX) is x's own size there. */
function resolve(x: DeviceTensor, vector: readonly number[]): number[] {
  const shape = vector.map((size, axis) => (size === 0 ? x.shape[axis] : size));
  const open = shape.indexOf(-1);
  if (open >= 0) shape[open] = x.size / lengthOf(shape.filter((_, axis) => axis !== open));
  return shape;
}

export const layout: Kernels = {
  Transpose: plain('Transpose', ['x'], ({ attributes }) => ({ perm: [...numbersAttribute(attributes, 'perm')] })),
  Reshape: { needs: ['Reshape'], readsSizes: true, compute: ({ device, tensors: [x], sizes: [vector] }) => [device.reshape(x, resolve(x, vector))] },
  Unsqueeze: plain('Reshape', ['x'], ({ tensors: [x], attributes }) => ({ shape: x.shape.toSpliced(numberAttribute(attributes, 'axis'), 0, 1) })),
  Squeeze: plain('Reshape', ['x'], ({ tensors: [x], attributes }) => ({ shape: x.shape.toSpliced(numberAttribute(attributes, 'axis'), 1) })),
  Expand: {
    needs: EXPAND_NEEDS,
    readsSizes: true,
    compute: ({ device, tensors: [x], sizes: [vector] }) => {
      const shape = broadcast(x.shape, vector) as number[] | null;
      if (!shape) throw new TypeError(`[${x.shape.join(', ')}] cannot be repeated to [${vector.join(', ')}]`);
      return [expandTo(device, x, shape)];
    },
  },
  Concat: { needs: ['Concat'], compute: ({ device, tensors, attributes }) => [device.run('Concat', tensors, { axis: numberAttribute(attributes, 'axis') })] },
  Split: {
    needs: ['SplitV'],
    compute: ({ device, tensors: [x], attributes }) =>
      device.runForMany('SplitV', { x }, { numOrSizeSplits: [...numbersAttribute(attributes, 'sizes')], axis: numberAttribute(attributes, 'axis') }),
  },
  /** x[start:end] along one axis as in Python: negative numbers count from the end, and what lies outside is left out. */
  Slice: plain('Slice', ['x'], ({ tensors: [x], attributes }) => {
    const axis = numberAttribute(attributes, 'axis');
    const count = x.shape[axis];
    const [start, end] = ['start', 'end'].map((name) => numberAttribute(attributes, name)).map((at) => Math.min(Math.max(at < 0 ? at + count : at, 0), count));
    return { begin: x.shape.map((_, at) => (at === axis ? start : 0)), size: x.shape.with(axis, Math.max(0, end - start)) };
  }),
  ConstantOfShape: {
    needs: ['Fill'],
    readsSizes: true,
    compute: ({ device, sizes: [vector], attributes }) =>
      [device.run('Fill', {}, { shape: [...vector], value: numberAttribute(attributes, 'value'), dtype: attributes.type as 'float32' | 'int32' })],
  },
};
