/**
 * A walk over arrays as a WebAssembly function: four numbers at a time, then the last one to three. Each operation is rounded to single precision as in any
 * engine, so the numbers are theirs to the bit; a sum of squares is added up in double precision, in the same order every time.
 */
import type { Node, Value } from '../../graph/graph';
import { ELEMENTWISE, type ElementwiseName, type Pass } from './plan';
import { countDown, four, get, ints, set, tee, whole } from '../wasm/code';
import { F32, F64, I32, V128, vector, type WasmFunction, type WasmType } from '../wasm/module';

/** How much of an array is taken at once, and the instructions for it. */
interface Width {
  readonly numbers: 1 | 4;
  readonly type: WasmType;
  readonly load: readonly number[];
  readonly store: readonly number[];
  readonly operations: Readonly<Record<ElementwiseName, readonly number[]>>;
}

const table = (codes: readonly (readonly number[])[]): Width['operations'] => Object.fromEntries(ELEMENTWISE.map((name, i) => [name, codes[i]])) as Width['operations'];
/** In the order of `ELEMENTWISE`. */
const FOUR: Width = {
  numbers: 4, type: V128, load: four.load(), store: four.store(),
  operations: table([four.add, four.subtract, four.multiply, four.divide, four.min, four.max, four.negate, four.abs, four.sqrt]),
};
const ONE: Width = {
  numbers: 1, type: F32, load: [0x2a, 2, 0], store: [0x38, 2, 0],
  operations: table([0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x8c, 0x8b, 0x91].map((code) => [code])),
};
const BYTES = 4;

const PROMOTE = { scalar: [0xbb], low: vector(0x5f) } as const;
/** The upper two numbers of a vector in its lower half. */
const UPPER_HALF = [...vector(0x0d), ...Array.from({ length: 16 }, (_, byte) => 8 + (byte % 8))];
const PAIRS = { add: vector(0xf0), multiply: vector(0xf2), lane: (lane: 0 | 1) => [...vector(0x21), lane] } as const;
const DOUBLE = { add: [0xa0], multiply: [0xa2] } as const;

/**
 * A function of the length of the arrays, a pointer to each and each scalar. It gives back the sum of squares, 0 where none is asked for.
 * Two passes that differ in their values alone have the same code.
 */
export function kernelOf(pass: Pass, name: string): WasmFunction {
  return new KernelWriter(pass).write(name);
}

class KernelWriter {
  private readonly locals: WasmType[] = [];
  private readonly parameters: readonly WasmType[];
  private readonly length = 0;
  private readonly left: number;
  private readonly sums: { readonly pairs: readonly [number, number]; readonly total: number } | null;

  constructor(private readonly pass: Pass) {
    this.parameters = [I32, ...pass.arrays.map((): WasmType => I32), ...pass.scalars.map((): WasmType => F32)];
    this.left = this.local(I32);
    this.sums = pass.sum && { pairs: [this.local(V128), this.local(V128)], total: this.local(F64) };
  }

  write(name: string): WasmFunction {
    const spread = this.pass.scalars.map((scalar) => [scalar, this.local(V128)] as const);
    const code = [
      ...spread.flatMap(([scalar, local]) => [...get(this.scalar(scalar)), ...four.splat, ...set(local)]),
      ...get(this.length), ...whole(-4), ...ints.and, ...set(this.left),
      ...this.walk(FOUR, new Map(spread)),
      ...this.gatherSums(),
      ...get(this.length), ...whole(3), ...ints.and, ...set(this.left),
      ...this.walk(ONE, new Map(this.pass.scalars.map((scalar) => [scalar, this.scalar(scalar)]))),
      ...(this.sums ? get(this.sums.total) : [0x44, 0, 0, 0, 0, 0, 0, 0, 0]), // f64.const 0
    ];
    return { name, parameters: this.parameters, result: F64, locals: this.locals, code };
  }

  private local(type: WasmType): number { return this.parameters.length + this.locals.push(type) - 1; }
  private pointer(array: Value): number { return 1 + this.pass.arrays.indexOf(array); }
  private scalar(value: Value): number { return 1 + this.pass.arrays.length + this.pass.scalars.indexOf(value); }

  /** While numbers are left: reads them, computes, writes, moves on. @param places  the locals of the scalars */
  private walk(width: Width, places: Map<Value, number>): number[] {
    const { arrays, nodes, writes, sum } = this.pass;
    const body: number[] = [];
    for (const array of arrays) {
      places.set(array, this.local(width.type));
      body.push(...get(this.pointer(array)), ...width.load, ...set(places.get(array)!));
    }
    for (const node of nodes) {
      places.set(node.outputs[0], this.local(width.type));
      body.push(...node.inputs.flatMap((input) => get(places.get(input)!)), ...operationOf(node, width), ...set(places.get(node.outputs[0])!));
    }
    for (const [array, next] of writes) body.push(...get(this.pointer(array)), ...get(places.get(next)!), ...width.store);
    if (sum) body.push(...this.addSquares(width, places.get(sum.inputs[0])!));
    for (const array of arrays) body.push(...get(this.pointer(array)), ...whole(width.numbers * BYTES), ...ints.add, ...set(this.pointer(array)));
    return countDown(this.left, body, width.numbers);
  }

  private addSquares({ numbers }: Width, value: number): number[] {
    const { pairs, total } = this.sums!;
    if (numbers === 1) return [...get(value), ...PROMOTE.scalar, ...get(value), ...PROMOTE.scalar, ...DOUBLE.multiply, ...get(total), ...DOUBLE.add, ...set(total)];
    return pairs.flatMap((pair, half) => {
      const two = [...get(value), ...(half === 0 ? [] : [...get(value), ...UPPER_HALF]), ...PROMOTE.low];
      return [...two, ...two, ...PAIRS.multiply, ...get(pair), ...PAIRS.add, ...set(pair)];
    });
  }

  private gatherSums(): number[] {
    if (!this.sums) return [];
    const { pairs: [first, second], total } = this.sums;
    return [...get(first), ...get(second), ...PAIRS.add, ...tee(first), ...PAIRS.lane(0), ...get(first), ...PAIRS.lane(1), ...DOUBLE.add, ...set(total)];
  }
}

/** @throws Error `internal: …` for an operation that the plan should not have let through */
function operationOf({ operation }: Node, { operations }: Width): readonly number[] {
  const code = (operations as Readonly<Record<string, readonly number[] | undefined>>)[operation];
  if (!code) throw new Error(`internal: ${operation} is not computed place by place`);
  return code;
}

/** f(x, y) of scalars, rounded to single precision. */
export function scalarOf({ operation, inputs }: Node, valueOf: (value: Value) => number): number {
  const [x, y] = inputs.map(valueOf);
  switch (operation as ElementwiseName | 'ReduceSumSquare') {
    case 'Add': return Math.fround(x + y);
    case 'Sub': return Math.fround(x - y);
    case 'Mul': return Math.fround(x * y);
    case 'Div': return Math.fround(x / y);
    case 'Min': return Math.min(x, y);
    case 'Max': return Math.max(x, y);
    case 'Neg': return -x;
    case 'Abs': return Math.abs(x);
    case 'Sqrt': return Math.fround(Math.sqrt(x));
    case 'ReduceSumSquare': return Math.fround(x * x);
    default: throw new Error(`internal: ${operation} of a scalar`);
  }
}
