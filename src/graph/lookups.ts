/**
 * Products of rows that were looked up. With a table E of few rows and many indices, E[i] W + b takes each row again and again; (E W + b)[i] is
 * the same and multiplies each row once. On the way back the rows' gradients meet in the small table before they are multiplied, so of three
 * products over all tokens one remains. A character model spends a third of its step on them.
 */
import type { Graph, Node, Value } from './graph';
import { apply } from './registry';
import { pruneAndSort } from './scan/order';

/** Beyond this the gradient of a lookup is no product any more (`onnx/gatherGradient.ts`), and the table is larger than a small batch. */
const MOST_ROWS = 512;

/**
 * Rewrites the outermost graph of a training step, before it is differentiated. A graph that runs for single tokens does not want this: it would multiply the
 * whole table for one row.
 */
export function multiplyTablesNotRows(graph: Graph): void {
  for (const node of [...graph.nodes]) {
    const moved = lookedUpLater(node);
    if (moved) replaceEverywhere(graph, node.outputs[0], moved);
  }
  pruneAndSort(graph, graph.nodes.flatMap(({ outputs }) => outputs)); // drops nothing: what was replaced has no reader and is not written
}

/** E[i] W as (E W)[i], E[i] + b as (E + b)[i]; null where the node is neither or would not gain. */
function lookedUpLater({ operation, inputs }: Node): Value | null {
  if (operation === 'MatMul') {
    const [rows, weight] = inputs;
    const lookup = lookupOf(rows);
    return lookup && weight.shape.length === 2 && gains(lookup.table) ? lookUp(apply('MatMul', [lookup.table, weight])[0], lookup.indices) : null;
  }
  if (operation !== 'Add') return null;
  for (const [rows, bias] of [inputs, [inputs[1], inputs[0]]]) {
    const lookup = lookupOf(rows);
    if (lookup?.table.producer?.operation === 'MatMul' && bias.shape.length === 1) return lookUp(apply('Add', [lookup.table, bias])[0], lookup.indices);
  }
  return null;
}

function lookupOf({ producer }: Value): { readonly table: Value; readonly indices: Value } | null {
  if (producer?.operation !== 'Gather') return null;
  const [table, indices] = producer.inputs;
  return table.shape.length === 2 ? { table, indices } : null;
}

/** One product of V numbers for each number of the result takes the place of three of E numbers. */
function gains({ shape: [rows, width] }: Value): boolean {
  return typeof rows === 'number' && typeof width === 'number' && rows <= MOST_ROWS && rows <= 2 * width;
}

const lookUp = (table: Value, indices: Value): Value => apply('Gather', [table, indices])[0];

function replaceEverywhere(graph: Graph, old: Value, by: Value): void {
  for (const node of graph.nodes) {
    if (node !== by.producer) node.inputs.forEach((input, i) => { if (input === old) node.inputs[i] = by; });
    if (node.body) replaceEverywhere(node.body, old, by);
  }
  graph.outputs.forEach(({ name, value }, i) => { if (value === old) graph.outputs[i] = { name, value: by }; });
  for (const [parameter, value] of graph.assignments) if (value === old) graph.assignments.set(parameter, by);
}
