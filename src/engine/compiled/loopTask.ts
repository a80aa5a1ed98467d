/**
 * A loop over time as a task. Its values are matrices of a row for each sequence; with attention there are such of a row for each position of each sequence besides: [B, S, width], and [B, S], one
 * number for each. Which of them a value is, its shape tells; views that keep its numbers change nothing.
 */
import type { Graph, Node, Value } from '../../graph/graph';
import { stateCount } from '../../graph/onnx/live';
import { Expressions, OPERATIONS, type Expression, type OperationName } from './expressions';
import { isVectorShape, keyOf, type Place, type Rows } from './rows';
import { checkedWidth, LEAST_WIDTH, PANEL, Unfit, unlessUnfit, weightOf, type Extent, type Instruction, type State, type Task, type Walk, type Write } from './task';
import { placesOfWork, type Work } from './work';

/** Pieces of a wide expression that join narrow ones in a walk, at most. */
const MOST_CUTS = 8;

/** @param live what the graph's results need @returns null for loops with other operations, more dimensions or other types */
export const loopTaskOf = (scan: Node, live: ReadonlySet<Value>): Task | null => unlessUnfit(() => new Planner(scan, live).plan());

const VIEWS = new Set(['Identity', 'Squeeze', 'Unsqueeze']);

class Planner {
  private readonly body: Graph;
  private readonly states: number;
  private readonly batch: string;
  /** The symbol of positions, once one was seen. */
  private positions: string | null = null;
  private readonly expressions = new Expressions();
  private readonly known = new Map<Value, readonly Expression[]>();
  private readonly instructions: Instruction[] = [];
  private readonly scratch: Extent[] = [];
  /** What remains to be written. */
  private pending: { readonly value: Value; readonly rows: Rows }[] = [];
  /** Expression -> where it has been written, to be read there. */
  private readonly written = new Map<Expression, Expression>();

  constructor(private readonly scan: Node, private readonly live: ReadonlySet<Value>) {
    this.body = scan.body!;
    this.states = stateCount(scan);
    const [batch] = this.body.inputs[0].shape;
    if (typeof batch !== 'string') throw new Unfit();
    this.batch = batch;
  }

  plan(): Task {
    const { body, scan, states } = this;
    body.inputs.forEach((input, index) => this.live.has(input) && this.known.set(input, this.rowsOf(input, index < states ? { kind: 'before', index } : { kind: 'walked', index: index - states })));
    const stacks = this.demandResults();
    const nodes = body.nodes.filter(({ outputs }) => outputs.some((output) => this.live.has(output)));
    while (nodes.length > 0) {
      const ready = nodes.filter(({ inputs }) => inputs.every((input) => input.graph !== body || this.known.has(input)));
      const next = ready.find((node) => !this.ends(node)) ?? ready[0]; // all that can be computed number by number goes into one walk before what ends it
      nodes.splice(nodes.indexOf(next), 1);
      this.add(next);
    }
    this.write([]);
    return {
      node: scan, absorbed: [], steps: scan.inputs[states].shape[0], reverse: scan.attributes.reverse === true, batch: this.batch, walked: scan.inputs.slice(states),
      states: body.inputs.slice(0, states).map((state, index): State => ({ ...this.extentOf(state), initial: scan.inputs[index], final: scan.outputs[index], inPlace: this.isInPlace(index, stacks) })),
      instructions: this.instructions, scratch: this.scratch, stacks,
    };
  }

  /** What the loop must leave behind. @returns the arrays of its stacked results */
  private demandResults(): Map<Value, Rows> {
    const { body, scan, states } = this;
    const nexts = body.outputs.slice(0, states).map(({ value }) => value);
    nexts.forEach((value, index) => this.pending.push({ value, rows: { source: { kind: 'after', index }, ...this.extentOf(value) } }));
    const stacks = new Map<Value, Rows>();
    scan.outputs.forEach((output, index) => {
      if (index < states || !this.live.has(output)) return;
      const { value } = body.outputs[index];
      const [before, after] = [body.inputs.indexOf(value), nexts.indexOf(value)];
      const rows: Rows = { source: before >= 0 && before < states ? { kind: 'before', index: before } : after >= 0 ? { kind: 'after', index: after } : { kind: 'stacked', index }, ...this.extentOf(value) };
      stacks.set(output, rows);
      if (rows.source.kind === 'stacked') this.pending.push({ value, rows });
    });
    return stacks;
  }

  /** Whether a node is no expression number by number: then all that is known is written first. */
  private ends({ operation, inputs: [left, right] }: Node): boolean {
    return operation === 'Softmax' || operation === 'ReduceSum' || (operation === 'MatMul' && !this.isOuterProduct(left, right));
  }

  private add(node: Node): void {
    const { operation, inputs, outputs: [output], attributes } = node;
    const { expressions } = this;
    if (VIEWS.has(operation)) this.define(output, this.piecesOf(inputs[0]));
    else if (operation === 'MatMul') this.define(output, this.multiplied(node));
    else if (operation === 'Softmax') this.define(output, this.softmax(node));
    else if (operation === 'ReduceSum') this.define(output, this.sumOfPositions(node));
    else if (operation === 'Split' && this.isColumns(attributes.axis, inputs[0])) {
      let start = 0;
      (attributes.sizes as readonly number[]).forEach((size, i) => this.define(node.outputs[i], expressions.columns(this.piecesOf(inputs[0]), start, start += size)));
    } else if (operation === 'Slice' && this.isColumns(attributes.axis, inputs[0])) this.define(output, expressions.columns(this.piecesOf(inputs[0]), attributes.start as number, Math.min(attributes.end as number, this.extentOf(inputs[0]).width)));
    else if (operation === 'Concat' && this.isColumns(attributes.axis, output)) this.define(output, inputs.flatMap((input) => this.piecesOf(input)));
    else if ((OPERATIONS as readonly string[]).includes(operation)) this.define(output, expressions.applyToPieces(operation as OperationName, inputs.map((input) => this.piecesOf(input))));
    else throw new Unfit();
  }

  /** @throws Unfit where the shape is none of those that are known, or tells of other numbers */
  private define(value: Value, pieces: readonly Expression[]): void {
    const { width, positions } = this.extentOf(value);
    const total = pieces.reduce((sum, piece) => sum + piece.width, 0);
    if (total !== width || pieces.some(({ ofPositions }) => ofPositions) !== (positions !== undefined)) throw new Unfit();
    this.known.set(value, pieces);
  }

  /** Whether an axis is that of the columns, in a matrix of rows. */
  private isColumns(axis: unknown, { shape }: Value): boolean { return shape.length === 2 && axis === 1; }

  private multiplied({ inputs: [left, right], outputs: [output] }: Node): readonly Expression[] {
    if (this.isOuterProduct(left, right)) return this.expressions.applyToPieces('Mul', [this.piecesOf(left), this.piecesOf(right)]);
    if (left.shape.length === 2) return this.product(left, right, output);
    const { positions, width } = this.extentOf(left);
    const [rows, columns] = right.shape.slice(-2);
    if (right.shape.length === 2 && columns === 1 && positions !== undefined) return this.dot(left, this.vector(right), width); // [B, S, K] × [K, 1]
    if (right.shape.length === 3 && rows === this.positions && positions !== undefined) { // [B, 1, S] × [B, S, W]
      const { width: summed } = this.extentOf(right);
      return this.done((to) => ({ kind: 'weigh', positions: this.positions!, width: summed, from: this.placeOfAll(right), weights: this.placeOfAll(left), to }), { width: summed });
    }
    if (right.shape.length === 3 && columns === this.positions && positions === undefined) { // [B, 1, W] × [B, W, S]
      const turned = right.producer;
      if (turned?.operation !== 'Transpose' || (turned.attributes.perm as readonly number[]).join() !== '0,2,1') throw new Unfit();
      return this.dot(turned.inputs[0], this.placeOfAll(left), width);
    }
    throw new Unfit();
  }

  /** [B, S, 1] × [1, W] or [B, 1, W] */
  private isOuterProduct(left: Value, right: Value): boolean {
    return left.shape.length === 3 && left.shape[2] === 1 && right.shape.at(-2) === 1 && typeof right.shape.at(-1) === 'number';
  }

  private dot(from: Value, row: Place, width: number): readonly Expression[] {
    const { positions, width: own } = this.extentOf(from);
    if (positions === undefined || own !== width || width < LEAST_WIDTH) throw new Unfit();
    return this.done((to) => ({ kind: 'dot', positions, width, from: this.placeOfAll(from), row, to }), { width: 1, positions });
  }

  /** [K, 1] from outside, whose numbers lie as those of a vector. */
  private vector(value: Value): Place {
    const [piece] = this.piecesOf(value);
    if (piece.kind !== 'read') throw new Unfit();
    return { rows: piece.rows, column: piece.column };
  }

  private softmax({ inputs: [x] }: Node): readonly Expression[] {
    const { positions, width } = this.extentOf(x);
    if (positions === undefined || width !== 1 || x.shape.at(-1) !== positions) throw new Unfit();
    return this.done((to) => ({ kind: 'softmax', positions, from: this.placeOfAll(x), to }), { width, positions });
  }

  private sumOfPositions({ inputs: [x], attributes: { axes } }: Node): readonly Expression[] {
    const { positions, width } = this.extentOf(x);
    const [axis, ...more] = axes as readonly number[];
    if (positions === undefined || more.length > 0 || x.shape.at(axis) !== positions) throw new Unfit();
    return this.done((to) => ({ kind: 'weigh', positions, width, from: this.placeOfAll(x), weights: null, to }), { width });
  }

  /** Has something computed by an instruction of its own. @returns what it leaves */
  private done(work: (to: Place) => Work, extent: Extent): readonly Expression[] {
    const rows = this.newScratch(extent);
    this.instructions.push({ work: work({ rows, column: 0 }) });
    return [this.expressions.read(rows, 0, extent.width)];
  }

  private product(left: Value, right: Value, output: Value): readonly Expression[] {
    if (right.graph === this.body || this.extentOf(left).positions !== undefined) throw new Unfit();
    const weight = weightOf(right);
    const { width } = this.extentOf(output);
    const operand = this.gathered(this.piecesOf(left), this.extentOf(left), false);
    const result = this.newScratch({ width: Math.ceil(width / PANEL) * PANEL });
    this.instructions.push({ product: { left: operand, weight, result, adds: false } });
    return [this.expressions.read(result, 0, width)];
  }

  private placeOfAll(value: Value): Place { return this.gathered(this.piecesOf(value), this.extentOf(value), true); }

  /** The pieces side by side in one matrix: where they are so already, or a new one. @param outside whether that may lie outside the loop */
  private gathered(pieces: readonly Expression[], extent: Extent, outside: boolean): Place {
    const find = (): Place | null => {
      const places = pieces.map((piece) => this.placeOf(piece));
      const [first] = places;
      if (!first) return null;
      let column = first.column;
      for (const [i, place] of places.entries()) {
        if (!place || keyOf(place.rows) !== keyOf(first.rows) || place.column !== column || (place.rows.source.kind === 'outer' && !outside)) return null;
        column += pieces[i].width;
      }
      return column - first.column === extent.width ? { rows: first.rows, column: first.column } : null;
    };
    const found = find();
    if (found) return found;
    const pending = this.pending.find(({ value }) => this.known.get(value) === pieces); // it is to be written anyway
    const rows = pending?.rows ?? this.newScratch(extent);
    this.write(pending ? [] : [{ pieces, rows }]);
    return { rows, column: 0 };
  }

  private placeOf(piece: Expression): Place | null {
    const place = piece.kind === 'read' ? piece : this.written.get(piece);
    return place?.kind === 'read' && (piece.width > 1 || place.rows.width === 1) ? place : null;
  }

  /** Everything that is known and not written yet, in walks over rows; `more` besides. */
  private write(more: readonly { readonly pieces: readonly Expression[]; readonly rows: Rows }[]): void {
    const now = this.pending.filter(({ value }) => this.known.has(value) || value.graph !== this.body);
    this.pending = this.pending.filter((result) => !now.includes(result));
    const writes: Write[] = [];
    for (const { pieces, rows } of [...more, ...now.map(({ value, rows }) => ({ pieces: this.piecesOf(value), rows }))]) {
      let column = 0;
      for (const piece of pieces) {
        writes.push({ expression: this.shortened(piece), rows, column });
        column += widthIn(rows, piece);
      }
    }
    for (const walk of this.walksOf(writes)) this.instructions.push({ walk });
    for (const { expression, rows, column } of writes) if (expression.kind === 'apply' && expression.width === widthIn(rows, expression)) this.written.set(expression, this.expressions.read(rows, column, expression.width));
  }

  /** With what has been written read instead of computed again. */
  private shortened(expression: Expression): Expression {
    const known = this.written.get(expression);
    if (known) return known;
    return expression.kind === 'apply' ? this.expressions.apply(expression.operation, expression.operands.map((operand) => this.shortened(operand))) : expression;
  }

  private newScratch(extent: Extent): Rows { return { source: { kind: 'scratch', index: this.scratch.push(extent) - 1 }, ...extent }; }

  private piecesOf(value: Value): readonly Expression[] {
    const known = this.known.get(value);
    if (known) return known;
    if (value.graph === this.body) throw new Error(`internal: ${value.name} is not known yet`);
    const constant = value.graph.constants.get(value);
    if (value.type !== 'float32') throw new Unfit();
    if (constant && constant.data.length > 1) throw new Unfit();
    if (constant) return [this.expressions.number(constant.data[0] as number)];
    return this.rowsOf(value, { kind: 'outer', value });
  }

  private rowsOf(value: Value, source: Rows['source']): readonly Expression[] {
    const extent = source.kind === 'outer' && isVectorShape(value.shape) ? { width: value.shape.reduce((product, size) => product * size, 1) } : this.extentOf(value);
    return [this.expressions.read({ source, ...extent }, 0, extent.width)];
  }

  /** @throws Unfit for what is neither a row nor rows for positions */
  private extentOf({ type, shape }: Value): Extent {
    const [batch, ...rest] = shape;
    if (type !== 'float32' || batch !== this.batch || rest.length < 1 || rest.length > 2) throw new Unfit();
    const place = rest.findIndex((size) => typeof size === 'string');
    if (place < 0) {
      if (rest.length === 2 && rest[0] !== 1) throw new Unfit();
      return { width: checkedWidth(rest.at(-1)) };
    }
    this.positions ??= rest[place] as string;
    const [width = 1] = rest.toSpliced(place, 1);
    if (rest[place] !== this.positions || (place === 1 && width !== 1)) throw new Unfit();
    return { width: checkedWidth(width), positions: this.positions };
  }

  /** Whether a state's numbers are read in one walk alone, that which writes the next ones, each in its own place. */
  private isInPlace(index: number, stacks: ReadonlyMap<Value, Rows>): boolean {
    const isOf = ({ source }: Rows, kind: 'before' | 'after'): boolean => source.kind === kind && source.index === index;
    if ([...stacks.values()].some((rows) => isOf(rows, 'before') || isOf(rows, 'after'))) return false;
    let writers = 0;
    for (const instruction of this.instructions) {
      if ('product' in instruction ? isOf(instruction.product.left.rows, 'before') || isOf(instruction.product.left.rows, 'after') : 'work' in instruction && placesOfWork(instruction.work).some(({ rows }) => isOf(rows, 'before') || isOf(rows, 'after'))) return false;
      if (!('walk' in instruction)) continue;
      const { width, writes } = instruction.walk;
      for (const { expression, rows, column } of writes) {
        const reads = readsIn(expression).filter((read) => isOf(read.rows, 'before'));
        if (readsIn(expression).some((read) => isOf(read.rows, 'after'))) return false;
        if (isOf(rows, 'after')) writers++;
        if (reads.length > 0 && (!isOf(rows, 'after') || width % 4 !== 0 || reads.some((read) => read.column !== column || read.width !== width))) return false;
      }
    }
    return writers === 1;
  }

  /** One walk for each width, of rows and of positions; wide pieces are cut where that lets them join the narrow. */
  private walksOf(writes: readonly Write[]): Walk[] {
    return [false, true].flatMap((ofPositions) => {
      const here = writes.filter(({ rows }) => (rows.positions !== undefined) === ofPositions);
      const widths = here.map(({ rows, expression }) => widthIn(rows, expression));
      const narrowest = Math.min(...widths.filter((width) => width > 1));
      if (narrowest < LEAST_WIDTH) throw new Unfit();
      const cut = here.flatMap(({ expression, rows, column }, i) => {
        const pieces = widths[i] > 1 && widths[i] % narrowest === 0 && widths[i] <= MOST_CUTS * narrowest ? widths[i] / narrowest : 1;
        const width = widths[i] / pieces;
        return Array.from({ length: pieces }, (_, piece) => ({ width, write: { expression: this.expressions.part(expression, piece * width, width), rows, column: column + piece * width } }));
      });
      return [...new Set(cut.map(({ width }) => width))].map((width): Walk => ({ width, ...(ofPositions && { positions: this.positions! }), writes: cut.filter((piece) => piece.width === width).map(({ write }) => write) }));
    });
  }
}

/** Columns that an expression fills: one number fills all. */
const widthIn = (rows: Rows, { width }: Expression): number => (width === 1 ? rows.width as number : width);

function readsIn(expression: Expression, seen = new Set<Expression>()): Extract<Expression, { kind: 'read' }>[] {
  if (seen.has(expression)) return [];
  seen.add(expression);
  return expression.kind === 'read' ? [expression] : expression.kind === 'apply' ? expression.operands.flatMap((operand) => readsIn(operand, seen)) : [];
}
