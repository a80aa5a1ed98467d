/** First values of parameters. Each is a function of the seed and the parameter's name alone, so no parameter's values depend on another's. */
import type { RandomStream } from '../random/philox';

export type Initializer = (shape: readonly number[], stream: RandomStream) => Float32Array;

const numbersOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

export const constant = (number: number): Initializer => (shape) => new Float32Array(numbersOf(shape)).fill(number);
export const zeros = constant(0);

export const uniform = (bound: number): Initializer => (shape, stream) => {
  const values = new Float32Array(numbersOf(shape));
  stream.fillUniform(values, -bound, bound);
  return values;
};

export const normal = (sd: number): Initializer => (shape, stream) => {
  const values = new Float32Array(numbersOf(shape));
  stream.fillNormal(values, 0, sd);
  return values;
};

/** U(-b, b), b = √(6 / (rows + columns)), each block of `blockColumns` columns on its own (Glorot and Bengio 2010, equation 16). */
export const glorot = (blockColumns?: number): Initializer => (shape, stream) => {
  const [rows, columns] = shape;
  return uniform(Math.sqrt(6 / (rows + (blockColumns ?? columns))))(shape, stream);
};

/** Square blocks side by side, [H, n·H], one for each gate. */
export function recurrent(kind: 'orthogonal' | 'identity' | 'uniform'): Initializer {
  return (shape, stream) => {
    const [hidden, columns] = shape;
    if (kind === 'uniform') return uniform(1 / Math.sqrt(hidden))(shape, stream);
    const values = new Float32Array(hidden * columns);
    for (let first = 0; first < columns; first += hidden) {
      const block = kind === 'identity' ? identity(hidden) : orthogonal(hidden, stream);
      for (let row = 0; row < hidden; row++) values.set(block.subarray(row * hidden, (row + 1) * hidden), row * columns + first);
    }
    return values;
  };
}

function identity(size: number): Float32Array {
  const values = new Float32Array(size * size);
  for (let i = 0; i < size; i++) values[i * size + i] = 1;
  return values;
}

/** A random rotation: normal numbers, their rows made orthonormal by modified Gram–Schmidt, twice for accuracy (Saxe et al. 2014). */
function orthogonal(size: number, stream: RandomStream): Float32Array {
  const drawn = new Float32Array(size * size);
  stream.fillNormal(drawn, 0, 1);
  const rows = Array.from({ length: size }, (_, i) => Float64Array.from(drawn.subarray(i * size, (i + 1) * size)));
  const result = new Float32Array(size * size);
  rows.forEach((row, i) => {
    for (let pass = 0; pass < 2; pass++) for (let j = 0; j < i; j++) subtractProjection(row, rows[j]);
    const length = Math.sqrt(dot(row, row));
    for (let k = 0; k < size; k++) row[k] /= length;
    result.set(row, i * size);
  });
  return result;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
}

function subtractProjection(row: Float64Array, onto: Float64Array): void {
  const share = dot(row, onto);
  for (let k = 0; k < row.length; k++) row[k] -= share * onto[k];
}
