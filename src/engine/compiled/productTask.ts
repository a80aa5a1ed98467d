/** Matrix products outside of loops as tasks of one step, with the bias that is added to them. */
import type { Node, Value } from '../../graph/graph';
import { productOf, type Size } from '../../graph/size';
import { Expressions } from './expressions';
import type { Rows } from './rows';
import { PANEL, Unfit, unlessUnfit, weightOf, type Instruction, type Task, type Weight } from './task';

/** Multiplications below which a product is left to the runtime, where they are known. */
const LEAST_PRODUCT = 2 ** 16;

/** Rows below which it is. */
const LEAST_ROWS = 4;

/** Preparing the weight for a run costs as much as a number of rows: a product pays where those are all tokens of a batch, or their number is known and large. */
function pays(batch: Size, { inner, outer }: Weight): boolean {
  if (typeof batch === 'string') return batch.includes('*');
  if (batch < LEAST_ROWS) return false;
  return typeof inner === 'string' || batch * inner * outer >= LEAST_PRODUCT;
}

/** What the graph tells of a node's surroundings. */
export interface ProductContext {
  /** Whether one node alone reads it. */
  readonly isReadOnce: (value: Value) => boolean;
  /** Whether weights lie prepared, so that every product pays. */
  readonly predicts: boolean;
}

/**
 * @returns null for what is left to the runtime. A product to which the same row is added everywhere, as a bias is, is the task of the addition
 */
export const productTaskOf = (node: Node, context: ProductContext): Task | null =>
  unlessUnfit(() => (node.operation === 'MatMul' ? productTask(node, context) : node.operation === 'Add' ? sumTask(node, context) : null));

function sumTask(node: Node, context: ProductContext): Task | null {
  const { inputs: [sum, row], outputs: [output] } = node;
  const isRow = row.shape.length === 1 && row.shape[0] === output.shape.at(-1) && row.type === 'float32' && !row.graph.constants.has(row);
  if (sum.producer?.operation !== 'MatMul' || !context.isReadOnce(sum) || !isRow) return null;
  return { ...productTask(sum.producer, context, row, output), node, absorbed: [sum.producer] };
}

/** @param row what is added to every row of the product, with which the result begins */
function productTask(node: Node, { predicts }: ProductContext, row: Value | null = null, output = node.outputs[0]): Task {
  const { inputs: [left, right] } = node;
  const weight = weightOf(right);
  const batch = productOf(left.shape.slice(0, -1));
  if (left.shape.length < 2 || !(predicts || pays(batch, weight))) throw new Unfit();
  const result: Rows = { source: { kind: 'stacked', index: 0 }, width: weight.outer };
  const isWhole = weight.outer % PANEL === 0;
  const padded: Rows = isWhole ? result : { source: { kind: 'scratch', index: 0 }, width: Math.ceil(weight.outer / PANEL) * PANEL };
  const copy = (from: Rows, to: Rows): Instruction => ({ walk: { width: weight.outer, writes: [{ expression: new Expressions().read(from, 0, weight.outer), rows: to, column: 0 }] } });
  const product: Instruction = { product: { left: { rows: { source: { kind: 'walked', index: 0 }, width: weight.inner }, column: 0 }, weight, result: padded, adds: row !== null } };
  const begin = row === null ? [] : [copy({ source: { kind: 'outer', value: row }, width: weight.outer }, padded)];
  return {
    node, absorbed: [], steps: 1, reverse: false, batch, walked: [left], states: [], scratch: isWhole ? [] : [{ width: padded.width as number }],
    instructions: [...begin, product, ...(isWhole ? [] : [copy(padded, result)])], stacks: new Map([[output, result]]),
  };
}

