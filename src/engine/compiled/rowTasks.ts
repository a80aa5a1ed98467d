/**
 * Tasks that work on the rows of a matrix which another task has left, as a loss does with the logits, or leave one for another, as a table of embeddings does: without them those would be copied to the runtime and back. A softmax is one of
 * them where its logarithm is wanted besides, softmax(x) = e^(x - logSumExp(x)), and joins the expression that is made of it.
 */
import type { Node, Value } from '../../graph/graph';
import { productOf, type Size } from '../../graph/size';
import { Expressions, OPERATIONS, type Expression, type OperationName } from './expressions';
import type { RowWork } from './rowKernel';
import type { Rows } from './rows';
import type { ProductContext } from './productTask';
import { checkedWidth, Unfit, unlessUnfit, type Instruction, type Task } from './task';

export interface RowTaskContext extends ProductContext {
  /** Whether a task has left it. */
  readonly isOurs: (value: Value) => boolean;
  /** What a task of this operation makes of a value; null where there is none. */
  readonly find: (operation: string, operand: Value) => Value | null;
}

/** @returns null for what is left to the runtime */
export function rowTaskOf(node: Node, context: RowTaskContext): Task | null {
  const { operation, inputs: [x, y], attributes } = node;
  return unlessUnfit(() => {
    switch (operation) {
      case 'ReduceLogSumExp': return context.isOurs(x) ? alongRows(node, 'logSumExp') : null;
      case 'GatherElements': return context.isOurs(x) ? alongRows(node, 'pick') : null;
      case 'ScatterElements': return new Scattering(node, context).plan();
      case 'ReduceSum': {
        if (!context.isOurs(x)) return null;
        const [axes, last] = [attributes.axes as readonly number[], x.shape.length - 1];
        if (attributes.keepDims && axes.join() === String(last)) return alongRows(node, 'sum');
        return !attributes.keepDims && axes.join() === [...Array(last).keys()].join() ? downColumns(node, x, null) : null;
      }
      case 'Gather': return context.isOurs(x) || x.producer === null ? lookUp(node) : null;
      case 'GatherGradient': return context.isOurs(y) ? addUp(node) : null;
      case 'MatMul': return x.shape.length === 2 && x.shape[0] === 1 && y.shape.length === 2 && context.isOurs(y) ? downColumns(node, y, x) : null;
      case 'Softmax': return context.predicts && context.isOurs(x) ? alongRows(node, 'softmax') : null;
      case 'Split': return context.predicts && context.isOurs(x) && attributes.axis === x.shape.length - 1 ? columnsOf(node) : null;
      default: return null;
    }
  });
}

const RESULT = { kind: 'stacked', index: 0 } as const;

/** A task of one step without states. */
const oneStep = (node: Node, batch: Size, walked: readonly Value[], instructions: readonly Instruction[], result: Rows, absorbed: readonly Node[] = []): Task =>
  ({ node, absorbed, steps: 1, reverse: false, batch, walked, states: [], scratch: [], instructions, stacks: new Map([[node.outputs[0], result]]) });

function alongRows(node: Node, kind: 'logSumExp' | 'sum' | 'pick' | 'softmax'): Task {
  const { inputs: [x, places] } = node;
  const [from, to] = [rowsOf(x, 0), { source: RESULT, width: kind === 'softmax' ? widthOf(x) : 1 }];
  const work: RowWork = kind === 'pick' ? { kind, from, places: placesOf(places, 1), to } : { kind, from, to };
  return oneStep(node, batchOf(x), node.inputs, [{ work }], to);
}

/** Each part of its columns becomes a matrix. */
function columnsOf(node: Node): Task {
  const { inputs: [x], outputs } = node;
  const from = rowsOf(x, 0);
  let column = 0;
  const parts = outputs.map((output, index) => {
    const rows: Rows = { source: { kind: 'stacked', index }, width: widthOf(output) };
    const expression = new Expressions().read(from, column, rows.width as number);
    column += rows.width as number;
    return { output, rows, instruction: { walk: { width: rows.width as number, writes: [{ expression, rows, column: 0 }] } } };
  });
  return { ...oneStep(node, batchOf(x), [x], parts.map(({ instruction }) => instruction), parts[0].rows), stacks: new Map(parts.map(({ output, rows }) => [output, rows])) };
}

/** Rows of a table. */
function lookUp(node: Node): Task {
  const { inputs: [table, places], outputs: [output] } = node;
  const to: Rows = { source: RESULT, width: widthOf(output) };
  if (table.shape.length !== 2 || table.graph.constants.has(table) || typeof batchOf(output) === 'number' || to.width === 1) throw new Unfit();
  return oneStep(node, batchOf(output), [table, places], [{ work: { kind: 'lookUp', from: sharedRows(0), places: placesOf(places, 1), to } }], to);
}

/** Its rows are those of the table. */
function addUp(node: Node): Task {
  const { inputs: [places, x], outputs: [output] } = node;
  const to: Rows = { source: RESULT, width: widthOf(output) };
  const [rows] = output.shape;
  if (output.shape.length !== 2 || typeof rows !== 'number' || (to.width as number) % 4 !== 0) throw new Unfit();
  placesOf(places, 0); // of the right type
  return oneStep(node, rows, [x, places], [{ work: { kind: 'addUp', from: sharedRows(0), places: sharedRows(1), to, count: batchOf(x) } }], to);
}

/** What lies at one place for all rows of a task. */
const sharedRows = (index: number): Rows => ({ source: { kind: 'walked', index }, width: 0 });

/** Its rows are groups of four columns. @param weights [1, count] */
function downColumns(node: Node, x: Value, weights: Value | null): Task {
  const columns = widthOf(x);
  if (columns % 4 !== 0 || x.shape.length < 2) throw new Unfit();
  const to: Rows = { source: RESULT, width: 4 };
  return oneStep(node, columns / 4, weights ? [x, weights] : [x], [{ work: { kind: 'columnSums', from: { source: { kind: 'walked', index: 0 }, width: 4 }, weights: weights && sharedRows(1), to, count: batchOf(x), columns } }], to);
}

/** A matrix computed number by number, to one of whose numbers in each row something is added. */
class Scattering {
  private readonly expressions = new Expressions();
  private readonly walked: Value[] = [];
  private readonly absorbed: Node[] = [];

  constructor(private readonly node: Node, private readonly context: RowTaskContext) {}

  plan(): Task {
    const { inputs: [matrix, places, updates] } = this.node;
    const width = widthOf(matrix);
    const to: Rows = { source: RESULT, width };
    const expression = this.expressionOf(matrix);
    if (!this.walked.some((value) => this.context.isOurs(value))) throw new Unfit();
    const added = placesOf(places, this.walked.push(places) - 1);
    const work: RowWork = { kind: 'scatter', from: this.read(updates), places: added, to };
    return oneStep(this.node, batchOf(matrix), this.walked, [{ walk: { width, writes: [{ expression, rows: to, column: 0 }] } }, { work }], to, this.absorbed);
  }

  private expressionOf(value: Value): Expression {
    const constant = value.graph.constants.get(value);
    if (constant?.type === 'float32' && constant.data.length === 1) return this.expressions.number(constant.data[0] as number);
    const { producer } = value;
    if (producer && widthOf(value) > 1 && this.context.isReadOnce(value) && !this.context.isOurs(value)) {
      const { operation, inputs } = producer;
      if ((OPERATIONS as readonly string[]).includes(operation)) return this.absorb(producer, () => this.expressions.apply(operation as OperationName, inputs.map((input) => this.expressionOf(input))));
      const logSumExp = operation === 'Softmax' ? this.context.find('ReduceLogSumExp', inputs[0]) : null;
      if (logSumExp) return this.absorb(producer, () => this.expressions.apply('Exp', [this.expressions.apply('Sub', [this.readAll(inputs[0]), this.readAll(logSumExp)])]));
    }
    return this.readAll(value);
  }

  private absorb(node: Node, expression: () => Expression): Expression {
    this.absorbed.push(node);
    return expression();
  }

  private readAll(value: Value): Expression {
    const rows = this.read(value);
    return this.expressions.read(rows, 0, rows.width as number);
  }

  private read(value: Value): Rows {
    if (productOf(value.shape.slice(0, -1)) !== batchOf(this.node.outputs[0])) throw new Unfit();
    const known = this.walked.indexOf(value);
    return rowsOf(value, known >= 0 ? known : this.walked.push(value) - 1);
  }
}

const rowsOf = (value: Value, index: number): Rows => ({ source: { kind: 'walked', index }, width: widthOf(value) });

function placesOf({ type }: Value, index: number): Rows {
  if (type !== 'int32') throw new Unfit();
  return { source: { kind: 'walked', index }, width: 1 };
}

const batchOf = ({ shape }: Value): Size => productOf(shape.slice(0, -1));

function widthOf({ type, shape }: Value): number {
  if (type !== 'float32') throw new Unfit();
  return checkedWidth(shape.at(-1));
}
