/**
 * What of a graph is computed by code of our own: loops over time, and matrix products, which are loops of one step. A step's work comes in order: products with matrices that
 * are the same at every step, and between them one walk over the rows for everything that is computed number by number. Rows, the sequences of a batch, know nothing
 * of each other, so that threads can share them without waiting for one another.
 */
import type { Graph, Node, Value } from '../../graph/graph';
import { stateCount } from '../../graph/onnx/live';
import { productOf, type Size } from '../../graph/size';
import { Expressions, OPERATIONS, type Expression, type OperationName } from './expressions';
import { rowsOfWork, type RowWork } from './rowKernel';
import { keyOf, type Rows } from './rows';

/** result = left × weight, or result + left × weight. */
export interface Product {
  readonly left: { readonly rows: Rows; readonly column: number };
  readonly weight: Weight;
  readonly result: Rows;
  /** Something stands in the result already, and the product is added to it. */
  readonly adds: boolean;
}

/** A matrix [inner, outer] from outside: the value, or its transposed. */
export interface Weight { readonly value: Value; readonly transposed: boolean; readonly inner: Size; readonly outer: number }

/** Writes expressions of one width. */
export interface Walk { readonly width: number; readonly writes: readonly Write[] }
export interface Write { readonly expression: Expression; readonly rows: Rows; readonly column: number }

export type Instruction = { readonly product: Product } | { readonly walk: Walk } | { readonly work: RowWork };

export interface Task {
  readonly node: Node;
  /** Nodes before it that are part of it: nothing else reads what they yield. */
  readonly absorbed: readonly Node[];
  readonly steps: Size;
  readonly reverse: boolean;
  /** How many rows. */
  readonly batch: Size;
  /** What has a matrix for each step. */
  readonly walked: readonly Value[];
  readonly states: readonly { readonly width: number; readonly initial: Value; readonly final: Value }[];
  readonly instructions: readonly Instruction[];
  /** Width of each scratch matrix. */
  readonly scratch: readonly number[];
  /** Result -> where all its steps lie: in an array of its own, or among those of a state before or after each step. */
  readonly stacks: ReadonlyMap<Value, Rows>;
}

export const weightsOf = ({ instructions }: Task): Weight[] => instructions.flatMap((instruction) => ('product' in instruction ? [instruction.product.weight] : []));

/** What a task reads where it lies outside: what it walks along, and what is the same at every step. */
export function outerValues(task: Task): Value[] {
  const read = task.instructions.flatMap((instruction) => ('walk' in instruction ? rowsOfWalk(instruction.walk) : 'work' in instruction ? rowsOfWork(instruction.work) : [instruction.product.left.rows]));
  const rows = read.flatMap(({ source }) => (source.kind === 'outer' ? [source.value] : source.kind === 'walked' ? [task.walked[source.index]] : []));
  return [...new Set([...rows, ...weightsOf(task).map(({ value }) => value)])];
}

/** The matrices that a walk reads or writes, in the order of its function's pointers. */
export function rowsOfWalk({ writes }: Walk): readonly Rows[] {
  const found = new Map<string, Rows>();
  const visit = (expression: Expression): void => {
    if (expression.kind === 'read') found.set(keyOf(expression.rows), expression.rows);
    if (expression.kind === 'apply') expression.operands.forEach(visit);
  };
  for (const { expression, rows } of writes) {
    visit(expression);
    found.set(keyOf(rows), rows);
  }
  return [...found.values()];
}

/** Four numbers are computed at once, and a product's result has whole eights. */
export const LEAST_WIDTH = 4;
export const PANEL = 8;
const MOST_CUTS = 8;
/** Multiplications below which a product is left to the runtime, where they are known. */
const LEAST_PRODUCT = 2 ** 16;

/** Preparing the weight costs as much as a number of rows: a product pays where those are all tokens of a batch, or their number is known and large. */
function pays(batch: Size, { inner, outer }: Weight): boolean {
  if (typeof batch === 'string') return batch.includes('*');
  return typeof inner === 'string' || batch * inner * outer >= LEAST_PRODUCT;
}

/** Something is left to the runtime. */
export class Unfit extends Error {}

/** @returns null for what is left to the runtime */
export function unlessUnfit(plan: () => Task | null): Task | null {
  try {
    return plan();
  } catch (error) {
    if (error instanceof Unfit) return null;
    throw error;
  }
}

/**
 * @param live what the graph's results need
 * @param isReadOnce whether one node alone reads a value
 * @returns null for what is left to the runtime: other nodes, and loops that have other operations, more dimensions or other types. A product to which the same row is added everywhere, as
 * a bias is, is the task of the addition
 */
export function taskOf(node: Node, live: ReadonlySet<Value>, isReadOnce: (value: Value) => boolean): Task | null {
  return unlessUnfit(() => (node.body ? new Planner(node, live).plan() : node.operation === 'MatMul' ? productTask(node) : node.operation === 'Add' ? sumTask(node, isReadOnce) : null));
}

function sumTask(node: Node, isReadOnce: (value: Value) => boolean): Task | null {
  const { inputs: [sum, row], outputs: [output] } = node;
  const isRow = row.shape.length === 1 && row.shape[0] === output.shape.at(-1) && row.type === 'float32' && !row.graph.constants.has(row);
  if (sum.producer?.operation !== 'MatMul' || !isReadOnce(sum) || !isRow) return null;
  return { ...productTask(sum.producer, row, output), node, absorbed: [sum.producer] };
}

/** @param row what is added to every row of the product, with which the result begins */
function productTask(node: Node, row: Value | null = null, output = node.outputs[0]): Task {
  const { inputs: [left, right] } = node;
  const weight = weightOf(right);
  const batch = productOf(left.shape.slice(0, -1));
  if (left.shape.length < 2 || !pays(batch, weight)) throw new Unfit();
  const result: Rows = { source: { kind: 'stacked', index: 0 }, width: weight.outer };
  const isWhole = weight.outer % PANEL === 0;
  const padded: Rows = isWhole ? result : { source: { kind: 'scratch', index: 0 }, width: Math.ceil(weight.outer / PANEL) * PANEL };
  const copy = (from: Rows, to: Rows): Instruction => ({ walk: { width: weight.outer, writes: [{ expression: new Expressions().read(from, 0, weight.outer), rows: to, column: 0 }] } });
  const product: Instruction = { product: { left: { rows: { source: { kind: 'walked', index: 0 }, width: weight.inner }, column: 0 }, weight, result: padded, adds: row !== null } };
  const begin = row === null ? [] : [copy({ source: { kind: 'outer', value: row }, width: weight.outer }, padded)];
  return {
    node, absorbed: [], steps: 1, reverse: false, batch, walked: [left], states: [], scratch: isWhole ? [] : [padded.width as number],
    instructions: [...begin, product, ...(isWhole ? [] : [copy(padded, result)])], stacks: new Map([[output, result]]),
  };
}

/** @throws Unfit for what is no matrix, or too narrow */
function weightOf(value: Value): Weight {
  const [inner, outer] = value.shape;
  if (value.graph.constants.has(value) || value.shape.length !== 2 || value.type !== 'float32' || typeof outer !== 'number' || outer < LEAST_WIDTH) throw new Unfit();
  const turned = value.producer?.operation === 'Transpose' ? value.producer.inputs[0] : null;
  return { value: turned ?? value, transposed: turned !== null, inner, outer };
}

class Planner {
  private readonly body: Graph;
  private readonly states: number;
  private readonly batch: string;
  private readonly expressions = new Expressions();
  private readonly known = new Map<Value, readonly Expression[]>();
  private readonly instructions: Instruction[] = [];
  private readonly scratch: number[] = [];
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
    body.inputs.forEach((input, index) => this.known.set(input, this.rowsOf(input, index < states ? { kind: 'before', index } : { kind: 'walked', index: index - states })));
    const stacks = this.demandResults();
    const nodes = body.nodes.filter(({ outputs }) => outputs.some((output) => this.live.has(output)));
    while (nodes.length > 0) {
      const ready = nodes.filter(({ inputs }) => inputs.every((input) => input.graph !== body || this.known.has(input)));
      const next = ready.find(({ operation }) => operation !== 'MatMul') ?? ready[0]; // products last: all that can be computed before them goes into one walk
      nodes.splice(nodes.indexOf(next), 1);
      this.add(next);
    }
    this.write([]);
    return {
      node: scan, absorbed: [], steps: scan.inputs[states].shape[0], reverse: scan.attributes.reverse === true, batch: this.batch, walked: scan.inputs.slice(states),
      states: body.inputs.slice(0, states).map((state, index) => ({ width: this.widthOf(state), initial: scan.inputs[index], final: scan.outputs[index] })),
      instructions: this.instructions, scratch: this.scratch, stacks,
    };
  }

  /** What the loop must leave behind. @returns the arrays of its stacked results */
  private demandResults(): Map<Value, Rows> {
    const { body, scan, states } = this;
    const nexts = body.outputs.slice(0, states).map(({ value }) => value);
    nexts.forEach((value, index) => this.pending.push({ value, rows: { source: { kind: 'after', index }, width: this.widthOf(value) } }));
    const stacks = new Map<Value, Rows>();
    scan.outputs.forEach((output, index) => {
      if (index < states || !this.live.has(output)) return;
      const { value } = body.outputs[index];
      const [before, after] = [body.inputs.indexOf(value), nexts.indexOf(value)];
      const width = this.widthOf(value);
      const rows: Rows = { source: before >= 0 && before < states ? { kind: 'before', index: before } : after >= 0 ? { kind: 'after', index: after } : { kind: 'stacked', index }, width };
      stacks.set(output, rows);
      if (rows.source.kind === 'stacked') this.pending.push({ value, rows });
    });
    return stacks;
  }

  private add(node: Node): void {
    const { operation, inputs, outputs, attributes } = node;
    if (operation === 'MatMul') this.known.set(outputs[0], this.product(node));
    else if (operation === 'Split' && attributes.axis === 1) {
      let start = 0;
      (attributes.sizes as readonly number[]).forEach((size, i) => this.known.set(outputs[i], this.expressions.columns(this.piecesOf(inputs[0]), start, start += size)));
    } else if (operation === 'Slice' && attributes.axis === 1) this.known.set(outputs[0], this.expressions.columns(this.piecesOf(inputs[0]), attributes.start as number, Math.min(attributes.end as number, this.widthOf(inputs[0]))));
    else if (operation === 'Concat' && attributes.axis === 1) this.known.set(outputs[0], inputs.flatMap((input) => this.piecesOf(input)));
    else if (operation === 'Identity') this.known.set(outputs[0], this.piecesOf(inputs[0]));
    else if ((OPERATIONS as readonly string[]).includes(operation)) {
      const pieces = this.expressions.applyToPieces(operation as OperationName, inputs.map((input) => this.piecesOf(input)));
      this.widthOf(outputs[0]);
      this.known.set(outputs[0], pieces);
    } else throw new Unfit();
  }

  private product({ inputs: [left, right], outputs: [output] }: Node): readonly Expression[] {
    if (right.graph === this.body) throw new Unfit();
    const weight = weightOf(right);
    const width = this.widthOf(output);
    const operand = this.gathered(this.piecesOf(left), this.widthOf(left));
    const result = this.newScratch(Math.ceil(width / PANEL) * PANEL);
    this.instructions.push({ product: { left: operand, weight, result, adds: false } });
    return [this.expressions.read(result, 0, width)];
  }

  /** The pieces side by side in one matrix: where they are so already, or a new one. */
  private gathered(pieces: readonly Expression[], width: number): Product['left'] {
    const find = (): Product['left'] | null => {
      const places = pieces.map((piece) => this.placeOf(piece));
      const [first] = places;
      if (!first) return null;
      let column = first.column;
      for (const [i, place] of places.entries()) {
        if (!place || keyOf(place.rows) !== keyOf(first.rows) || place.column !== column || place.rows.source.kind === 'outer') return null;
        column += pieces[i].width;
      }
      return { rows: first.rows, column: first.column };
    };
    const found = find();
    if (found) return found;
    const pending = this.pending.find(({ value }) => this.known.get(value) === pieces); // it is to be written anyway
    const rows = pending?.rows ?? this.newScratch(width);
    this.write(pending ? [] : [{ pieces, rows }]);
    return { rows, column: 0 };
  }

  private placeOf(piece: Expression): { readonly rows: Rows; readonly column: number } | null {
    const place = piece.kind === 'read' ? piece : this.written.get(piece);
    return place?.kind === 'read' && piece.width > 1 ? place : null;
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
        column += piece.width === 1 ? rows.width as number : piece.width;
      }
    }
    for (const walk of this.walksOf(writes)) this.instructions.push({ walk });
    for (const { expression, rows, column } of writes) if (expression.kind === 'apply' && expression.width > 1) this.written.set(expression, this.expressions.read(rows, column, expression.width));
  }

  /** With what has been written read instead of computed again. */
  private shortened(expression: Expression): Expression {
    const known = this.written.get(expression);
    if (known) return known;
    return expression.kind === 'apply' ? this.expressions.apply(expression.operation, expression.operands.map((operand) => this.shortened(operand))) : expression;
  }

  private newScratch(width: number): Rows { return { source: { kind: 'scratch', index: this.scratch.push(width) - 1 }, width }; }

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
    const width = source.kind === 'outer' && value.shape.length === 1 ? this.checkedWidth(value.shape[0]) : this.widthOf(value);
    return [this.expressions.read({ source, width }, 0, width)];
  }

  /** @throws Unfit for what is not a matrix of one row a sequence */
  private widthOf({ type, shape }: Value): number {
    if (type !== 'float32' || shape.length !== 2 || shape[0] !== this.batch) throw new Unfit();
    return this.checkedWidth(shape[1]);
  }

  private checkedWidth(size: Size): number {
    if (typeof size !== 'number' || (size < LEAST_WIDTH && size !== 1)) throw new Unfit();
    return size;
  }

  /** One walk for each width; wide pieces are cut where that lets them join the narrow. */
  private walksOf(writes: readonly Write[]): Walk[] {
    const widths = writes.map(({ rows, expression: { width } }) => (width === 1 ? rows.width as number : width));
    const narrowest = Math.min(...widths);
    if (narrowest < LEAST_WIDTH) throw new Unfit();
    const cut = writes.flatMap(({ expression, rows, column }, i) => {
      const pieces = widths[i] % narrowest === 0 && widths[i] <= MOST_CUTS * narrowest ? widths[i] / narrowest : 1;
      const width = widths[i] / pieces;
      return Array.from({ length: pieces }, (_, piece) => ({ width, write: { expression: this.expressions.part(expression, piece * width, width), rows, column: column + piece * width } }));
    });
    return [...new Set(cut.map(({ width }) => width))].map((width) => ({ width, writes: cut.filter((piece) => piece.width === width).map(({ write }) => write) }));
  }
}
