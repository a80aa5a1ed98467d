/**
 * Turns the draft of a loop into a `Scan` and the operations before and after it. Sooner is better, then later, then inside: one large
 * operation over all steps beats many small ones, unless it would hold more numbers than it saves.
 */
import type { Graph, Node, Value } from '../graph';
import { expand, unsqueeze } from '../ops';
import { operationOf } from '../registry';
import { sameShape } from '../size';
import { numbersIn } from './estimate';
import { groupProducts, rootsOf } from './groupProducts';
import type { Loop } from './loop';
import { pruneAndSort, valuesRead } from './order';
import { stackOf } from './stacked';
import { SumPlanner } from './sumOverTime';

/** Finishes a loop and fills in its results. Returns the states after the last step. */
export function emit(loop: Loop): Value[] {
  return new Emission(loop).run();
}

const ELEMENTWISE = new Set(['Add', 'Sub', 'Mul', 'Div', 'Neg', 'Exp', 'Log', 'Sqrt', 'Tanh', 'Sigmoid', 'Relu']);
/** Numbers of a step from which starting a kernel costs nothing beside its work. Measured on a busy machine (docs/results.md): with 8,192 a wide LSTM trained faster than without a limit, in a fifth less memory. */
const LARGE_STEP = 8192;

export class Emission {
  private readonly body: Graph;
  /** Values of the draft whose steps are all known outside. */
  private readonly stacked = new Map<Value, Value>();
  private readonly thunks: Map<Value, () => Value>;
  /** What the recurrence itself needs. */
  private core = new Set<Node>();
  private node: Node | null = null;

  constructor(readonly loop: Loop) {
    this.body = loop.body;
    this.thunks = new Map(loop.slices.map(({ value, stacked }) => [value, stacked]));
  }

  run(): Value[] {
    const { loop, body } = this;
    pruneAndSort(body, rootsOf(loop));
    groupProducts(loop);
    this.liftEarly();
    const planner = new SumPlanner(this);
    const sums = loop.results.filter(({ kind }) => kind === 'sum').map((result) => ({ result, plan: planner.plan(result.value) }));
    this.core = this.neededBy(loop.states.map(({ next }) => next!));
    this.addScan();
    for (const result of loop.results) if (result.kind === 'stack') result.result = this.stackedOf(result.value);
    for (const { result, plan } of sums) result.result = plan();
    this.settle();
    return this.node!.outputs.slice(0, loop.states.length - planner.accumulators);
  }

  /** Lifts what depends on no state out of the loop, to before it. */
  private liftEarly(): void {
    for (const node of [...this.body.nodes]) {
      if (!node.inputs.every((input) => input.graph !== this.body || this.isKnownOutside(input))) continue;
      if (this.isBetterInCache(node)) continue;
      const lifted = this.lift(node);
      if (!lifted) continue;
      node.outputs.forEach((output, i) => this.stacked.set(output, lifted[i]));
      this.body.nodes.splice(this.body.nodes.indexOf(node), 1);
    }
  }

  /** Whether an element-wise node reads what is walked anyway and is so large that a step of it fills the processor: outside it would only wait for memory. */
  private isBetterInCache(node: Node): boolean {
    return ELEMENTWISE.has(node.operation) && numbersIn(node.outputs[0].shape) > LARGE_STEP && node.inputs.every((input) => input.graph !== this.body || this.thunks.has(input));
  }

  /** The node on all steps at once, or null where it cannot or should not be. */
  private lift(node: Node): readonly Value[] | null {
    if (node.body) return null;
    const { lift, mayGrow } = operationOf(node.operation);
    if (!lift || (mayGrow && !node.inputs.some((input) => input.graph === this.body && sameShape(input.shape, node.outputs[0].shape)))) return null;
    const inputs = node.inputs.map((input) => (input.graph === this.body ? { value: this.stackedOf(input), stacked: true } : { value: input, stacked: false }));
    return lift(inputs, node.attributes, node.outputs, this.loop.time);
  }

  /** Whether all steps of a value are known outside at no cost. */
  isKnownOutside(value: Value): boolean {
    return this.stacked.has(value) || this.thunks.has(value);
  }

  isInside(value: Value): boolean {
    return value.graph === this.body;
  }

  /** Whether all steps of `value` will be asked for in any case. */
  isAskedFor(value: Value): boolean {
    return this.isKnownOutside(value) || this.loop.results.some((result) => result.kind === 'stack' && result.value === value);
  }

  /** A state after the last step, once the loop stands. */
  finalState(index: number): Value {
    return this.node!.outputs[index];
  }

  /** All steps of a value along a first axis. */
  stackedOf(value: Value): Value {
    let stacked = this.stacked.get(value);
    if (!stacked) {
      stacked = this.findStacked(value);
      this.stacked.set(value, stacked);
    }
    return stacked;
  }

  private findStacked(value: Value): Value {
    if (!this.isInside(value)) return expand(unsqueeze(value, 0), [this.loop.time, ...value.shape]);
    const thunk = this.thunks.get(value);
    if (thunk) return thunk();
    const { producer } = value;
    if (producer && !this.core.has(producer) && this.paysLater(producer)) {
      const lifted = this.lift(producer);
      if (lifted) {
        producer.outputs.forEach((output, i) => { if (output !== value) this.stacked.set(output, lifted[i]); });
        return lifted[producer.outputs.indexOf(value)];
      }
    }
    return stackOf(this.node!, value);
  }

  /** Whether computing after the loop needs no more numbers kept than the result itself has. */
  private paysLater(node: Node): boolean {
    if (node.operation === 'MatMul') return true;
    const kept = node.inputs.filter((input) => this.isInside(input) && !this.isAskedFor(input)).reduce((sum, input) => sum + numbersIn(input.shape), 0);
    return kept <= node.outputs.reduce((sum, output) => sum + numbersIn(output.shape), 0);
  }

  private neededBy(values: readonly Value[]): Set<Node> {
    const needed = new Set<Node>();
    const visit = (value: Value): void => {
      const node = value.producer;
      if (!node || node.graph !== this.body || needed.has(node) || this.stacked.has(value)) return;
      needed.add(node);
      node.inputs.forEach(visit);
    };
    values.forEach(visit);
    return needed;
  }

  private addScan(): void {
    const { loop, body } = this;
    body.inputs.push(...loop.states.map(({ value }) => value));
    for (const [i, { next }] of loop.states.entries()) body.output(`${body.name}.next.${i}`, next!);
    this.node = loop.outer.addNode('Scan', loop.states.map(({ initial }) => initial), { scanInputs: 0, reverse: loop.reverse, time: loop.time },
      loop.states.map(({ initial }) => ({ type: initial.type, shape: initial.shape })), body);
  }

  /** Now that it is known what the loop yields: drops what nothing needs, and walks just what is read. */
  private settle(): void {
    const { body, loop } = this;
    const node = this.node!;
    if (body.outputs.length === 0) { loop.outer.nodes.splice(loop.outer.nodes.indexOf(node), 1); return; }
    const results = body.outputs.map(({ value }) => value);
    for (const value of this.stacked.keys()) if (value.graph === body && value.producer && !body.nodes.includes(value.producer)) value.producer = null;
    pruneAndSort(body, results);
    const read = valuesRead(body, results);
    const produced = new Set(body.nodes.flatMap(({ outputs }) => outputs));
    const states = loop.states.map(({ value }) => value);
    const walked = [...read].filter((value) => value.graph === body && !produced.has(value) && !states.includes(value));
    if (walked.length === 0) walked.push(loop.slices[0].value);
    body.inputs.splice(0, body.inputs.length, ...states, ...walked);
    node.inputs.splice(0, node.inputs.length, ...loop.states.map(({ initial }) => initial), ...walked.map((value) => this.stackedOf(value)));
    (node.attributes as { scanInputs: number }).scanInputs = walked.length;
  }
}
