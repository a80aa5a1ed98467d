/**
 * Writes a graph as an ONNX file. Parameters become inputs; what a parameter is assigned becomes the output `<parameter>.next`. Symbolic
 * sizes become named dimensions, so that one file serves every batch. Only what outputs and assignments need is written. Parameters may
 * also be written as constants: the file is then the whole model.
 */
import type { Graph, Node, Tensor, Value } from '../graph';
import { Emitter, type FileScope, type KnownSizes } from './emitter';
import { liveValues, stateCount, timeOf, type GraphPart } from './live';
import { lower } from './lower';
import { graphMessage, modelMessage, type OnnxGraph, type ValueInfo } from './messages';

export const OPSET = 21;

/** The output that carries the value a parameter has after the run. */
export const nextName = (parameter: Value): string => `${parameter.name}.next`;

/** The parameters whose present value the graph needs: others are written alone, as the gradients of a training are. */
export function readParameters(graph: Graph): Value[] {
  const live = liveValues(graph);
  return graph.parameters.filter((parameter) => live.has(parameter));
}

/** What a run of the whole graph yields: first what parameters are assigned. */
export const resultsOf = (graph: Graph): GraphPart['results'] => [...[...graph.assignments].map(([parameter, value]) => ({ name: nextName(parameter), value })), ...graph.outputs];

/** Everything that a part must be fed: inputs, parameters, and what is given to it. */
export function readInputs(graph: Graph, part: GraphPart): Value[] {
  const live = liveValues(graph, part);
  return [...graph.inputs, ...graph.parameters, ...part.given].filter((value) => live.has(value));
}

export interface WriteOptions {
  /** Parameters that become constants, with their numbers. Default none. */
  readonly frozen?: ReadonlyMap<Value, Tensor>;
  /** Products with large frozen matrices are computed from compact numbers (`compactWeights.ts`). Default false. */
  readonly compact?: boolean;
  /** What the sizes are: loops are then written step by step, for who runs no loops by itself; sizes that do not resolve stay open. Default: loops stay loops, and all sizes open. */
  readonly sizes?: KnownSizes;
  /** What is written: its inputs are those of the graph that it reads, and what is given. Default: everything. */
  readonly part?: GraphPart;
}

/** @throws Error where an operation cannot be written, or an output has the name of an input */
export function writeOnnx(graph: Graph, { frozen = new Map(), compact = false, sizes, part }: WriteOptions = {}): Uint8Array {
  if (graph.parent) throw new Error(`internal: ${graph.name} is the body of a loop`);
  const { given, results } = part ?? { given: new Set<Value>(), results: resultsOf(graph) };
  const live = liveValues(graph, { given, results });
  const trains = graph.assignments.size > 0;
  const scope: FileScope = { names: new Map(), constants: new Map(), next: 0, trains, given, readInLoops: new Set(), pieces: new Map(), compact: compact ? frozen : new Map(), sizes };
  const emit = new Emitter(scope, graph);
  const inputs = [...graph.inputs.filter((input) => part === undefined || live.has(input)), ...graph.parameters.filter((parameter) => live.has(parameter) && !frozen.has(parameter)), ...[...given].filter((value) => live.has(value))];
  for (const { name, value } of results) {
    if ([...graph.inputs, ...graph.parameters].some((input) => input.name === name)) throw new Error(`internal: ${name} of ${graph.name} is an input and an output`);
    if (value.producer && value.graph === graph && !scope.names.has(value)) scope.names.set(value, name);
  }
  writeNodes(graph, emit, live, scope);
  for (const { name, value } of results) if (emit.nameOf(value) !== name) emit.node('Identity', [emit.nameOf(value)], [name]);

  emit.dropUnread(results.map(({ name }) => name));

  const read = emit.readNames();
  const constants = [...graph.constants, ...frozen].filter(([value]) => live.has(value) && read.has(value.name)).map(([value, tensor]) => ({ name: value.name, tensor }));
  return modelMessage(graphMessage({
    name: graph.name,
    nodes: emit.nodes,
    constants: [...constants, ...[...scope.constants].map(([name, tensor]) => ({ name, tensor }))],
    inputs: inputs.map((value) => info(value, sizes)),
    outputs: results.map(({ name, value }) => ({ ...info(value, sizes), name })),
    inner: innerValues(graph, emit, live, scope, results.map(({ name }) => name)),
  }), OPSET).finish();
}

const info = ({ name, type, shape }: Value, sizes?: KnownSizes): ValueInfo => ({ name, type, shape: sizes ? shape.map((size) => sizes.resolve(size) ?? size) : shape });

/**
 * The shapes of all values that stay inside. The runtime cannot derive them through a reshaping, and where it does not know that two shapes
 * are equal it writes into new memory instead of over what is read for the last time.
 */
function innerValues(graph: Graph, emit: Emitter, live: ReadonlySet<Value>, { sizes }: FileScope, given: readonly string[]): ValueInfo[] {
  const written = new Set(emit.nodes.flatMap(({ outputs }) => outputs));
  return graph.nodes.flatMap(({ outputs }) => outputs.filter((output) => live.has(output)).map((output) => ({ ...info(output, sizes), name: emit.nameOf(output) })))
    .filter(({ name }) => written.has(name) && !given.includes(name));
}

function writeNodes(graph: Graph, emit: Emitter, live: ReadonlySet<Value>, scope: FileScope): void {
  for (const node of graph.nodes) {
    if (!node.outputs.some((output) => live.has(output) && !scope.given.has(output))) continue;
    if (node.body && scope.sizes) writeUnrolled(node, node.body, emit, live, scope, scope.sizes);
    else if (node.body) writeScan(node, node.body, emit, live, scope);
    else lower(node, emit);
  }
}

/** Inputs and outputs of a loop that nobody needs are left out. */
function writeScan(node: Node, body: Graph, emit: Emitter, live: ReadonlySet<Value>, scope: FileScope): void {
  const states = stateCount(node);
  const keptInputs = [...node.inputs.keys()].filter((index) => live.has(body.inputs[index]));
  const keptOutputs = [...node.outputs.keys()].filter((index) => (index < states ? live.has(body.inputs[index]) : live.has(node.outputs[index])));
  const walked = keptInputs.filter((index) => index >= states).length;
  const stacked = keptOutputs.filter((index) => index >= states).length;
  const direction = (count: number): number[] => new Array<number>(count).fill(node.attributes.reverse ? 1 : 0);
  emit.node('Scan', keptInputs.map((index) => emit.nameOf(node.inputs[index])), keptOutputs.map((index) => emit.nameOf(node.outputs[index])), {
    body: { graph: graphMessage(writeBody(body, keptInputs, keptOutputs, live, scope, emit)) },
    num_scan_inputs: walked,
    scan_input_directions: direction(walked),
    ...(stacked > 0 ? { scan_output_directions: direction(stacked) } : {}),
  });
}

/** A body must yield values of its own, each once: what comes from elsewhere passes through `Identity`. */
function writeBody(body: Graph, keptInputs: readonly number[], keptOutputs: readonly number[], live: ReadonlySet<Value>, scope: FileScope, outer: Emitter): OnnxGraph {
  const emit = new Emitter(scope, body, outer);
  writeNodes(body, emit, live, scope);
  const yielded = new Set<Value>();
  const outputs = keptOutputs.map((index) => {
    const { value } = body.outputs[index];
    const own = value.graph === body && value.producer !== null && !yielded.has(value);
    yielded.add(value);
    return { ...info(value), name: own ? emit.nameOf(value) : emit.step('Identity', [emit.nameOf(value)]) };
  });
  return { name: body.name, nodes: emit.nodes, constants: [], inputs: keptInputs.map((index) => info(body.inputs[index])), outputs, inner: innerValues(body, emit, live, scope, outputs.map(({ name }) => name)) };
}

/**
 * A loop whose number of steps is known, written as its steps one after the other: slices of what is walked go into copies of the body, the states of one are those that the next begins with,
 * and what is stacked is joined at the end.
 */
function writeUnrolled(node: Node, body: Graph, emit: Emitter, live: ReadonlySet<Value>, scope: FileScope, sizes: KnownSizes): void {
  const states = stateCount(node);
  const count = sizes.resolve(timeOf(node));
  if (count === undefined) throw new Error(`internal: nothing says how many steps ${node.outputs[0].name} has`);
  const kept = [...node.outputs.keys()].filter((index) => (index < states ? live.has(body.inputs[index]) : live.has(node.outputs[index])));
  const stacks = new Map(kept.filter((index) => index >= states).map((index): [number, string[]] => [index, []]));
  let current = node.inputs.slice(0, states).map((input) => emit.nameOf(input));
  for (let step = 0; step < count; step++) {
    const copy = scope.next++;
    const place = node.attributes.reverse ? count - 1 - step : step;
    body.inputs.forEach((input, index) => {
      if (live.has(input)) scope.names.set(input, index < states ? current[index] : sliceOf(node.inputs[index], place, emit, scope));
    });
    for (const { outputs } of body.nodes) for (const output of outputs) scope.names.set(output, `${output.name}.${copy}`);
    const inside = new Emitter(scope, body, emit);
    writeNodes(body, inside, live, scope);
    emit.nodes.push(...inside.nodes);
    current = current.map((name, index) => (live.has(body.inputs[index]) ? emit.nameOf(body.outputs[index].value) : name));
    for (const [index, names] of stacks) names[place] = emit.nameOf(body.outputs[index].value);
  }
  for (const index of kept) {
    const [output, pieces] = [node.outputs[index], stacks.get(index)];
    if (!pieces) { emit.node('Identity', [current[index]], [emit.nameOf(output)]); continue; }
    scope.pieces.set(output, pieces);
    emit.node('Concat', pieces.map((piece) => emit.step('Unsqueeze', [piece, emit.integers(0)])), [emit.nameOf(output)], { axis: 0 });
  }
}

/** What a step reads of what its loop walks along: what an earlier loop stacked is there in pieces already. */
const sliceOf = (walked: Value, place: number, emit: Emitter, scope: FileScope): string => scope.pieces.get(walked)?.[place] ?? emit.step('Gather', [emit.nameOf(walked), emit.index(place)], { axis: 0 });
