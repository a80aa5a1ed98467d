/**
 * Reverse-mode differentiation of a list of nodes, from graph to graph (Griewank and Walther 2008, chapter 3): every value gets an
 * adjoint, the sum of what flows back from its readers. The same walk serves a whole graph and the body of a loop.
 */
import type { Graph, Node, Value } from './graph';
import { add, scatterAdd } from './ops';
import { operationOf } from './registry';

/** What has flowed back to each value so far. */
export class Adjoints {
  private readonly contributions = new Map<Value, Value[]>();

  give(value: Value, gradient: Value): void {
    const given = this.contributions.get(value);
    if (given) given.push(gradient);
    else this.contributions.set(value, [gradient]);
  }

  /** Everything given to `value`, not yet added up. */
  parts(value: Value): readonly Value[] {
    return this.contributions.get(value) ?? [];
  }

  /** The sum of what was given to `value`, or null. The sum stands for its parts from then on. */
  total(value: Value): Value | null {
    const given = this.contributions.get(value);
    if (!given) return null;
    const total = sum(given);
    this.contributions.set(value, [total]);
    return total;
  }
}

/** Adds up. What was scattered into zeros is scattered into the rest of the sum instead, and what was repeated along an axis is repeated by the addition: each spares a pass over all of it. */
function sum(parts: readonly Value[]): Value {
  const sparse = parts.filter(isScatteredIntoZeros);
  const dense = parts.filter((part) => !isScatteredIntoZeros(part));
  if (dense.length === 0) return parts.reduce((a, b) => add(a, b));
  return sparse.reduce((total, part) => scatterAdd(total, part.producer!.inputs[1], part.producer!.inputs[2]), dense.reduce(addRepeated));
}

/** a + b, where one of them may stand as it was before it was expanded to the shape of both. */
function addRepeated(a: Value, b: Value): Value {
  const [beforeA, beforeB] = [beforeExpand(a), beforeExpand(b)];
  if (beforeB) return add(a, beforeB);
  return beforeA ? add(beforeA, b) : add(a, b);
}

const beforeExpand = ({ producer }: Value): Value | null => (producer?.operation === 'Expand' ? producer.inputs[0] : null);

const isScatteredIntoZeros = ({ producer }: Value): boolean =>
  producer?.operation === 'ScatterElements' && producer.inputs[0].producer?.operation === 'ConstantOfShape' && producer.inputs[0].producer.attributes.value === 0;

/** The rule for loops, given from outside since it calls this walk again for their bodies. */
export type LoopRule = (node: Node, outputGradients: readonly (Value | null)[], needed: ReadonlySet<Value>, adjoints: Adjoints) => void;

/**
 * Walks `nodes` backwards.
 * @param adjoints  seeded with the gradients of what the nodes yield; holds those of what they read afterwards
 * @param needed    the values to which a gradient must flow (`reach`)
 * @param view      how the backward graph sees a value of the forward one
 */
export function backpropagate(nodes: readonly Node[], adjoints: Adjoints, needed: ReadonlySet<Value>, view: (value: Value) => Value, loopRule: LoopRule): void {
  for (const node of [...nodes].reverse()) {
    if (!node.outputs.some((output) => needed.has(output) && adjoints.parts(output).length > 0)) continue;
    const outputGradients = node.outputs.map((output) => adjoints.total(output));
    if (node.body) { loopRule(node, outputGradients, needed, adjoints); continue; }
    const { gradient } = operationOf(node.operation);
    if (!gradient) continue;
    const wanted = node.inputs.map((input) => needed.has(input));
    gradient(viewOf(node, view), outputGradients, wanted).forEach((inputGradient, i) => {
      if (inputGradient && wanted[i]) adjoints.give(node.inputs[i], inputGradient);
    });
  }
}

/** A node whose values are looked up only when a rule asks for them: what no rule asks for need not be kept. */
function viewOf(node: Node, view: (value: Value) => Value): { inputs: readonly Value[]; outputs: readonly Value[]; attributes: Node['attributes'] } {
  const lazily = (values: readonly Value[]): readonly Value[] => {
    const seen: Value[] = [];
    values.forEach((value, i) => Object.defineProperty(seen, i, { get: () => view(value), enumerable: true }));
    return seen;
  };
  return { inputs: lazily(node.inputs), outputs: lazily(node.outputs), attributes: node.attributes };
}

/** Every value through which something flows from `sources` to what `nodes` yield. */
export function reach(nodes: readonly Node[], sources: Iterable<Value>): Set<Value> {
  const reached = new Set(sources);
  for (const node of nodes) {
    if (node.body) reachThroughLoop(node, reached);
    else if (operationOf(node.operation).gradient && node.inputs.some((input) => reached.has(input))) {
      for (const output of node.outputs) if (output.type === 'float32') reached.add(output);
    }
  }
  return reached;
}

/** Goes round the loop until no further state is reached; the body's own values are added to `reached` as well. */
function reachThroughLoop(node: Node, reached: Set<Value>): void {
  const body = node.body!;
  node.inputs.forEach((input, i) => { if (reached.has(input)) reached.add(body.inputs[i]); });
  const states = stateCount(node);
  for (let before = -1; before !== reached.size;) {
    before = reached.size;
    for (const value of reach(body.nodes, reached)) reached.add(value);
    for (let i = 0; i < states; i++) if (reached.has(body.outputs[i].value)) reached.add(body.inputs[i]);
  }
  body.outputs.forEach(({ value }, i) => { if (reached.has(value)) reached.add(node.outputs[i]); });
}

/** How many of a loop's inputs are states; the rest are walked along their first axis. */
export const stateCount = (node: Node): number => node.inputs.length - (node.attributes.scanInputs as number);

/** What a node reads: its inputs and, of a loop, the outer values that its body reads. */
export function readsOf(node: Node): Value[] {
  return node.body ? [...node.inputs, ...captures(node.body)] : node.inputs;
}

/** The values of outer graphs that a body reads. */
export function captures(body: Graph): Value[] {
  const found = new Set<Value>();
  const isOuter = (value: Value): boolean => value.graph !== body && body.isWithin(value.graph);
  for (const node of body.nodes) for (const value of readsOf(node)) if (isOuter(value)) found.add(value);
  for (const { value } of body.outputs) if (isOuter(value)) found.add(value);
  return [...found];
}
