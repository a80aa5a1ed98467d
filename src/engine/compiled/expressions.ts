/**
 * What a step computes number by number, as expressions over pieces of rows. A value of the loop is a list of pieces, from its first column to its last: splitting and
 * joining then move nothing, and all that stands between two matrix products becomes one expression for each piece.
 */
import { keyOf, type Rows } from './rows';

export const OPERATIONS = ['Add', 'Sub', 'Mul', 'Div', 'Min', 'Max', 'Neg', 'Abs', 'Sqrt', 'Exp', 'Sigmoid', 'Tanh', 'Relu'] as const;
export type OperationName = (typeof OPERATIONS)[number];

/** `width` columns; 1 stands for as many as are asked for, all the same. `ofPositions`: a row for each position. Equal expressions are one object. */
export type Expression = { readonly id: number; readonly width: number; readonly ofPositions: boolean } & (
  | { readonly kind: 'read'; readonly rows: Rows; readonly column: number }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'apply'; readonly operation: OperationName; readonly operands: readonly Expression[] }
);

export class Expressions {
  private readonly known = new Map<string, Expression>();

  read(rows: Rows, column: number, width: number): Expression {
    return this.once(`${keyOf(rows)}[${column},${width}]`, (id) => ({ id, kind: 'read', rows, column, width, ofPositions: rows.positions !== undefined }));
  }

  number(number: number): Expression {
    return this.once(String(number), (id) => ({ id, kind: 'number', number, width: 1, ofPositions: false }));
  }

  apply(operation: OperationName, operands: readonly Expression[]): Expression {
    return this.once(`${operation}(${operands.map(({ id }) => id).join()})`, (id) => ({ id, kind: 'apply', operation, operands, width: Math.max(...operands.map(({ width }) => width)), ofPositions: operands.some(({ ofPositions }) => ofPositions) }));
  }

  /** `width` columns of an expression, from one of them on. */
  part(whole: Expression, from: number, width: number): Expression {
    if (whole.width === 1 || whole.width === width) return whole;
    switch (whole.kind) {
      case 'read': return this.read(whole.rows, whole.column + from, width);
      case 'number': return whole;
      case 'apply': return this.apply(whole.operation, whole.operands.map((operand) => this.part(operand, from, width)));
      default: throw new Error(`internal: unknown expression ${String(whole satisfies never)}`);
    }
  }

  /** The pieces of columns from one to before another. */
  columns(pieces: readonly Expression[], from: number, to: number): Expression[] {
    const found: Expression[] = [];
    let start = 0;
    for (const piece of pieces) {
      const [first, last] = [Math.max(from, start), Math.min(to, start + piece.width)];
      if (first < last) found.push(this.part(piece, first - start, last - first));
      start += piece.width;
    }
    return found;
  }

  /** An operation on values that are cut in different places. */
  applyToPieces(operation: OperationName, operands: readonly (readonly Expression[])[]): Expression[] {
    const total = Math.max(...operands.map(widthOf));
    const cuts = new Set([total]);
    for (const pieces of operands) {
      let end = 0;
      for (const { width } of pieces) if (widthOf(pieces) === total) cuts.add(end += width);
    }
    const ends = [...cuts].sort((a, b) => a - b);
    return ends.map((end, i) => this.apply(operation, operands.map((pieces) => (widthOf(pieces) === 1 ? pieces[0] : this.columns(pieces, ends[i - 1] ?? 0, end)[0]))));
  }

  private once(key: string, create: (id: number) => Expression): Expression {
    let expression = this.known.get(key);
    if (!expression) this.known.set(key, expression = create(this.known.size));
    return expression;
  }
}

const widthOf = (pieces: readonly Expression[]): number => pieces.reduce((sum, { width }) => sum + width, 0);
