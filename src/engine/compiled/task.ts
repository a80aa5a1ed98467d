/**
 * What of a graph is computed by code of our own: loops over time, and matrix products, which are loops of one step. A step's work comes in order: products with matrices that
 * are the same at every step, and between them one walk over the rows for everything that is computed number by number. Rows, the sequences of a batch, know nothing
 * of each other, so that threads can share them without waiting for one another.
 */
import type { Node, Value } from '../../graph/graph';
import type { Size } from '../../graph/size';
import type { Expression } from './expressions';
import { keyOf, type Place, type Rows } from './rows';
import { placesOfWork, type Work } from './work';

/** result = left × weight, or result + left × weight. */
export interface Product {
  readonly left: Place;
  readonly weight: Weight;
  readonly result: Rows;
  /** Something stands in the result already, and the product is added to it. */
  readonly adds: boolean;
}

/** A matrix [inner, outer] from outside: the value, or its transposed. */
export interface Weight { readonly value: Value; readonly transposed: boolean; readonly inner: Size; readonly outer: number }

/** Writes expressions of one width, with `positions` for each of a sequence's. */
export interface Walk { readonly width: number; readonly positions?: Size; readonly writes: readonly Write[] }
export interface Write { readonly expression: Expression; readonly rows: Rows; readonly column: number }

export type Instruction = { readonly product: Product } | { readonly walk: Walk } | { readonly work: Work };

/** Numbers of a matrix's row, and its rows for each sequence where those are not one. */
export interface Extent { readonly width: number; readonly positions?: Size }

/** `inPlace`: each number is read only where the next takes its place, so that the steps need no array each. */
export interface State extends Extent { readonly initial: Value; readonly final: Value; readonly inPlace: boolean }

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
  readonly states: readonly State[];
  readonly instructions: readonly Instruction[];
  readonly scratch: readonly Extent[];
  /** Result -> where all its steps lie: in an array of its own, or among those of a state before or after each step. */
  readonly stacks: ReadonlyMap<Value, Rows>;
}

/** Its name among weights. */
export const keyOfWeight = ({ value, transposed }: Weight): string => `${value.name}${transposed ? '.transposed' : ''}`;

export const weightsOf = ({ instructions }: Task): Weight[] => instructions.flatMap((instruction) => ('product' in instruction ? [instruction.product.weight] : []));

/** What a task reads where it lies outside: what it walks along, and what is the same at every step. */
export function outerValues(task: Task): Value[] {
  const read = task.instructions.flatMap((instruction) => ('walk' in instruction ? rowsOfWalk(instruction.walk) : 'work' in instruction ? placesOfWork(instruction.work).map(({ rows }) => rows) : [instruction.product.left.rows]));
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

/** @throws Unfit for a width that is not known, or too narrow; one number a row is not */
export function checkedWidth(size: Size | undefined): number {
  if (typeof size !== 'number' || (size < LEAST_WIDTH && size !== 1)) throw new Unfit();
  return size;
}

/** @throws Unfit for what is no matrix, or too narrow */
export function weightOf(value: Value): Weight {
  const [inner, outer] = value.shape;
  if (value.graph.constants.has(value) || value.shape.length !== 2 || value.type !== 'float32' || typeof outer !== 'number' || outer < LEAST_WIDTH) throw new Unfit();
  const turned = value.producer?.operation === 'Transpose' ? value.producer.inputs[0] : null;
  return { value: turned ?? value, transposed: turned !== null, inner, outer };
}
