/**
 * What a run of a graph does, settled once: which nodes are needed, where each is computed, which transposed matrices are read where they
 * lie, and after which step a value is given back.
 */
import type { Graph, Node, Value } from '../../graph/graph';
import { kernelOf } from './kernels';
import type { Attributes, Kernel } from './kernel';

/** Computed by TensorFlow, by a loop over such steps or, where it lacks the type, in this process. */
export type Work = { readonly by: 'tensorflow'; readonly kernel: Kernel } | { readonly by: 'loop'; readonly body: Plan } | { readonly by: 'process' };

export interface Step {
  readonly node: Node;
  readonly inputs: readonly Value[];
  readonly attributes: Attributes;
  readonly work: Work;
  /** Whether anything reads an output, one for each. */
  readonly read: readonly boolean[];
  /** What steps of this plan have made and nothing reads after this one. */
  readonly ends: readonly Value[];
}

export interface Plan {
  readonly graph: Graph;
  readonly steps: readonly Step[];
  /** Every value that its steps yield. */
  readonly makes: ReadonlySet<Value>;
  /** Values of the graphs around this one that it reads. */
  readonly captures: ReadonlySet<Value>;
}

export function planOf(graph: Graph): Plan {
  const roots = [...graph.outputs.map(({ value }) => value), ...graph.assignments.values()];
  const readLater = new Set(roots);
  const steps: Step[] = [];
  for (const node of graph.nodes.toReversed()) {
    const read = node.outputs.map((output) => readLater.has(output));
    if (!read.includes(true)) continue;
    const { inputs, attributes } = withoutTransposes(node);
    const work = workOf(node);
    const touched = new Set([...node.outputs, ...inputs, ...(work.by === 'loop' ? work.body.captures : [])]);
    const ends = [...touched].filter((value) => !readLater.has(value) && isMadeIn(graph, value));
    for (const value of touched) readLater.add(value);
    steps.push({ node, inputs, attributes, work, read, ends });
  }
  return { graph, steps: steps.reverse(), makes: new Set(steps.flatMap(({ node }) => node.outputs)), captures: new Set([...readLater].filter((value) => value.graph !== graph)) };
}

/** Whether a node of `graph` yields the value; its inputs, parameters and constants are held by whoever runs it. */
const isMadeIn = (graph: Graph, value: Value): boolean => value.graph === graph && value.producer !== null && !graph.inputs.includes(value);

function workOf(node: Node): Work {
  if (node.body) return { by: 'loop', body: planOf(node.body) };
  return isComputedHere(node) ? { by: 'process' } : { by: 'tensorflow', kernel: kernelOf(node.operation) ?? unknown(node) };
}

/** Whether TensorFlow lacks the type: it has no int64, and natively no quotient of int32 that is cut off towards zero. */
export function isComputedHere({ operation, inputs, outputs }: Node): boolean {
  if (operation === 'Shape' || outputs.some(({ type }) => type === 'int64')) return true;
  if (operation === 'Div' && inputs[0].type === 'int32') return true;
  return inputs.some(({ type }) => type === 'int64') && kernelOf(operation)?.readsSizes !== true;
}

/** A product reads a matrix that was only transposed for it as it was before. */
function withoutTransposes({ operation, inputs, attributes }: Node): { inputs: readonly Value[]; attributes: Attributes } {
  if (operation !== 'MatMul') return { inputs, attributes };
  const sources = inputs.map(untransposed);
  return {
    inputs: inputs.map((input, index) => sources[index] ?? input),
    attributes: { ...attributes, transposeA: sources[0] !== null, transposeB: sources[1] !== null },
  };
}

/** x where `value` is x with its last two axes exchanged, else null. */
function untransposed(value: Value): Value | null {
  const { producer } = value;
  if (producer?.operation !== 'Transpose' || !isMadeIn(value.graph, value)) return null;
  const perm = producer.attributes.perm as readonly number[];
  const last = perm.length - 1;
  return perm[last] === last - 1 && perm[last - 1] === last && perm.slice(0, -2).every((axis, index) => axis === index) ? producer.inputs[0] : null;
}

function unknown({ operation }: Node): never {
  throw new Error(`internal: the TensorFlow engine does not know ${operation}`);
}
