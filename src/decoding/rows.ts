/** Rows of batches put into another order, into memory that is used again and again. */
import type { Tensor } from '../graph/graph';

/** A float32 tensor whose rows are chosen anew at each step. The memory grows to the largest batch and stays. */
export class RowBuffer {
  private memory = new Float32Array(0);

  /** @returns [R, …rest]: the rows of `from` [·, …rest] in the order of `rows`; valid until the next call */
  gather(from: Tensor, rows: Int32Array): Tensor {
    const rest = from.shape.slice(1);
    const width = rest.reduce((product, size) => product * size, 1);
    const out = this.take(rows.length * width);
    const data = from.data as Float32Array;
    rows.forEach((row, i) => copy(data, row * width, out, i * width, width));
    return { type: 'float32', shape: [rows.length, ...rest], data: out };
  }

  /** @returns [S, R]: the columns of `from` [S, ·] in the order of `columns`; valid until the next call */
  gatherColumns(from: Tensor, columns: Int32Array): Tensor {
    const [steps, width] = from.shape;
    const out = this.take(steps * columns.length);
    for (let s = 0, at = 0; s < steps; s++) {
      for (const column of columns) out[at++] = (from.data as Float32Array)[s * width + column];
    }
    return { type: 'float32', shape: [steps, columns.length], data: out };
  }

  private take(length: number): Float32Array {
    if (this.memory.length < length) this.memory = new Float32Array(length);
    return this.memory.subarray(0, length);
  }
}

/** Short rows are copied number by number: a view of each would cost more than the copy. */
function copy(from: Float32Array, at: number, to: Float32Array, toAt: number, length: number): void {
  if (length > 64) to.set(from.subarray(at, at + length), toAt);
  else for (let i = 0; i < length; i++) to[toAt + i] = from[at + i];
}
