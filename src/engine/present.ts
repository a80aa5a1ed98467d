/** What a parameter is at the moment. */
import type { Graph, Tensor, Value } from '../graph/graph';
import type { Variables } from './engine';

export type FloatTensor = Tensor & { readonly data: Float32Array };

/** @throws Error where the variable is missing or of another shape */
export function presentValue(graph: Graph, parameter: Value, variables: Variables): FloatTensor {
  const tensor = variables.get(parameter.name);
  if (tensor.shape.join() !== parameter.shape.join()) {
    throw new Error(`internal: ${graph.name} expects ${parameter.name} [${parameter.shape.join(', ')}], got [${tensor.shape.join(', ')}]`);
  }
  return tensor;
}
