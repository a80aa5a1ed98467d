/**
 * A walk over rows as a WebAssembly function: four columns at a time; the last four overlap those before where the width is no multiple of four, since nothing is read that the walk writes. Of a width of 1 there
 * is one number.
 */
import { countDown, four, get, increase, ints, repeat, set, single, when, whole } from '../wasm/code';
import { I32, V128, type WasmFunction, type WasmType } from '../wasm/module';
import type { Expression, OperationName } from './expressions';
import { rowsOfWalk, type Walk } from './task';
import { isVector, keyOf, type Rows } from './rows';
import { VectorMath } from './vectorMath';

const BYTES = 4;

/** f(rows, pointer of each matrix's first row), and the number of positions where there are such */
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
    const { positions } = this.walk;
    const [ofRow, ofPosition] = [this.numbers(false), this.numbers(true)];
    const each = this.columns();
    const next = (ofPositions: boolean): number[] => this.rows.flatMap((rows) => (isVector(rows) || (rows.positions !== undefined) !== ofPositions ? [] : increase(this.pointer(rows), (rows.width as number) * BYTES)));
    const left = this.local(I32);
    const row = positions === undefined ? each : [...get(this.positions), ...set(left), ...countDown(left, [...ofPosition, ...each, ...next(true)])];
    const parameters = new Array<WasmType>(1 + this.rows.length + (positions === undefined ? 0 : 1)).fill(I32);
    return { name, parameters, result: null, locals: this.locals, code: [...this.math.once(), ...countDown(0, [...ofRow, ...row, ...next(false)])] };
  }

  /** Code that reads what is one number a row, or one for each position. */
  private numbers(ofPositions: boolean): number[] {
    return this.all().flatMap((expression) => (expression.kind === 'read' && expression.width === 1 && expression.ofPositions === ofPositions
      ? this.keep(expression, [...get(this.pointer(expression.rows)), ...four.loadSplat(expression.column * BYTES)]) : []));
  }

  private columns(): number[] {
    const { width, writes } = this.walk;
    const computed = writes.map((write) => ({ ...write, code: this.compute(write.expression), place: this.places.get(write.expression)! }));
    if (width === 1) return computed.flatMap(({ code, rows, column, place }) => [...code, ...get(this.pointer(rows)), ...get(place), ...four.lane(0), ...single.store(column * BYTES)]);
    const [end, last] = [width * BYTES, (width - 4) * BYTES];
    return [
      ...whole(0), ...set(this.column),
      ...repeat([
        ...computed.flatMap(({ code, rows, column, place }) => [...code, ...get(this.pointer(rows)), ...get(this.column), ...ints.add, ...get(place), ...four.store(column * BYTES)]), ...increase(this.column, 4 * BYTES),
        ...(width % 4 === 0 ? [] : when([...get(this.column), ...whole(end), ...ints.less, ...whole(last), ...get(this.column), ...ints.less, ...ints.and], [...whole(last), ...set(this.column)])),
        ...get(this.column), ...whole(end), ...ints.less,
      ]),
    ];
  }

  private local(type: WasmType): number { return this.positions + (this.walk.positions === undefined ? 0 : 1) + this.locals.push(type) - 1; }
  /** The parameter behind the pointers. */
  private get positions(): number { return 1 + this.rows.length; }
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
