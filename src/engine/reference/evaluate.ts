/**
 * Runs a graph by walking it, in double precision. This is what every other engine and every gradient is held against, so it takes nothing
 * on trust: the shape of each result must be the one that the graph declares.
 */
import type { Graph, Node, Value } from '../../graph/graph';
import { formatShape } from '../../graph/size';
import { checkFeeds } from '../feeds';
import type { Sizes } from '../sizes';
import type { Array64 } from './array64';
import { kernelOf } from './kernels';
import { cut } from './layout';

/** Numbers as they are given to `evaluate`; the type is the one that the graph declares. */
export interface DoubleInput { readonly shape: readonly number[]; readonly data: ArrayLike<number> }
export interface DoubleOutput { readonly shape: readonly number[]; readonly data: Float64Array }

/**
 * The graph's outputs by name, computed and given in double precision.
 * @param feeds       every input of the graph by name
 * @param parameters  every parameter of the graph by name
 * @throws TypeError  where a feed or parameter does not fit
 */
export function evaluate(graph: Graph, feeds: Readonly<Record<string, DoubleInput>>, parameters: Readonly<Record<string, DoubleInput>> = {}): Record<string, DoubleOutput> {
  return run(graph, feeds, parameters).outputs;
}

/** As `evaluate`, with the values that the graph assigns to its parameters. */
export function run(
  graph: Graph, feeds: Readonly<Record<string, DoubleInput>>, parameters: Readonly<Record<string, DoubleInput>>,
): { outputs: Record<string, Array64>; assigned: Record<string, Array64> } {
  const fed = Object.fromEntries(Object.entries(feeds).map(([name, input]) => {
    const type = graph.inputs.find((value) => value.name === name)?.type ?? 'float32';
    return [name, { type, shape: input.shape, data: Float64Array.from(input.data) }];
  }));
  const scope = new Scope(checkFeeds(graph, fed));
  for (const input of graph.inputs) scope.set(input, fed[input.name]);
  for (const [value, { type, shape, data }] of graph.constants) scope.set(value, { type, shape, data: Float64Array.from(data, Number) });
  for (const value of graph.parameters) {
    const given = parameters[value.name] as DoubleInput | undefined;
    if (!given) throw new TypeError(`parameter "${value.name}" of ${graph.name}: expected ${formatShape(value.shape)}, got nothing`);
    scope.set(value, { type: 'float32', shape: given.shape, data: Float64Array.from(given.data) });
  }
  walk(graph, scope);
  return {
    outputs: Object.fromEntries(graph.outputs.map(({ name, value }) => [name, scope.get(value)])),
    assigned: Object.fromEntries([...graph.assignments].map(([parameter, value]) => [parameter.name, scope.get(value)])),
  };
}

/** The values that are known where a graph runs: its own, then those of the graphs around it. */
class Scope {
  private readonly arrays = new Map<Value, Array64>();

  constructor(readonly sizes: Sizes, private readonly around: Scope | null = null) {}

  set(value: Value, array: Array64): void {
    const length = array.shape.reduce((product, size) => product * size, 1);
    if (array.type !== value.type || length !== array.data.length || !this.sizes.agree(value.shape, array.shape)) {
      throw new TypeError(`${value.name}: expected ${value.type} ${formatShape(value.shape)} with ${this.sizes.toString()}, `
        + `got ${array.type} ${formatShape(array.shape)} with ${array.data.length} numbers`);
    }
    this.arrays.set(value, array);
  }

  get(value: Value): Array64 {
    const array = this.arrays.get(value) ?? this.around?.get(value);
    if (!array) throw new Error(`internal: ${value.name} is read before it is computed`);
    return array;
  }
}

function walk(graph: Graph, scope: Scope): void {
  for (const node of graph.nodes) {
    const results = node.operation === 'Scan' ? scan(node, scope) : kernelOf(node.operation)(node.inputs.map((input) => scope.get(input)), node.attributes);
    if (results.length !== node.outputs.length) throw new Error(`internal: ${node.operation} yields ${results.length} values, not ${node.outputs.length}`);
    node.outputs.forEach((output, index) => scope.set(output, results[index]));
  }
}

/** states_t, y_t = body(states_{t-1}, x_t) for t = 0 … T-1 (or back from T-1): the last states, then every y stacked at its step's place. */
function scan(node: Node, scope: Scope): Array64[] {
  const body = node.body;
  const scanInputs = node.attributes.scanInputs;
  if (!body || typeof scanInputs !== 'number') throw new Error('internal: a Scan has no body or does not say what it walks along');
  const stateCount = node.inputs.length - scanInputs;
  const walked = node.inputs.slice(stateCount).map((input) => scope.get(input));
  const time = walked[0].shape[0];
  if (walked.some(({ shape }) => shape[0] !== time)) throw new TypeError(`scan: inputs differ in time: ${walked.map(({ shape }) => shape[0]).join(', ')}`);

  let states = node.inputs.slice(0, stateCount).map((input) => scope.get(input));
  const steps: Array64[][] = new Array<Array64[]>(time);
  for (let count = 0; count < time; count++) {
    const t = node.attributes.reverse ? time - 1 - count : count;
    const inner = new Scope(scope.sizes, scope);
    const slices = walked.map((array) => ({ ...cut(array, 0, t, 1), shape: array.shape.slice(1) }));
    [...states, ...slices].forEach((array, index) => inner.set(body.inputs[index], array));
    walk(body, inner);
    const results = body.outputs.map(({ value }) => inner.get(value));
    states = results.slice(0, stateCount);
    steps[t] = results.slice(stateCount);
  }
  return [...states, ...body.outputs.slice(stateCount).map((_, index) => stack(steps.map((step) => step[index])))];
}

function stack(arrays: readonly Array64[]): Array64 {
  const [{ type, shape, data: first }] = arrays;
  const data = new Float64Array(arrays.length * first.length);
  arrays.forEach((array, index) => data.set(array.data, index * first.length));
  return { type, shape: [arrays.length, ...shape], data };
}
