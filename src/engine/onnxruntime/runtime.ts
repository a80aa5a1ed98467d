/** What the native and the WebAssembly build of onnxruntime have in common for us. */
import type { InferenceSession, Tensor as OrtTensor, TensorConstructor } from 'onnxruntime-node';
import type { Tensor } from '../../graph/graph';
import type { EngineInfo, MemoryUse } from '../engine';

export type { InferenceSession, OrtTensor };

export interface OrtRuntime {
  readonly info: EngineInfo;
  /** Whether outputs are written into buffers that are given to `run`. The WebAssembly build ignores them without a word. */
  readonly writesIntoGivenBuffers: boolean;
  /** Whether loops and large matrix products of whole batches are taken from the runtime (`compiled/`): where its own are slower. */
  readonly runsTasks: boolean;
  /** Whether code of our own (`compiled/predictionProgram.ts`) may take the runtime's place where weights are compact: not on a card, nor without relaxed vector instructions. */
  readonly predictsByItself: boolean;
  /** Whether products of 8-bit whole numbers are faster than those of floating-point numbers, for a few rows. */
  readonly multipliesWholeNumbersFaster: boolean;
  /** Whether loops are written step by step and weights stay where it computes: a card that runs no loops and is far from the processor's memory. */
  readonly isCardWithoutLoops: boolean;
  readonly Tensor: TensorConstructor;
  /** How many threads the runtime has, where that is settled once for a process: the first to say so decides. Absent where each session has its own. */
  readonly startThreads?: (count: number) => void;
  /** @param there outputs that stay on the card; default none. They live as long as the session. */
  createSession(model: Uint8Array, memory: MemoryUse, there?: readonly string[]): Promise<InferenceSession>;
}

/**
 * The runtime's arena takes memory in ever larger regions and returns none of it; its patterns want a region in one piece for each size that comes up, so that a training on sentences
 * grows for hours (to 4.5 GiB where a step needs 1).
 */
export const memoryOptions = (memory: MemoryUse): Pick<InferenceSession.SessionOptions, 'enableMemPattern' | 'enableCpuMemArena'> => ({
  ...(memory !== 'planned' && { enableMemPattern: false }),
  ...(memory === 'returned' && { enableCpuMemArena: false }),
});

/** Outputs that are named stay on the card, the others come to the processor. */
export const outputsThere = (there: readonly string[] = []): Pick<InferenceSession.SessionOptions, 'preferredOutputLocation'> =>
  (there.length === 0 ? {} : { preferredOutputLocation: Object.fromEntries(there.map((name) => [name, 'gpu-buffer' as const])) });

/** The runtime's tensors over our arrays, without copies; one that was made for the same array is taken again. */
export class OrtTensors {
  private readonly made = new WeakMap<Tensor['data'], OrtTensor>();

  constructor(private readonly runtime: Pick<OrtRuntime, 'Tensor'>) {}

  of({ type, shape, data }: Tensor): OrtTensor {
    const known = this.made.get(data);
    if (known?.type === type && known.dims.length === shape.length && known.dims.every((size, axis) => size === shape[axis])) return known;
    const tensor = this.create(type, shape, data);
    this.made.set(data, tensor);
    return tensor;
  }

  private create(type: Tensor['type'], shape: readonly number[], data: Tensor['data']): OrtTensor {
    const { Tensor: Constructor } = this.runtime;
    switch (type) {
      case 'float32': return new Constructor('float32', data as Float32Array, shape);
      case 'int32': return new Constructor('int32', data as Int32Array, shape);
      case 'int64': return new Constructor('int64', data as BigInt64Array, shape);
      case 'bool': return new Constructor('bool', data as Uint8Array, shape);
      default: throw new Error(`internal: unknown data type ${String(type satisfies never)}`);
    }
  }
}

/** What goes wrong is in the error that is thrown; the runtime need not print it too. */
export const QUIET = { logSeverityLevel: 4 } as const;

export const fromOrt = ({ type, dims, data }: OrtTensor): Tensor => ({ type: type as Tensor['type'], shape: dims, data: data as Tensor['data'] });
