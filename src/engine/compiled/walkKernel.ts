/** A walk over rows as a WebAssembly function: four columns at a time; the last four overlap those before where the width is no multiple of four, since nothing is read that the walk writes. */
import { countDown, four, get, increase, ints, repeat, set, when, whole } from '../wasm/code';
import { I32, V128, type WasmFunction, type WasmType } from '../wasm/module';
import type { Expression, OperationName } from './expressions';
import { rowsOfWalk, type Walk } from './task';
import { isVector, keyOf, type Rows } from './rows';
import { VectorMath } from './vectorMath';

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
  private readonly math = new VectorMath((type) => this.local(type));

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
    return { name, parameters: [I32, ...this.rows.map((): WasmType => I32)], result: null, locals: this.locals, code: [...this.math.once(), ...countDown(0, body)] };
  }

  private local(type: WasmType): number { return 1 + this.rows.length + this.locals.push(type) - 1; }
  private pointer(rows: Rows): number { return 1 + this.rows.findIndex((other) => keyOf(other) === keyOf(rows)); }

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
      case 'number': return this.keep(expression, this.math.constant(expression.number));
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
      case 'Relu': return [...given, ...this.math.constant(0), ...four.max];
      case 'Exp': return this.math.exponential(given);
      case 'Sigmoid': return [...this.math.constant(1), ...this.math.exponential([...given, ...four.negate]), ...this.math.constant(1), ...four.add, ...four.divide];
      case 'Tanh': return this.math.hyperbolicTangent(given);
      default: throw new Error(`internal: unknown operation ${String(name satisfies never)}`);
    }
  }
}
