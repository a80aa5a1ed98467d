/**
 * Gradients of large tables as the few rows that a batch touched. The gradient of a lookup is zero in every row that no index named; with 50,000 words and
 * 1,120 tokens that is 49 of 50 rows, which the plain form fills, squares, scales and adds all the same. Here equal indices are grouped, and while the
 * gradient passes through what leaves zeros zero it is kept as
 *
 *     rows [U, 1] int64, each once      sums [U, E], what flowed back to them
 *
 * It is scattered where it meets a whole table: θ − η g touches U rows (and writes over θ itself), β₁ m + (1 − β₁) g is one pass over m and U rows.
 * Every number comes out as in the plain form, to the bit, since x + 0 is x; only Σ g² adds up in another order.
 */
import type { Graph, Node, Value } from '../graph';
import { readsOf } from '../backpropagate';
import { sameShape } from '../size';
import type { Emitter } from './emitter';
import { elementType } from './messages';

/** Numbers in a table from which grouping is tried: below it costs what it saves. */
const LEAST_NUMBERS = 2 ** 20;

/** Values of the outermost graph that are kept as touched rows -> the `GatherGradient` whose rows they have. */
export type Touched = ReadonlyMap<Value, Node>;

/** @param live values that are written at all */
export function findTouched(graph: Graph, live: ReadonlySet<Value>): Touched {
  const touched = new Map<Value, Node>();
  const whole = new Set([...graph.outputs.map(({ value }) => value), ...graph.assignments.values()]);
  for (const root of graph.nodes) {
    if (!isLargeGradient(root) || !live.has(root.outputs[0])) continue;
    const kept = followed(root.outputs[0], graph, live, touched);
    if (kept && !kept.some((value) => whole.has(value))) for (const value of kept) touched.set(value, root);
  }
  return touched;
}

function isLargeGradient({ operation, inputs, outputs: [{ shape }] }: Node): boolean {
  const [rows, width] = shape;
  return operation === 'GatherGradient' && inputs[0].graph === inputs[1].graph && shape.length === 2 && typeof width === 'number' && (rows as number) * width >= LEAST_NUMBERS;
}

/** What is computed from `start` and has its zeros; null where something needs one of them whole. */
function followed(start: Value, graph: Graph, live: ReadonlySet<Value>, others: Touched): Value[] | null {
  const kept = new Set([start]);
  for (const node of graph.nodes) {
    if (!node.outputs.some((output) => live.has(output)) || !readsOf(node).some((value) => kept.has(value))) continue;
    const meaning = meaningOf(node, (value) => kept.has(value), graph);
    if (meaning === 'needs it whole' || node.inputs.some((input) => others.has(input))) return null;
    if (meaning === 'keeps zeros') kept.add(node.outputs[0]);
  }
  return [...kept];
}

type Meaning = 'keeps zeros' | 'meets a table' | 'sums' | 'needs it whole';

function meaningOf({ operation, inputs: [a, b], outputs: [output], body }: Node, isKept: (value: Value) => boolean, graph: Graph): Meaning {
  const other = isKept(a) ? b : a;
  const isScalar = other !== undefined && other.shape.length === 0;
  const number = isScalar ? graph.constants.get(other)?.data[0] : undefined;
  const meets = other !== undefined && !isKept(other) && sameShape(other.shape, output.shape);
  if (body) return 'needs it whole';
  switch (operation) {
    case 'ReduceSumSquare': return 'sums';
    case 'Mul': return isScalar || isKept(other) ? 'keeps zeros' : 'needs it whole';
    case 'Min': return number !== undefined && number >= 0 ? 'keeps zeros' : 'needs it whole';
    case 'Max': return number !== undefined && number <= 0 ? 'keeps zeros' : 'needs it whole';
    case 'Add': return meets ? 'meets a table' : 'needs it whole';
    case 'Sub': return meets && isKept(b) ? 'meets a table' : 'needs it whole';
    default: return 'needs it whole';
  }
}

/** Writes a node that yields or takes in touched rows. @returns false where the node is none */
export function lowerTouched(node: Node, emit: Emitter): boolean {
  const [output] = node.outputs;
  if (emit.touched.get(output) === node) { lowerGrouped(node, emit); return true; }
  const root = node.inputs.map((input) => emit.touched.get(input)).find((found) => found !== undefined);
  if (!root || emit.touched.has(output) || (node.operation !== 'Add' && node.operation !== 'Sub')) return false; // on U rows it is written as on all
  const [sparse, table] = emit.touched.has(node.inputs[1]) ? [node.inputs[1], node.inputs[0]] : [node.inputs[0], node.inputs[1]];
  const sums = node.operation === 'Sub' ? emit.step('Neg', [emit.nameOf(sparse)]) : emit.nameOf(sparse);
  emit.node('ScatterND', [emit.nameOf(table), emit.rowsOf(root), sums], [emit.nameOf(output)], { reduction: 'add' }); // safe with threads: no row comes twice
  return true;
}

/**
 * indices [...], d [..., E] -> rows and sums. Each index n is represented by the last place where its row occurs, found by writing places into a vector of
 * V numbers; `Unique` does the same with a tree of allocated keys, many times slower.
 */
function lowerGrouped(node: Node, emit: Emitter): void {
  const [indices, d] = node.inputs;
  const [rows, width] = node.outputs[0].shape as readonly number[];
  const flat = emit.step('Reshape', [emit.nameOf(indices), emit.integers(-1)]); // [N]
  const order = emit.step('Range', [emit.scalar(0), emit.step('Size', [flat]), emit.scalar(1)]); // [N] int64
  const last = emit.step('ScatterElements', [emit.step('ConstantOfShape', [emit.integers(rows)], { value: { tensor: { type: 'int64', shape: [1], data: BigInt64Array.of(0n) } } }), flat, order], { axis: 0 });
  const place = emit.step('Gather', [last, flat], { axis: 0 }); // [N] int64
  const chosen = emit.step('Reshape', [emit.step('NonZero', [emit.step('Equal', [place, order])]), emit.integers(-1)]); // [U]
  const places = emit.step('Expand', [emit.step('Unsqueeze', [place, emit.integers(1)]), emit.integers(1, width)]); // [N, E]
  const updates = emit.step('Reshape', [emit.nameOf(d), emit.integers(-1, width)]);
  const zeros = emit.step('ConstantOfShape', [emit.step('Shape', [updates])]);
  const summed = emit.step('ScatterElements', [zeros, places, updates], { axis: 0, reduction: 'add' });
  emit.node('Gather', [summed, chosen], [emit.nameOf(node.outputs[0])], { axis: 0 });
  const touched = emit.step('Cast', [emit.step('Gather', [flat, chosen], { axis: 0 })], { to: elementType('int64') });
  emit.setRows(node, emit.step('Reshape', [touched, emit.integers(-1, 1)]));
}
