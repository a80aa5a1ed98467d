/** Operations that treat every number on its own, with numpy's broadcasting where there are several operands. */
import type { DataType } from '../../graph/graph';
import { broadcast } from '../../graph/size';
import { asType, broadcastReader, build, type Array64 } from './array64';
import type { Kernel, Kernels } from './kernel';

const unary = (compute: (x: number) => number): Kernel => ([x]) => [{ ...x, data: x.data.map((number) => asType(x.type, compute(number))) }];

function shapeOf(arrays: readonly Array64[]): number[] {
  return arrays.map(({ shape }) => shape).reduce((a, b) => {
    const shape = broadcast(a, b);
    if (!shape) throw new TypeError(`broadcast: [${a.join(', ')}] and [${b.join(', ')}] do not meet`);
    return shape as number[];
  }) as number[];
}

const binary = (compute: (a: number, b: number, type: DataType) => number, result?: DataType): Kernel => (inputs) => {
  const [a, b] = inputs.map(broadcastReader);
  const { type } = inputs[0];
  return [build(result ?? type, shapeOf(inputs), (index) => asType(result ?? type, compute(a(index), b(index), type)))];
};

/** 1 / (1 + exp(-x)) without overflow on either side. */
const sigmoid = (x: number): number => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)));

/** Whole numbers divide towards zero. */
const divide = (a: number, b: number, type: DataType): number => (type === 'float32' ? a / b : Math.trunc(a / b));
const multiply = (a: number, b: number, type: DataType): number => (type === 'int32' ? Math.imul(a, b) : a * b);

export const elementwise: Kernels = {
  Add: binary((a, b) => a + b),
  Sub: binary((a, b) => a - b),
  Mul: binary(multiply),
  Div: binary(divide),
  Min: binary((a, b) => Math.min(a, b)),
  Max: binary((a, b) => Math.max(a, b)),
  Equal: binary((a, b) => (a === b ? 1 : 0), 'bool'),
  Less: binary((a, b) => (a < b ? 1 : 0), 'bool'),
  Greater: binary((a, b) => (a > b ? 1 : 0), 'bool'),

  Neg: unary((x) => -x),
  Exp: unary(Math.exp),
  Log: unary(Math.log),
  Sqrt: unary(Math.sqrt),
  Tanh: unary(Math.tanh),
  Sigmoid: unary(sigmoid),
  Relu: unary((x) => Math.max(0, x)),
  Abs: unary(Math.abs),
  Not: unary((x) => (x === 0 ? 1 : 0)),
  Identity: ([x]) => [x],

  Where: (inputs) => {
    const [condition, a, b] = inputs.map(broadcastReader);
    return [build(inputs[1].type, shapeOf(inputs), (index) => (condition(index) ? a(index) : b(index)))];
  },

  /** A float becomes a whole number by cutting off its fraction, and a bool by being other than 0. */
  Cast: ([x], { to }) => {
    const type = to as DataType;
    const whole = type === 'int32' || type === 'int64';
    return [{ type, shape: x.shape, data: x.data.map((number) => asType(type, whole ? Math.trunc(number) : number)) }];
  },
};
