/** Keeps the nodes of a body that are needed, each after those it reads. */
import { readsOf } from '../backpropagate';
import type { Graph, Node, Value } from '../graph';

/** Drops what `roots` do not need and sorts the rest. */
export function pruneAndSort(body: Graph, roots: Iterable<Value>): void {
  const sorted: Node[] = [];
  const visited = new Set<Node>();
  const visit = (value: Value): void => {
    const node = value.producer;
    if (!node || node.graph !== body || visited.has(node)) return;
    visited.add(node);
    for (const read of readsOf(node)) visit(read);
    sorted.push(node);
  };
  for (const root of roots) visit(root);
  body.nodes.splice(0, body.nodes.length, ...sorted);
}

/** Every value that some node of the body or one of `roots` reads. */
export function valuesRead(body: Graph, roots: Iterable<Value>): Set<Value> {
  return new Set([...roots, ...body.nodes.flatMap(readsOf)]);
}
