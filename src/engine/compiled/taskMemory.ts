/** The memory that tasks work in: a WebAssembly memory, handed out from its beginning anew for each set of sizes. */
import type { DataType, Tensor } from '../../graph/graph';
import { MOST_PAGES, PAGE } from '../wasm/module';

/** Arrays begin at a cache line. */
const ALIGNMENT = 64;

export class TaskMemory {
  private end = 0;
  private kept = 0;

  private constructor(readonly memory: WebAssembly.Memory) {}

  /** @param shared whether threads share it. @returns null where the system does not reserve the addresses for it */
  static create(shared: boolean): TaskMemory | null {
    try {
      return new TaskMemory(new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES, ...(shared && { shared }) }));
    } catch {
      return null;
    }
  }

  /** What has been handed out stays. */
  keep(): void { this.kept = this.end; }

  /** Everything that was handed out and need not stay is free. */
  clear(): void { this.end = this.kept; }

  /** @returns the address of so many bytes. @throws RangeError where the system gives no more */
  take(bytes: number): number {
    const address = this.end;
    this.end = Math.ceil((address + bytes) / ALIGNMENT) * ALIGNMENT;
    const missing = Math.ceil(this.end / PAGE) - this.memory.buffer.byteLength / PAGE;
    if (missing > 0) this.memory.grow(missing);
    return address;
  }

  /** Numbers at an address; to be asked for when all has been handed out, since the memory may move while it grows. */
  at(type: DataType, address: number, length: number): Tensor['data'] {
    const { buffer } = this.memory;
    switch (type) {
      case 'float32': return new Float32Array(buffer, address, length);
      case 'int32': return new Int32Array(buffer, address, length);
      case 'int64': return new BigInt64Array(buffer, address, length);
      case 'bool': return new Uint8Array(buffer, address, length);
      default: throw new Error(`internal: unknown data type ${String(type satisfies never)}`);
    }
  }

  float32(address: number, length: number): Float32Array { return new Float32Array(this.memory.buffer, address, length); }
  int32(address: number, length: number): Int32Array { return new Int32Array(this.memory.buffer, address, length); }
}

export const bytesOf = (type: DataType): number => ({ float32: 4, int32: 4, int64: 8, bool: 1 })[type];
