/**
 * A large weight matrix in a quarter of its memory: whole numbers of 8 bits, with a scale for each column.
 *
 *   W[k, n] ≈ s[n] c[k, n],   s[n] = max_k |W[k, n]| / 127,   c = round(W / s) in -127 … 127
 *
 * Who predicts one token at a time reads every weight once a token, at the pace of the memory, so that fewer bytes are less time. Source: Jacob et al., Quantization and Training
 * of Neural Networks for Efficient Integer-Arithmetic-Only Inference (2018), equation 1; a scale for each column after Krishnamoorthi (2018), section 3.1.
 */
import type { Tensor } from '../graph';

const MOST = 127;
/** Smaller matrices stay in the processor's cache as they are: 1 MiB. */
const LEAST_NUMBERS = 2 ** 18;

export interface CompactMatrix {
  /** [K, N] */
  readonly codes: Int8Array;
  /** [N] */
  readonly scales: Float32Array;
  readonly shape: readonly [K: number, N: number];
}

/** Whether a matrix is large enough for compact numbers to save time. */
export const isWorthCompacting = ({ shape }: Pick<Tensor, 'shape'>): boolean => shape.length === 2 && shape[0] * shape[1] >= LEAST_NUMBERS;

/**
 * @param matrix [K, N], or [N, K] where it is to be turned
 * @param turned multiply by Wᵀ
 */
export function compactMatrix({ shape: [rows, columns], data }: Tensor, turned: boolean): CompactMatrix {
  const numbers = data as Float32Array;
  const [K, N] = turned ? [columns, rows] : [rows, columns];
  const [alongK, alongN] = turned ? [1, columns] : [columns, 1];
  const scales = new Float32Array(N);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, at++) {
      const n = turned ? row : column;
      const size = Math.abs(numbers[at]);
      if (size > scales[n]) scales[n] = size;
    }
  }
  for (let n = 0; n < N; n++) scales[n] = scales[n] / MOST || 1;
  const codes = new Int8Array(K * N);
  for (let k = 0, at = 0; k < K; k++) for (let n = 0; n < N; n++, at++) codes[at] = Math.round(numbers[k * alongK + n * alongN] / scales[n]);
  return { codes, scales, shape: [K, N] };
}
