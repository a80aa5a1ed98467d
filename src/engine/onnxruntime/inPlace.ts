/**
 * Which parameters may be overwritten while the graph runs. onnxruntime lets an output use the memory of an input; the node that yields
 * `w.next` then writes over `w`. That is right only if nobody reads `w` after it, in any order in which the runtime may take the nodes. Where nobody reads it at
 * all, as the gradients of a training, it always is.
 *
 * The proof asked for otherwise, for a parameter w whose next value is the output of a node P:
 * 1. P is element-wise: it has read each number of w before it writes that place.
 * 2. Whoever else reads w is an ancestor of P. Reading is taken widely: the runtime may fold a transposition, a scaling or another light
 *    operation into the node behind it, which then reads w itself. So every reader of what light operations make of w counts too.
 * 3. No operation of another kind that reads w feeds P directly, since the runtime may merge the two into one that reads out of order.
 */
import type { Graph, Node, Value } from '../../graph/graph';
import { liveValues } from '../../graph/onnx/live';

const ELEMENTWISE = new Set(['Add', 'Sub', 'Mul', 'Div', 'Min', 'Max', 'Neg', 'Exp', 'Log', 'Sqrt', 'Tanh', 'Sigmoid', 'Relu', 'Abs', 'Where']);
const MOVING = new Set(['Identity', 'Reshape', 'Unsqueeze', 'Squeeze', 'Transpose', 'Expand', 'Slice', 'Split', 'Concat', 'Cast']);
const isLight = (node: Node): boolean => ELEMENTWISE.has(node.operation) || MOVING.has(node.operation);

/** The parameters whose next value may be written over the present one. */
export function inPlaceParameters(graph: Graph): ReadonlySet<Value> {
  const readers = readersOf(graph);
  const givenOut = new Set([...graph.outputs.map(({ value }) => value), ...graph.assignments.values()]);
  const safe = new Set<Value>();
  const assigned = new Set<Value>();
  for (const [parameter, next] of graph.assignments) {
    if (!assigned.has(next) && !givenOut.has(parameter) && isSafe(parameter, next, readers)) safe.add(parameter);
    assigned.add(next);
  }
  return safe;
}

function isSafe(parameter: Value, next: Value, readers: Readers): boolean {
  if (!readers.has(parameter) && next.producer) return true;
  const last = next.producer;
  if (!last || last.graph !== parameter.graph || !ELEMENTWISE.has(last.operation)) return false; // (1)
  const ancestors = ancestorsOf(last);
  const direct = new Set(last.inputs.map((input) => input.producer));
  const reached = new Set([parameter]);
  for (const value of reached) {
    for (const reader of readers.get(value) ?? []) {
      if (reader === last) continue;
      if (!ancestors.has(reader)) return false; // (2)
      if (!isLight(reader)) {
        if (direct.has(reader)) return false; // (3)
        continue;
      }
      for (const output of reader.outputs) reached.add(output);
    }
  }
  return last.inputs.every((input) => input === parameter || !reached.has(input) || ELEMENTWISE.has(input.producer?.operation ?? '')); // (1), read through a view
}

/** Value -> the live nodes of the outermost graph that read it, be it from inside a loop. */
type Readers = ReadonlyMap<Value, readonly Node[]>;

function readersOf(graph: Graph): Readers {
  const live = liveValues(graph);
  const readers = new Map<Value, Node[]>();
  for (const node of graph.nodes) {
    if (!node.outputs.some((output) => live.has(output))) continue;
    for (const value of readIn(node)) readers.set(value, [...(readers.get(value) ?? []), node]);
  }
  return readers;
}

/** Everything that a node reads, its loop's body included. */
function readIn(node: Node): Set<Value> {
  const read = new Set(node.inputs);
  for (const inner of node.body?.nodes ?? []) for (const value of readIn(inner)) read.add(value);
  for (const { value } of node.body?.outputs ?? []) read.add(value);
  return read;
}

function ancestorsOf(last: Node): ReadonlySet<Node> {
  const ancestors = new Set<Node>();
  const pending = [last];
  for (let node = pending.pop(); node; node = pending.pop()) {
    for (const { producer, graph } of readIn(node)) {
      if (!producer || graph !== last.graph || ancestors.has(producer)) continue;
      ancestors.add(producer);
      pending.push(producer);
    }
  }
  return ancestors;
}
