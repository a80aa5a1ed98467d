/**
 * What the rest of the graph room must know of an operation, and the table of all of them. Each operation has a file of its own under
 * `operations/` with its shape rule, its gradient and how it leaves a loop.
 */
import type { Attribute, DataType, Graph, Node, Value } from './graph';
import type { Shape, Size } from './size';

export type Attributes = Readonly<Record<string, Attribute>>;
export interface ValueType { readonly type: DataType; readonly shape: Shape }

/** A node as a gradient rule sees it: inside a loop its values are the ones stacked on the way forward. */
export interface NodeView {
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly attributes: Attributes;
}

/** An input of a node that leaves a loop: with a leading time axis, or the same at every step. */
export interface LiftedInput { readonly value: Value; readonly stacked: boolean }

export interface Operation {
  readonly name: string;
  /** Types and shapes of the outputs. @throws TypeError `name: expected …, got …` where the inputs do not meet. */
  readonly infer: (inputs: readonly ValueType[], attributes: Attributes) => ValueType[];
  /**
   * Gradients of the inputs, given those of the outputs (null: none flows). Null for an input through which nothing flows.
   * Absent: the operation is not differentiable, and nothing flows through it.
   */
  readonly gradient?: (node: NodeView, outputGradients: readonly (Value | null)[], needed: readonly boolean[]) => (Value | null)[];
  /** The same operation on all time steps at once: outputs with a leading time axis of size `time`. Absent or null: it stays in its loop. */
  readonly lift?: (inputs: readonly LiftedInput[], attributes: Attributes, outputs: readonly ValueType[], time: Size) => readonly Value[] | null;
  /** Its output may hold more numbers than any of its inputs that change over time: lifting it would then cost memory. */
  readonly mayGrow?: boolean;
}

const operations = new Map<string, Operation>();

export function define(operation: Operation): Operation {
  if (operations.has(operation.name)) throw new Error(`internal: ${operation.name} is defined twice`);
  operations.set(operation.name, operation);
  return operation;
}

export function operationOf(name: string): Operation {
  const operation = operations.get(name);
  if (!operation) throw new Error(`internal: no operation is called ${name}`);
  return operation;
}

export const operationNames = (): string[] => [...operations.keys()].sort();

/** The innermost of the graphs that the values stand in; they must lie around one another. */
export function innermost(values: readonly Value[]): Graph {
  let graph = values[0].graph;
  for (const value of values) {
    if (value.graph.isWithin(graph)) graph = value.graph;
    else if (!graph.isWithin(value.graph)) throw new Error(`internal: ${value.name} of ${value.graph.name} cannot be read in ${graph.name}`);
  }
  return graph;
}

/**
 * Applies an operation in the innermost graph of its inputs, so that what does not depend on a loop is computed outside it. The same
 * operation on the same values yields the node that is there already.
 */
export function apply(name: string, inputs: readonly Value[], attributes: Attributes = {}): readonly Value[] {
  const graph = innermost(inputs);
  const twin = findTwin(graph, name, inputs, attributes);
  if (twin) return twin.outputs;
  return graph.addNode(name, inputs, attributes, operationOf(name).infer(inputs, attributes)).outputs;
}

const nodesByKey = new WeakMap<Graph, { counted: number; readonly nodes: Map<string, Node> }>();

function findTwin(graph: Graph, name: string, inputs: readonly Value[], attributes: Attributes): Node | undefined {
  let index = nodesByKey.get(graph);
  if (!index || index.counted > graph.nodes.length) nodesByKey.set(graph, index = { counted: 0, nodes: new Map() });
  for (; index.counted < graph.nodes.length; index.counted++) {
    const node = graph.nodes[index.counted];
    if (!node.body) index.nodes.set(keyOf(node.operation, node.inputs, node.attributes), node);
  }
  return index.nodes.get(keyOf(name, inputs, attributes));
}

const keyOf = (name: string, inputs: readonly Value[], attributes: Attributes): string => `${name}(${inputs.map((value) => value.name).join()})${JSON.stringify(attributes)}`;
