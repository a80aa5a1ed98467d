/**
 * TensorFlow as this engine sees it: a table of kernels by name over tensors that must be given back. The kernels' names and operands are
 * those of tfjs-core's kernel registry, which its native and its JavaScript backend share.
 */
import type * as tfjs from '@tensorflow/tfjs-core';
import type { Tensor } from '../../graph/graph';

/** `@tensorflow/tfjs-node`, or tfjs-core with a backend of its own. */
export type TensorFlow = typeof tfjs;
export type DeviceTensor = tfjs.Tensor;
export type DeviceType = 'float32' | 'int32' | 'bool';

type KernelAttributes = Record<string, string | number | boolean | number[]>;

export class Device {
  constructor(readonly tf: TensorFlow) {}

  /** Whether the backend that computes has this kernel. */
  has(kernel: string): boolean {
    // The registry answers null or undefined where it has none; its type does not say so.
    return Boolean(this.tf.getKernel(kernel, this.tf.getBackend()));
  }

  /** Runs a kernel that yields one tensor. The caller owns it. */
  run(kernel: string, inputs: Record<string, DeviceTensor> | readonly DeviceTensor[], attributes: KernelAttributes = {}): DeviceTensor {
    return this.tf.engine().runKernel<DeviceTensor>(kernel, inputs as Record<string, DeviceTensor>, attributes);
  }

  /** Runs a kernel that yields several tensors. The caller owns them. */
  runForMany(kernel: string, inputs: Record<string, DeviceTensor>, attributes: KernelAttributes): DeviceTensor[] {
    return this.tf.engine().runKernel<DeviceTensor[]>(kernel, inputs, attributes);
  }

  /** Runs a kernel and gives back what it read. */
  use(kernel: string, inputs: Record<string, DeviceTensor>, attributes?: KernelAttributes): DeviceTensor {
    const result = this.run(kernel, inputs, attributes);
    for (const input of Object.values(inputs)) input.dispose();
    return result;
  }

  /** A tensor over this memory, which is not copied and must not change while the tensor lives. int64 does not exist here. */
  upload(type: DeviceType, shape: readonly number[], data: Tensor['data']): DeviceTensor {
    return this.tf.engine().makeTensor(data as Float32Array, [...shape], type);
  }

  /** The numbers of a tensor: float32, int32, or 0 and 1 in bytes. They may lie in memory that was uploaded. */
  download(tensor: DeviceTensor): Tensor['data'] {
    return tensor.dataSync();
  }

  /** The same numbers under another handle, which the caller owns. */
  share(tensor: DeviceTensor): DeviceTensor {
    return this.run('Identity', { x: tensor });
  }

  reshape(x: DeviceTensor, shape: readonly number[]): DeviceTensor {
    return this.run('Reshape', { x }, { shape: [...shape] });
  }

  /** Gives back whatever `compute` leaves behind, whether it ends or fails; what it returns must hold no tensors. */
  scope<T>(compute: () => T): T {
    const engine = this.tf.engine();
    engine.startScope();
    try {
      return compute();
    } finally {
      engine.endScope();
    }
  }
}
