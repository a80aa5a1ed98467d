/** Which values a run needs: those that outputs and assignments are computed from. The rest is not written. */
import type { Graph, Node, Value } from '../graph';
import type { Size } from '../size';

/** How many of a `Scan`'s inputs (and of its first outputs) are states. */
export const stateCount = (node: Node): number => node.inputs.length - (node.attributes.scanInputs as number);

/** How many steps a `Scan` makes: the length of the first thing that it walks along. */
export const timeOf = (node: Node): Size => node.inputs[stateCount(node)].shape[0];

/** Results of a graph with what they are computed from, where not everything is computed at once. */
export interface GraphPart {
  /** Values that are there already: what they come from is not looked at. */
  readonly given: ReadonlySet<Value>;
  readonly results: readonly { readonly name: string; readonly value: Value }[];
}

/**
 * The live values of a graph, or of a part of it, and of the loops in it. A state of a loop is live where its last value is, or where a live value of a later
 * step reads it; a stacked output only where it is read.
 */
export function liveValues(graph: Graph, part: GraphPart = { given: new Set(), results: [...graph.outputs, ...[...graph.assignments.values()].map((value) => ({ name: value.name, value }))] }): ReadonlySet<Value> {
  const loops = new Map<Graph, Node>();
  const findLoops = (within: Graph): void => {
    for (const node of within.nodes) {
      if (!node.body) continue;
      loops.set(node.body, node);
      findLoops(node.body);
    }
  };
  findLoops(graph);

  const live = new Set<Value>();
  const pending = part.results.map(({ value }) => value);
  for (let value = pending.pop(); value; value = pending.pop()) {
    if (live.has(value)) continue;
    live.add(value);
    if (!part.given.has(value)) pending.push(...readBy(value, loops));
  }
  return live;
}

/** What must be known to know `value`. */
function readBy(value: Value, loops: ReadonlyMap<Graph, Node>): Value[] {
  const { producer } = value;
  if (producer && !producer.body) return [...producer.inputs];
  if (producer?.body) {
    const index = producer.outputs.indexOf(value);
    const states = stateCount(producer);
    // The first thing walked along says how often the loop runs, even where nobody reads its numbers
    const read = [producer.body.outputs[index].value, producer.body.inputs[states]];
    return index < states ? [...read, producer.body.inputs[index]] : read;
  }
  const loop = loops.get(value.graph);
  const index = value.graph.inputs.indexOf(value);
  if (!loop || index < 0) return [];
  return index < stateCount(loop) ? [loop.outputs[index], loop.inputs[index]] : [loop.inputs[index]];
}
