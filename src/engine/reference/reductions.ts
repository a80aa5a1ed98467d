/** Sums, maxima and what is built from them along axes. */
import { lengthOf, stridesOf, type Array64 } from './array64';
import { numberAttribute, numbersAttribute, type Kernel, type Kernels } from './kernel';

/** Applies `compute` to every row (the numbers along the last axis); it yields the row's `size` new numbers. */
function overRows(x: Array64, size: number, compute: (row: Float64Array) => ArrayLike<number>): Array64 {
  const width = x.shape[x.shape.length - 1];
  const shape = [...x.shape.slice(0, -1), size];
  const data = new Float64Array(lengthOf(shape));
  for (let row = 0; row < data.length / size; row++) data.set(compute(x.data.subarray(row * width, (row + 1) * width)), row * size);
  return { type: x.type, shape, data };
}

const largest = (row: Float64Array): number => row.reduce((a, b) => Math.max(a, b), -Infinity);

/** log Σ exp x, the largest taken out first so that nothing overflows. */
function logSumExp(row: Float64Array): number {
  const top = largest(row);
  return top + Math.log(row.reduce((sum, x) => sum + Math.exp(x - top), 0));
}

function softmax(row: Float64Array): Float64Array {
  const top = largest(row);
  const powers = row.map((x) => Math.exp(x - top));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

/** Places in the row, largest number first; equals in their order. */
const ranking = (row: Float64Array): number[] => [...row.keys()].sort((a, b) => row[b] - row[a] || a - b);

const reduceSum: Kernel = ([x], attributes) => {
  const axes = new Set(numbersAttribute(attributes, 'axes'));
  const kept = x.shape.map((size, axis) => (axes.has(axis) ? 1 : size));
  const strides = stridesOf(kept).map((stride, axis) => (axes.has(axis) ? 0 : stride));
  const data = new Float64Array(lengthOf(kept));
  const index = x.shape.map(() => 0);
  for (const number of x.data) {
    data[index.reduce((place, at, axis) => place + at * strides[axis], 0)] += number;
    for (let axis = index.length - 1; axis >= 0 && ++index[axis] === x.shape[axis]; axis--) index[axis] = 0;
  }
  return [{ type: x.type, shape: attributes.keepDims ? kept : x.shape.filter((_, axis) => !axes.has(axis)), data }];
};

export const reductions: Kernels = {
  ReduceSum: reduceSum,
  ReduceSumSquare: ([x]) => [{ type: x.type, shape: [], data: Float64Array.of(x.data.reduce((sum, number) => sum + number * number, 0)) }],
  ReduceMax: ([x]) => [overRows(x, 1, (row) => [largest(row)])],
  ReduceLogSumExp: ([x]) => [overRows(x, 1, (row) => [logSumExp(row)])],
  Softmax: ([x]) => [overRows(x, x.shape[x.shape.length - 1], softmax)],
  ArgMax: ([x]) => {
    const places = overRows(x, 1, (row) => [row.indexOf(largest(row))]);
    return [{ type: 'int32', shape: x.shape.slice(0, -1), data: places.data }];
  },
  TopK: ([x], attributes) => {
    const k = numberAttribute(attributes, 'k');
    const places = overRows(x, k, (row) => ranking(row).slice(0, k));
    const values = overRows(x, k, (row) => ranking(row).slice(0, k).map((place) => row[place]));
    return [values, { ...places, type: 'int32' }];
  },
};
