/** What this engine knows of an operation: the TensorFlow kernels that it takes, and how they are called. */
import type { Attribute } from '../../graph/graph';
import type { Device, DeviceTensor } from './device';

export type Attributes = Readonly<Record<string, Attribute>>;

export interface Call {
  readonly device: Device;
  /** The operands that TensorFlow holds; they stay the caller's. */
  readonly tensors: readonly DeviceTensor[];
  /** The int64 operands, which say sizes. */
  readonly sizes: readonly (readonly number[])[];
  readonly attributes: Attributes;
}

export interface Kernel {
  /** Names in TensorFlow's kernel registry. */
  readonly needs: readonly string[];
  /** Whether int64 operands are sizes that it reads; otherwise an operation on int64 is computed in this process. */
  readonly readsSizes?: boolean;
  /** New tensors, never an operand itself. */
  readonly compute: (call: Call) => DeviceTensor[];
}

/** Operations by name; a family of operations is a file that yields one of these. */
export type Kernels = Readonly<Record<string, Kernel>>;

/** One kernel, called with the operands under these names. */
export function plain(kernel: string, names: readonly string[], attributesOf: (call: Call) => Record<string, string | number | boolean | number[]> = () => ({})): Kernel {
  return {
    needs: [kernel],
    compute: (call) => [call.device.run(kernel, Object.fromEntries(names.map((name, index) => [name, call.tensors[index]])), attributesOf(call))],
  };
}
