/** What TensorFlow lacks for a node: an operation that nothing here maps, or a kernel that the backend does not have. */
import type { Node } from '../../graph/graph';
import { referenceOperations } from '../reference/kernels';
import type { Device } from './device';
import { kernelOf } from './kernels';
import { isComputedHere } from './plan';
import { LOOP_NEEDS } from './scan';

/** In words, or null. */
export function whatLacks(device: Device, node: Node): string | null {
  if (!node.body && isComputedHere(node)) return referenceOperations().includes(node.operation) ? null : 'an operation';
  const needs = node.body ? LOOP_NEEDS : kernelOf(node.operation)?.needs;
  if (!needs) return 'an operation';
  const kernel = needs.find((name) => !device.has(name));
  return kernel === undefined ? null : `the kernel ${kernel}`;
}
