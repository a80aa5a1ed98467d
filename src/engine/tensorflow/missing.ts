/** What TensorFlow cannot compute is found before anything runs. */
import { UserError } from '../../errors/userError';
import type { Graph, Node } from '../../graph/graph';
import { onnxOperations } from '../../graph/onnx/lower';
import { referenceOperations } from '../reference/kernels';
import type { Device } from './device';
import { kernelOf } from './kernels';
import { isComputedHere } from './plan';
import { LOOP_NEEDS } from './scan';

/**
 * Every node of the graph and of its loops has an operation that this engine maps, and the backend has the kernels.
 * @throws UserError `unavailable`, naming the node and the engines that have it
 */
export function refuseMissing(device: Device, graph: Graph): void {
  for (const node of graph.nodes) {
    if (node.body) refuseMissing(device, node.body);
    const lacks = whatLacks(device, node);
    if (lacks === null) continue;
    const { operation, outputs } = node;
    const elsewhere = [...(onnxOperations().includes(operation) ? ['onnxruntime', 'webassembly'] : []), ...(referenceOperations().includes(operation) ? ['reference'] : [])];
    throw new UserError(`TensorFlow lacks ${lacks} for ${operation} (${outputs[0].name}) of ${graph.root.name}`, 'engine',
      elsewhere.length > 0 ? `choose an engine that has it: ${elsewhere.join(', ')}` : 'no engine has it: change the model', 'unavailable');
  }
}

/** What is missing for a node in words, or null. */
function whatLacks(device: Device, node: Node): string | null {
  if (!node.body && isComputedHere(node)) return referenceOperations().includes(node.operation) ? null : 'an operation';
  const needs = node.body ? LOOP_NEEDS : kernelOf(node.operation)?.needs;
  if (!needs) return 'an operation';
  const kernel = needs.find((name) => !device.has(name));
  return kernel === undefined ? null : `the kernel ${kernel}`;
}
