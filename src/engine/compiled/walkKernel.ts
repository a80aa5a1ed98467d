/** A walk over rows as a WebAssembly function: four columns at a time; the last four overlap those before where the width is no multiple of four, since nothing is read that the walk writes. */
import { countDown, four, get, increase, ints, repeat, set, tee, when, whole, type Code } from '../wasm/code';
import { I32, V128, type WasmFunction, type WasmType } from '../wasm/module';
import type { Expression, OperationName } from './expressions';
import { rowsOfWalk, type Walk } from './task';
import { isVector, keyOf, type Rows } from './rows';

const BYTES = 4;

/** f(rows, pointer of each matrix's first row) */
export function walkKernel(walk: Walk, name: string): WasmFunction {
  return new WalkWriter(walk).write(name);
}

class WalkWriter {
  private readonly rows: readonly Rows[];
  private readonly locals: WasmType[] = [];
  private readonly column: number;
  private readonly places = new Map<Expression, number>();
  /** Numbers that stay the same, in locals of their own. */
  private readonly fixed = new Map<number, number>();

  constructor(private readonly walk: Walk) {
    this.rows = rowsOfWalk(walk);
    this.column = this.local(I32);
  }

  write(name: string): WasmFunction {
    const { width, writes } = this.walk;
    const eachRow = this.all().flatMap((expression) => (expression.kind === 'read' && expression.width === 1 ? this.keep(expression, [...get(this.pointer(expression.rows)), ...four.loadSplat(expression.column * BYTES)]) : []));
    const inner = writes.flatMap(({ expression, rows, column }) => {
      const computed = this.compute(expression);
      return [...computed, ...get(this.pointer(rows)), ...get(this.column), ...ints.add, ...get(this.places.get(expression)!), ...four.store(column * BYTES)];
    });
    const [end, last] = [width * BYTES, (width - 4) * BYTES];
    const body = [
      ...eachRow, ...whole(0), ...set(this.column),
      ...repeat([
        ...inner, ...increase(this.column, 4 * BYTES),
        ...(width % 4 === 0 ? [] : when([...get(this.column), ...whole(end), ...ints.less, ...whole(last), ...get(this.column), ...ints.less, ...ints.and], [...whole(last), ...set(this.column)])),
        ...get(this.column), ...whole(end), ...ints.less,
      ]),
      ...this.rows.flatMap((rows) => (isVector(rows) ? [] : increase(this.pointer(rows), (rows.width as number) * BYTES))),
    ];
    const once = [...this.fixed].flatMap(([number, local]) => [...four.constant(number), ...set(local)]);
    return { name, parameters: [I32, ...this.rows.map((): WasmType => I32)], result: null, locals: this.locals, code: [...once, ...countDown(0, body)] };
  }

  private local(type: WasmType): number { return 1 + this.rows.length + this.locals.push(type) - 1; }
  private pointer(rows: Rows): number { return 1 + this.rows.findIndex((other) => keyOf(other) === keyOf(rows)); }

  private constant(number: number): number[] {
    let local = this.fixed.get(number);
    if (local === undefined) this.fixed.set(number, local = this.local(V128));
    return get(local);
  }

  private all(): Expression[] {
    const found = new Set<Expression>();
    const visit = (expression: Expression): void => {
      if (expression.kind === 'apply') expression.operands.forEach(visit);
      found.add(expression);
    };
    this.walk.writes.forEach(({ expression }) => visit(expression));
    return [...found];
  }

  /** The code's result in a local. */
  private keep(expression: Expression, code: readonly number[]): number[] {
    const place = this.local(V128);
    this.places.set(expression, place);
    return [...code, ...set(place)];
  }

  /** Code that computes an expression, and what it needs, unless that has been done. */
  private compute(expression: Expression): number[] {
    if (this.places.has(expression)) return [];
    switch (expression.kind) {
      case 'read': return this.keep(expression, [...get(this.pointer(expression.rows)), ...get(this.column), ...ints.add, ...four.load(expression.column * BYTES)]);
      case 'number': return this.keep(expression, this.constant(expression.number));
      case 'apply': {
        const before = expression.operands.flatMap((operand) => this.compute(operand));
        return [...before, ...this.keep(expression, this.operation(expression.operation, expression.operands.map((operand) => this.places.get(operand)!)))];
      }
      default: throw new Error(`internal: unknown expression ${String(expression satisfies never)}`);
    }
  }

  private operation(name: OperationName, operands: readonly number[]): number[] {
    const given = operands.flatMap(get);
    switch (name) {
      case 'Add': return [...given, ...four.add];
      case 'Sub': return [...given, ...four.subtract];
      case 'Mul': return [...given, ...four.multiply];
      case 'Div': return [...given, ...four.divide];
      case 'Min': return [...given, ...four.min];
      case 'Max': return [...given, ...four.max];
      case 'Neg': return [...given, ...four.negate];
      case 'Abs': return [...given, ...four.abs];
      case 'Sqrt': return [...given, ...four.sqrt];
      case 'Relu': return [...given, ...this.constant(0), ...four.max];
      case 'Exp': return this.exponential(given);
      case 'Sigmoid': return [...this.constant(1), ...this.exponential([...given, ...four.negate]), ...this.constant(1), ...four.add, ...four.divide];
      case 'Tanh': return this.hyperbolicTangent(given);
      default: throw new Error(`internal: unknown operation ${String(name satisfies never)}`);
    }
  }

  /** c₀ + x (c₁ + x (c₂ + …)). @param x a local */
  private polynomial(x: number, coefficients: readonly number[]): number[] {
    return coefficients.slice(0, -1).reduceRight((inner, coefficient) => multiplyAdd(inner, get(x), this.constant(coefficient)), this.constant(coefficients[coefficients.length - 1]));
  }

  /**
   * eˣ = 2ⁿ eʳ with n the whole number next to x / ln 2 and |r| ≤ ln 2 / 2; eʳ = 1 + r + r² P(r), with Moshier's coefficients (Cephes, 1992). To 1e-7 of itself between
   * -87 and 88, and what it is there beyond.
   */
  private exponential(given: readonly number[]): number[] {
    const [x, n, r] = [this.local(V128), this.local(V128), this.local(V128)];
    return [
      ...given, ...this.constant(-87.33), ...four.max, ...this.constant(88.02), ...four.min, ...tee(x), ...this.constant(Math.LOG2E), ...four.multiply, ...four.nearest, ...set(n),
      ...multiplyAdd(get(n), this.constant(2.12194440e-4), multiplyAdd(get(n), this.constant(-0.693359375), get(x))), ...set(r),
      ...multiplyAdd(this.polynomial(r, EXPONENTIAL), [...get(r), ...get(r), ...four.multiply], [...get(r), ...this.constant(1), ...four.add]),
      ...get(n), ...four.toInts, ...four.intsConstant(127), ...four.intsAdd, ...whole(23), ...four.intsShiftLeft, ...four.multiply,
    ];
  }

  /** x + x³ P(x²) where |x| < 0.625, with Moshier's coefficients; else 1 - 2 / (e²ˣ + 1). */
  private hyperbolicTangent(given: readonly number[]): number[] {
    const [x, square] = [this.local(V128), this.local(V128)];
    return [
      ...given, ...tee(x), ...get(x), ...four.multiply, ...set(square),
      ...multiplyAdd(this.polynomial(square, TANGENT), [...get(square), ...get(x), ...four.multiply], get(x)),
      ...this.constant(1), ...this.constant(2), ...this.exponential([...get(x), ...get(x), ...four.add]), ...this.constant(1), ...four.add, ...four.divide, ...four.subtract,
      ...get(x), ...four.abs, ...this.constant(0.625), ...four.less, ...four.select,
    ];
  }
}

/** a b + c */
const multiplyAdd = (a: Code, b: Code, c: Code): number[] => [...a, ...b, ...c, ...four.multiplyAdd];

const EXPONENTIAL = [5.0000001201e-1, 1.6666665459e-1, 4.1665795894e-2, 8.3334519073e-3, 1.3981999507e-3, 1.9875691500e-4];
const TANGENT = [-3.33332819422e-1, 1.33314422036e-1, -5.37397155531e-2, 2.06390887954e-2, -5.70498872745e-3];
