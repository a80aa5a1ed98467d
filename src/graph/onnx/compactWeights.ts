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

/** Columns that are written together where the matrix is turned: a cache line of codes. */
const TOGETHER = 64;

/**
 * @param matrix [K, N], or [N, K] where it is to be turned
 * @param turned multiply by Wᵀ
 */
export function compactMatrix({ shape: [rows, columns], data }: Tensor, turned: boolean): CompactMatrix {
  const numbers = data as Float32Array;
  const [K, N] = turned ? [columns, rows] : [rows, columns];
  const scales = new Float32Array(N);
  const codes = new Int8Array(K * N);
  if (turned) {
    for (let n = 0; n < N; n++) scales[n] = largest(numbers, n * K, K);
  } else {
    for (let k = 0; k < K; k++) enlarge(scales, numbers, k * N);
  }
  for (let n = 0; n < N; n++) scales[n] = scales[n] / MOST || 1;
  const perUnit = Float64Array.from(scales, (scale) => 1 / scale);
  if (turned) encodeTurned(numbers, perUnit, codes, K);
  else for (let k = 0; k < K; k++) encodeRow(numbers, perUnit, codes, k * N);
  return { codes, scales, shape: [K, N] };
}

function largest(numbers: Float32Array, from: number, count: number): number {
  let most = 0;
  for (let i = from; i < from + count; i++) {
    const size = Math.abs(numbers[i]);
    if (size > most) most = size;
  }
  return most;
}

/** most[n] ← max(most[n], |numbers[from + n]|) */
function enlarge(most: Float32Array, numbers: Float32Array, from: number): void {
  for (let n = 0; n < most.length; n++) {
    const size = Math.abs(numbers[from + n]);
    if (size > most[n]) most[n] = size;
  }
}

function encodeRow(numbers: Float32Array, perUnit: Float64Array, codes: Int8Array, from: number): void {
  for (let n = 0; n < perUnit.length; n++) codes[from + n] = nearest(numbers[from + n] * perUnit[n]);
}

function encodeTurned(numbers: Float32Array, perUnit: Float64Array, codes: Int8Array, K: number): void {
  const N = perUnit.length;
  for (let first = 0; first < N; first += TOGETHER) {
    const end = Math.min(N, first + TOGETHER);
    for (let k = 0; k < K; k++) for (let n = first; n < end; n++) codes[k * N + n] = nearest(numbers[n * K + k] * perUnit[n]);
  }
}

/** The nearest whole number, for numbers above -256: what is cut off after a shift of them all above zero. */
const nearest = (x: number): number => ((x + 256.5) | 0) - 256;
