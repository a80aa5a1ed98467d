/** What several operations share: broadcasting backwards, and leaving a loop. */
import type { Value } from '../graph';
import { apply, type Attributes, type LiftedInput, type Operation, type ValueType } from '../registry';
import { expand, reduceSum, unsqueeze } from '../ops';
import { broadcast, formatShape, type Shape, type Size } from '../size';

export const numberAttribute = (attributes: Attributes, name: string): number => attributes[name] as number;
export const numbersAttribute = (attributes: Attributes, name: string): readonly number[] => attributes[name] as readonly number[];

/** The gradient of broadcasting: sums `gradient` over every axis along which a value of `shape` was repeated. */
export function unbroadcast(gradient: Value, shape: Shape): Value {
  const extra = gradient.shape.length - shape.length;
  let result = reduceSum(gradient, [...Array(extra).keys()]);
  const repeated = [...shape.keys()].filter((axis) => shape[axis] === 1 && result.shape[axis] !== 1);
  result = reduceSum(result, repeated, true);
  return result;
}

export function inferBroadcast(name: string, a: ValueType, b: ValueType): Shape {
  const shape = broadcast(a.shape, b.shape);
  if (!shape) throw new TypeError(`${name}: ${formatShape(a.shape)} and ${formatShape(b.shape)} do not meet`);
  return shape;
}

export function expectType(name: string, value: ValueType, ...types: readonly ValueType['type'][]): void {
  if (!types.includes(value.type)) throw new TypeError(`${name}: expected ${types.join(' or ')}, got ${value.type} ${formatShape(value.shape)}`);
}

/** Inputs of different ranks, aligned at the end, given a leading time axis: [T, H] beside [B, H] becomes [T, 1, H]. */
export function alignLifted({ value, stacked }: LiftedInput, rank: number): Value {
  let aligned = value;
  if (stacked) while (aligned.shape.length < rank + 1) aligned = unsqueeze(aligned, 1);
  return aligned;
}

/** For operations that broadcast: the same operation, ranks aligned. */
export const liftBroadcasting = (name: string): NonNullable<Operation['lift']> => (inputs, attributes, outputs) =>
  apply(name, inputs.map((input) => alignLifted(input, outputs[0].shape.length)), attributes);

/** For operations whose operands must all have the time axis: what does not change is repeated. */
export function stackAll(inputs: readonly LiftedInput[], time: Size): Value[] {
  return inputs.map(({ value, stacked }) => (stacked ? value : expand(unsqueeze(value, 0), [time, ...value.shape])));
}

/** For operations of one operand that count no axes from the front. */
export const liftUnary = (name: string): NonNullable<Operation['lift']> => (inputs, attributes) => apply(name, [inputs[0].value], attributes);
