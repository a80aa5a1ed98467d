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

/** Row after row. @param matrix [K, N], or [N, K] where it is to be turned @param turned multiply by Wᵀ */
export function compactMatrix(matrix: Tensor, turned: boolean): CompactMatrix {
  const [K, N] = turned ? [matrix.shape[1], matrix.shape[0]] : matrix.shape;
  const codes = new Int8Array(K * N);
  const scales = writeCodes(matrix, turned, codes, { rows: Int32Array.from({ length: K }, (_, k) => k * N), columns: Int32Array.from({ length: N }, (_, n) => n) });
  return { codes, scales, shape: [K, N] };
}

/** c[k, n] lies at rows[k] + columns[n]. */
export interface CodePlaces {
  /** [K] */
  readonly rows: Int32Array;
  /** [N] */
  readonly columns: Int32Array;
}

/** Writes the codes of a matrix, given as for `compactMatrix`. @returns the scales */
export function writeCodes({ data }: Tensor, turned: boolean, codes: Int8Array, places: CodePlaces): Float32Array {
  const numbers = data as Float32Array;
  const [K, N] = [places.rows.length, places.columns.length];
  const scales = new Float32Array(N);
  if (turned) {
    for (let n = 0; n < N; n++) scales[n] = largest(numbers, n * K, K);
  } else {
    for (let k = 0; k < K; k++) enlarge(scales, numbers, k * N);
  }
  for (let n = 0; n < N; n++) scales[n] = scales[n] / MOST || 1;
  const perUnit = Float64Array.from(scales, (scale) => 1 / scale);
  if (turned) encodeTurned(numbers, perUnit, codes, places);
  else for (let k = 0; k < K; k++) encodeRow(numbers.subarray(k * N, (k + 1) * N), perUnit, codes, places.rows[k], places.columns);
  return scales;
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

function encodeRow(numbers: Float32Array, perUnit: Float64Array, codes: Int8Array, row: number, columns: Int32Array): void {
  for (let n = 0; n < perUnit.length; n++) codes[row + columns[n]] = nearest(numbers[n] * perUnit[n]);
}

function encodeTurned(numbers: Float32Array, perUnit: Float64Array, codes: Int8Array, { rows, columns }: CodePlaces): void {
  const [K, N] = [rows.length, columns.length];
  for (let first = 0; first < N; first += TOGETHER) {
    const end = Math.min(N, first + TOGETHER);
    for (let k = 0; k < K; k++) for (let n = first; n < end; n++) codes[rows[k] + columns[n]] = nearest(numbers[n * K + k] * perUnit[n]);
  }
}

/** The nearest whole number, for numbers above -256: what is cut off after a shift of them all above zero. */
const nearest = (x: number): number => ((x + 256.5) | 0) - 256;
