/**
 * Graphs that are element-wise through and through: each number of a parameter's next value comes from the numbers that other parameters have at the same
 * place, and from scalars; scalars come from scalars and from sums of squares. The update of a model's weights is such a graph. A runtime makes a dozen passes
 * over memory of it, one a node; planned here, it is one pass a parameter.
 */
import type { Graph, Node, Value } from '../../graph/graph';
import { liveValues } from '../../graph/onnx/live';
import { sameShape } from '../../graph/size';

/** What can be computed place by place. */
export const ELEMENTWISE = ['Add', 'Sub', 'Mul', 'Div', 'Min', 'Max', 'Neg', 'Abs', 'Sqrt'] as const;
export type ElementwiseName = (typeof ELEMENTWISE)[number];

/** One walk over arrays of the same shape. */
export interface Pass {
  /** Parameters that are read or written. */
  readonly arrays: readonly Value[];
  /** Numbers that are the same at every place. */
  readonly scalars: readonly Value[];
  /** What is computed at each place, in order. */
  readonly nodes: readonly Node[];
  /** Array -> what is written to it, after everything of its place was read. */
  readonly writes: ReadonlyMap<Value, Value>;
  /** The `ReduceSumSquare` whose sum the walk adds up; null: none. */
  readonly sum: Node | null;
}

/** A scalar node, or a walk: in an order in which they can run. */
export type Step = { readonly scalar: Node } | { readonly pass: Pass };

/** @returns null where the graph is not of this kind */
export function planElementwise(graph: Graph): readonly Step[] | null {
  const live = liveValues(graph);
  if (graph.assignments.size === 0 || !isOfThisKind(graph, live)) return null;
  const steps: Step[] = [];
  for (const node of graph.nodes) {
    if (!live.has(node.outputs[0])) continue;
    if (node.operation === 'ReduceSumSquare' && !isScalar(node.inputs[0])) steps.push({ pass: passOver([node.inputs[0]], new Map(), node) });
    else if (isScalar(node.outputs[0])) steps.push({ scalar: node });
  }
  for (const writes of groupsOf(graph.assignments)) steps.push({ pass: passOver([...writes.values()], writes, null) });
  return steps;
}

export const isScalar = ({ shape }: Value): boolean => shape.length === 0;
const isElementwise = ({ operation }: Node): boolean => (ELEMENTWISE as readonly string[]).includes(operation);

function isOfThisKind({ nodes, inputs, parameters, constants, outputs }: Graph, live: ReadonlySet<Value>): boolean {
  const given = [...inputs, ...constants.keys()].filter((value) => live.has(value));
  return given.every((value) => isScalar(value) && value.type === 'float32') && parameters.every((parameter) => !isScalar(parameter)) && outputs.every(({ value }) => isScalar(value))
    && nodes.filter(({ outputs: [output] }) => live.has(output)).every((node) => {
      if (node.operation === 'ReduceSumSquare') return true;
      return isElementwise(node) && node.inputs.every((input) => isScalar(input) || sameShape(input.shape, node.outputs[0].shape));
    });
}

/** Assignments that have an array in common belong to one walk: what one of them writes another may read. */
function groupsOf(assignments: ReadonlyMap<Value, Value>): ReadonlyMap<Value, Value>[] {
  const groups: { arrays: Set<Value>; writes: Map<Value, Value> }[] = [];
  for (const [parameter, next] of assignments) {
    const arrays = new Set([parameter, ...arraysUnder([next])]);
    const writes = new Map([[parameter, next]]);
    for (const group of groups.filter((other) => [...other.arrays].some((array) => arrays.has(array)))) {
      groups.splice(groups.indexOf(group), 1);
      group.arrays.forEach((array) => arrays.add(array));
      group.writes.forEach((value, key) => writes.set(key, value));
    }
    groups.push({ arrays, writes });
  }
  return groups.map(({ writes }) => writes);
}

function passOver(roots: readonly Value[], writes: ReadonlyMap<Value, Value>, sum: Node | null): Pass {
  const nodes = nodesUnder(roots);
  const scalars = new Set([...nodes.flatMap(({ inputs }) => inputs), ...roots].filter(isScalar));
  return { arrays: [...new Set([...arraysUnder(roots), ...writes.keys()])], scalars: [...scalars], nodes, writes, sum };
}

/** The element-wise nodes that `roots` are computed by, each after those whose results it reads. */
function nodesUnder(roots: readonly Value[]): Node[] {
  const nodes = new Set<Node>();
  const visit = (value: Value): void => {
    if (isScalar(value) || value.producer === null || nodes.has(value.producer)) return;
    value.producer.inputs.forEach(visit);
    nodes.add(value.producer);
  };
  roots.forEach(visit);
  return [...nodes];
}

/** The parameters that `roots` are computed from. */
function arraysUnder(roots: readonly Value[]): Value[] {
  const read = [...roots, ...nodesUnder(roots).flatMap(({ inputs }) => inputs)];
  return [...new Set(read.filter((value) => !isScalar(value) && value.producer === null))];
}
