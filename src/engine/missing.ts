/** A node that an engine cannot compute is found before anything runs, and named with the engines that can. */
import { UserError } from '../errors/userError';
import type { Graph, Node } from '../graph/graph';
import { onnxOperations } from '../graph/onnx/lower';
import { referenceOperations } from './reference/kernels';

/** Engines that have the operation, TensorFlow aside: what that has depends on its installation. */
function enginesWith(operation: string): string[] {
  return [...(onnxOperations().includes(operation) ? ['onnxruntime', 'webassembly'] : []), ...(referenceOperations().includes(operation) ? ['reference'] : [])];
}

/**
 * @param engine    its name in words
 * @param lacks     what it lacks: "an operation", "the kernel Foo"
 * @param value     what the node yields; nodes are named after that
 * @param graphName the graph that the node stands in
 */
export function missingNode(engine: string, lacks: string, operation: string, value: string, graphName: string): UserError {
  const elsewhere = enginesWith(operation).filter((name) => name !== engine);
  return new UserError(`${engine} lacks ${lacks} for ${operation} (${value}) of ${graphName}`, 'engine',
    elsewhere.length > 0 ? `choose an engine that has it: ${elsewhere.join(', ')}` : 'no engine has it: change the model', 'unavailable');
}

/**
 * Looks at every node of the graph and of its loops.
 * @param whatLacks what the engine lacks for this node in words, or null
 * @throws UserError `unavailable`, naming the node and the engines that have it
 */
export function refuseMissing(engine: string, graph: Graph, whatLacks: (node: Node) => string | null): void {
  for (const node of graph.nodes) {
    if (node.body) refuseMissing(engine, node.body, whatLacks);
    const lacks = whatLacks(node);
    if (lacks !== null) throw missingNode(engine, lacks, node.operation, node.outputs[0].name, graph.root.name);
  }
}

/** For engines whose operations are a list. */
export const notAmong = (operations: readonly string[]): (node: Node) => string | null => {
  const known = new Set(operations);
  return ({ operation }) => (known.has(operation) ? null : 'an operation');
};
