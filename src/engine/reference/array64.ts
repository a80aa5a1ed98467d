/** The numbers of the reference engine: an array of any type, held in double precision, with a shape of known sizes. */
import type { DataType } from '../../graph/graph';

/** Whole numbers are exact up to 2^53; a bool is 0 or 1. Data are row-major and never changed once made. */
export interface Array64 {
  readonly type: DataType;
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

export const lengthOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/** How far apart in `data` neighbours along each axis lie. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis];
  }
  return strides;
}

/** An array whose number at each place is `numberAt(index)`; index counts one entry for each axis. */
export function build(type: DataType, shape: readonly number[], numberAt: (index: readonly number[]) => number): Array64 {
  const data = new Float64Array(lengthOf(shape));
  const index = shape.map(() => 0);
  for (let place = 0; place < data.length; place++) {
    data[place] = numberAt(index);
    for (let axis = shape.length - 1; axis >= 0 && ++index[axis] === shape[axis]; axis--) index[axis] = 0;
  }
  return { type, shape, data };
}

/** The number at `index`; axes of size 1 (and those that are missing at the front) answer for every index, as in broadcasting. */
export function broadcastReader(array: Array64): (index: readonly number[]) => number {
  const strides = stridesOf(array.shape).map((stride, axis) => (array.shape[axis] === 1 ? 0 : stride));
  return (index) => {
    const missing = index.length - strides.length;
    let place = 0;
    for (let axis = 0; axis < strides.length; axis++) place += index[missing + axis] * strides[axis];
    return array.data[place];
  };
}

/** `x` as the nearest value of its type below: int32 wraps, int64 must be exact in double precision. */
export function asType(type: DataType, x: number): number {
  switch (type) {
    case 'float32': return x;
    case 'int32': return x | 0;
    case 'int64':
      if (!Number.isSafeInteger(x)) throw new RangeError(`reference: ${x} is not a whole number below 2^53`);
      return x;
    case 'bool': return x === 0 ? 0 : 1;
    default: throw new Error(`internal: unknown data type ${String(type satisfies never)}`);
  }
}
