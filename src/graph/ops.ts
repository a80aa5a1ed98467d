/**
 * The words in which models are written. Each applies one operation, named and defined as in ONNX (opset 21) unless it says otherwise, and
 * checks its operands at once. Axes may count from the back. Element-wise operations broadcast as in numpy.
 */
import type { DataType, Value } from './graph';
import { apply, innermost } from './registry';
import { axisOf, formatShape, productOf, sameShape, type Shape, type Size } from './size';

const unary = (name: string) => (x: Value): Value => apply(name, [x])[0];
const binary = (name: string) => (a: Value | number, b: Value | number): Value => {
  if (typeof a === 'number') return apply(name, [scalarLike(b as Value, a), b as Value])[0];
  return apply(name, [a, typeof b === 'number' ? scalarLike(a, b) : b])[0];
};

/** A constant number of the type of `x`. */
export const scalarLike = (x: Value, number: number): Value => x.graph.constant(x.type, [], [number]);

export const add = binary('Add');
export const sub = binary('Sub');
export const mul = binary('Mul');
export const div = binary('Div');
/** Element-wise smaller, larger of two. Where both are equal the gradient flows to the first. */
export const min = binary('Min');
export const max = binary('Max');
export const equal = binary('Equal');
export const less = binary('Less');
export const greater = binary('Greater');

export const neg = unary('Neg');
export const exp = unary('Exp');
export const log = unary('Log');
export const sqrt = unary('Sqrt');
export const tanh = unary('Tanh');
export const sigmoid = unary('Sigmoid');
export const relu = unary('Relu');
export const abs = unary('Abs');
export const not = unary('Not');
export const identity = unary('Identity');

/** condition ? a : b, element by element. */
export const where = (condition: Value, a: Value, b: Value): Value => apply('Where', [condition, a, b])[0];
export const cast = (x: Value, to: DataType): Value => (x.type === to ? x : apply('Cast', [x], { to })[0]);

/** [..., M, K] × [..., K, N] -> [..., M, N] */
export const matMul = (a: Value, b: Value): Value => apply('MatMul', [a, b])[0];

/** Axes in the order of `permutation`; without it the last two change places. */
export function transpose(x: Value, permutation?: readonly number[]): Value {
  const rank = x.shape.length;
  const perm = permutation ?? [...Array(rank).keys()].map((axis) => (axis < rank - 2 ? axis : 2 * rank - 3 - axis));
  if (perm.length === rank && perm.every((axis, index) => axis === index)) return x;
  return apply('Transpose', [x], { perm })[0];
}

export function unsqueeze(x: Value, axis: number): Value {
  return apply('Unsqueeze', [x], { axis: axisOf(axis, x.shape.length + 1, 'unsqueeze') })[0];
}

export function squeeze(x: Value, axis: number): Value {
  return apply('Squeeze', [x], { axis: axisOf(axis, x.shape.length, 'squeeze') })[0];
}

/** The same numbers under other sizes. Sizes may be symbols that some input of the graph has. */
export function reshape(x: Value, shape: Shape): Value {
  if (sameShape(x.shape, shape)) return x;
  if (productOf(x.shape) !== productOf(shape)) throw new TypeError(`reshape: ${formatShape(x.shape)} does not hold as many numbers as ${formatShape(shape)}`);
  return apply('Reshape', [x, shapeVector(x, shape, true)], { shape })[0];
}

/** All axes but the last `keep` become one: [T, B, H] -> [T*B, H] with keep = 1. */
export function flatten(x: Value, keep = 1): Value {
  const split = x.shape.length - keep;
  return reshape(x, [productOf(x.shape.slice(0, split)), ...x.shape.slice(split)]);
}

/**
 * The transposed of `flatten(x)`: [T, B, H] -> [H, T*B]. The axes move before they become one: runtimes multiply a matrix that lies there
 * faster than one that they must turn while they read it, and a transposition that stands right before the product is merged with it
 * (onnxruntime: 12 to 20 % on the gradients of weights).
 */
export function flattenTransposed(x: Value): Value {
  const source = x.producer?.operation === 'Reshape' && x.shape.length === 2 && x.producer.inputs[0].shape.at(-1) === x.shape[1] ? x.producer.inputs[0] : x;
  const last = source.shape.length - 1;
  const turned = transpose(source, [last, ...Array(last).keys()]);
  return reshape(turned, [source.shape[last], productOf(source.shape.slice(0, last))]);
}

/** Repeats x along axes of size 1 (or missing ones) until it has `shape`. */
export function expand(x: Value, shape: Shape): Value {
  if (sameShape(x.shape, shape)) return x;
  return apply('Expand', [x, shapeVector(x, shape, false)], { shape })[0];
}

/** `number` everywhere. `like` says in which graph's sizes the symbols are read. */
export function full(like: Value, shape: Shape, number = 0, type: 'float32' | 'int32' = 'float32'): Value {
  return apply('ConstantOfShape', [shapeVector(like, shape, false)], { shape, value: number, type })[0];
}

export const concat = (values: readonly Value[], axis: number): Value =>
  values.length === 1 ? values[0] : apply('Concat', values, { axis: axisOf(axis, values[0].shape.length, 'concat') })[0];

/** Cuts x along `axis` into pieces of the given sizes. */
export const split = (x: Value, sizes: readonly number[], axis = -1): readonly Value[] =>
  sizes.length === 1 ? [x] : apply('Split', [x], { axis: axisOf(axis, x.shape.length, 'split'), sizes });

/** x[start:end] along one axis; negative numbers count from the end, `end` absent means to the end. */
export function slice(x: Value, axis: number, start: number, end?: number): Value {
  const counted = axisOf(axis, x.shape.length, 'slice');
  return apply('Slice', [x], { axis: counted, start, end: end ?? Number.MAX_SAFE_INTEGER })[0];
}

/** Rows of a table: table [V, E], indices [...] int32 -> [..., E] */
export const gather = (table: Value, indices: Value): Value => apply('Gather', [table, indices])[0];

/** The gradient of `gather` with respect to its table: rows of d [..., E] are added where indices [...] say -> [V, E]. Not an ONNX operation; engines pick the fastest form. */
export const gatherGradient = (indices: Value, d: Value, rows: number): Value => apply('GatherGradient', [indices, d], { rows })[0];

/** x[..., V], indices [..., 1] int32 -> the picked numbers [..., 1], along the last axis. */
export const gatherElements = (x: Value, indices: Value): Value => apply('GatherElements', [x, indices])[0];

/** x with updates [..., 1] added where indices [..., 1] say, along the last axis. */
export const scatterAdd = (x: Value, indices: Value, updates: Value): Value => apply('ScatterElements', [x, indices, updates])[0];

export function reduceSum(x: Value, axes: readonly number[], keepDims = false): Value {
  if (axes.length === 0) return x;
  return apply('ReduceSum', [x], { axes: axes.map((axis) => axisOf(axis, x.shape.length, 'reduceSum')).sort((a, b) => a - b), keepDims })[0];
}

/** The largest number along the last axis, which stays with size 1. Not differentiable. */
export const reduceMax = (x: Value): Value => apply('ReduceMax', [x])[0];
/** Σ x² over everything, a scalar. */
export const sumOfSquares = (x: Value): Value => apply('ReduceSumSquare', [x])[0];
/** softmax along the last axis */
export const softmax = (x: Value): Value => apply('Softmax', [x])[0];
/** log Σ exp x along the last axis, which stays with size 1. */
export const logSumExp = (x: Value): Value => apply('ReduceLogSumExp', [x])[0];
/** Index of the largest number along the last axis, int32, that axis gone. */
export const argMax = (x: Value): Value => apply('ArgMax', [x])[0];
/** The k largest along the last axis, largest first: [values, indices int32]. */
export const topK = (x: Value, k: number): readonly Value[] => apply('TopK', [x], { k });

/** The size of one axis of x as an int64 vector of one number. */
const shapeOf = (x: Value, axis: number): Value => apply('Shape', [x], { axis })[0];

/** A shape as an int64 vector: a constant where all is known (one unknown size may be -1 where the runtime finds it), else read off the inputs. */
function shapeVector(x: Value, shape: Shape, mayInfer: boolean): Value {
  const unknown = shape.filter((size) => typeof size === 'string').length;
  if (unknown === 0 || (unknown === 1 && mayInfer)) {
    return x.graph.constant('int64', [shape.length], shape.map((size) => (typeof size === 'string' ? -1 : size)));
  }
  return concat(shape.map((size) => sizeValue(x, size)), 0);
}

/** One size as an int64 vector of one number, computed in the outermost graph. */
export function sizeValue(x: Value, size: Size): Value {
  if (typeof size === 'number') return x.graph.constant('int64', [1], [size]);
  const place = x.graph.whereIs(size);
  if (place) return shapeOf(place.value, place.axis);
  const difference = /^(.+)-(\d+)$/.exec(size);
  if (difference) return sub(sizeValue(x, difference[1]), sizeValue(x, Number(difference[2])));
  const factors = size.split('*');
  if (factors.length === 1) throw new Error(`internal: no value of ${innermost([x]).root.name} has the size ${size}`);
  return factors.map((factor) => sizeValue(x, /^\d+$/.test(factor) ? Number(factor) : factor)).reduce((product, factor) => mul(product, factor));
}
