/**
 * A value while a graph runs: a tensor of TensorFlow's or, since it knows no int64, an array of this process. Only shapes and sizes are
 * int64, so what is computed here is a few numbers a run, by the kernels of the reference.
 */
import { typedArray, type DataType, type Tensor } from '../../graph/graph';
import type { Array64 } from '../reference/array64';
import type { Device, DeviceTensor } from './device';

export type Held = DeviceTensor | Array64;

export const isOnDevice = (held: Held): held is DeviceTensor => 'dataId' in held;

export function hold(device: Device, { type, shape, data }: Tensor): Held {
  return type === 'int64' ? { type, shape, data: Float64Array.from(data, Number) } : device.upload(type, shape, data);
}

/** The numbers in this process, to compute with. */
export function toArray(device: Device, type: DataType, held: Held): Array64 {
  return isOnDevice(held) ? { type, shape: held.shape, data: Float64Array.from(device.download(held), Number) } : held;
}

export function fromArray(device: Device, array: Array64): Held {
  return array.type === 'int64' ? array : device.upload(array.type, array.shape, typedArray(array.type, Array.from(array.data)));
}

/** Another handle on the same value, for a second owner. */
export const shareHeld = (device: Device, held: Held): Held => (isOnDevice(held) ? device.share(held) : held);

/** Gives a value back; arrays of this process need none of that. */
export function release(held: Held): void {
  if (isOnDevice(held)) held.dispose();
}
