/** A graph in an onnxruntime session: feeds and parameters go in without copies, and new parameters are written over the old where that is proven safe. An element-wise graph needs no session. */
import type { Graph, Value } from '../../graph/graph';
import { onnxOperations } from '../../graph/onnx/lower';
import { nextName, readParameters, writeOnnx } from '../../graph/onnx/writer';
import { predictionProgram } from '../compiled/predictionProgram';
import { elementwiseProgram } from '../elementwise/elementwiseProgram';
import { refuseFrozenTraining, type Engine, type Feeds, type LoadOptions, type MemoryUse, type Program, type Results, type Variables } from '../engine';
import { checkFeeds } from '../feeds';
import { notAmong, refuseMissing } from '../missing';
import { presentValue, type FloatTensor } from '../present';
import type { Sizes } from '../sizes';
import { loadFailure, runFailure } from '../failures';
import { CardWeights } from './cardWeights';
import { FrozenSession } from './frozenSession';
import { inPlaceParameters } from './inPlace';
import { OutputBuffers } from './outputBuffers';
import { ResidentProgram } from './residentProgram';
import { stagedProgram } from './stagedProgram';
import { fromOrt, OrtTensors, QUIET, type InferenceSession, type OrtRuntime, type OrtTensor } from './runtime';

export function ortEngine(runtime: OrtRuntime): Engine {
  const onCard = new WeakMap<Variables, CardWeights>();
  const cardWeights = (variables: Variables): CardWeights => {
    let weights = onCard.get(variables);
    if (!weights) onCard.set(variables, weights = new CardWeights(runtime, variables));
    return weights;
  };
  return { info: runtime.info, prefersFewLengths: runtime.isCardWithoutLoops, load: (graph, variables, options = {}) => load(runtime, graph, variables, options, cardWeights) };
}

async function load(runtime: OrtRuntime, graph: Graph, variables: Variables, options: LoadOptions, cardWeights: (variables: Variables) => CardWeights): Promise<Program> {
  refuseMissing(runtime.info.name, graph, notAmong(onnxOperations()));
  refuseFrozenTraining(graph, options);
  if (runtime.isCardWithoutLoops) return new ResidentProgram(graph, runtime, cardWeights(variables), options.memory ?? 'planned');
  const elementwise = elementwiseProgram(graph, variables);
  if (elementwise) return elementwise;
  const prediction = options.weights === 'compact' && runtime.predictsByItself ? await predictionProgram(graph, variables, runtime.info) : null;
  if (prediction) return prediction;
  const { batches = graph.assignments.size > 0 } = options;
  const staged = runtime.runsTasks && batches ? await stagedProgram(graph, variables, runtime, options.memory) : null;
  if (staged) return staged;
  const session = await sessionSource(graph, variables, runtime, options);
  await session.get();
  return new OrtProgram(graph, variables, runtime, session);
}

/** A session that may have to be made anew before a run. */
export interface SessionSource {
  /** The parameters that each run must be fed. */
  readonly fed: readonly Value[];
  /** @throws UserError where the runtime does not take the graph */
  get(): Promise<InferenceSession>;
  release(): Promise<void>;
}

function sessionSource(graph: Graph, variables: Variables, runtime: OrtRuntime, { weights = 'fed', memory = 'planned' }: LoadOptions): SessionSource | Promise<SessionSource> {
  return weights === 'fed' ? fedWeights(graph, runtime, memory) : new FrozenSession(graph, variables, runtime, { memory, compact: weights === 'compact' && runtime.multipliesWholeNumbersFaster });
}

async function fedWeights(graph: Graph, runtime: OrtRuntime, memory: MemoryUse): Promise<SessionSource> {
  const model = writeOnnx(graph);
  try {
    const session = await runtime.createSession(model, memory);
    return { fed: readParameters(graph), get: () => Promise.resolve(session), release: () => session.release() };
  } catch (error) {
    throw loadFailure(error, graph, runtime.info);
  }
}

class OrtProgram implements Program {
  private readonly tensors: OrtTensors;
  private readonly outputs: OutputBuffers;
  private readonly inPlace: ReadonlySet<Value>;
  /** The second buffers of parameters that cannot be written in place. */
  private readonly spare = new Map<Value, FloatTensor>();
  private running = false;

  constructor(private readonly graph: Graph, private readonly variables: Variables, private readonly runtime: OrtRuntime, private readonly session: SessionSource) {
    this.tensors = new OrtTensors(runtime);
    this.outputs = new OutputBuffers(graph);
    this.inPlace = runtime.writesIntoGivenBuffers ? inPlaceParameters(graph) : new Set();
  }

  async run(feeds: Feeds): Promise<Results> {
    if (this.running) throw new Error(`internal: ${this.graph.name} runs already; its buffers serve one run at a time`);
    const sizes = checkFeeds(this.graph, feeds);
    this.running = true;
    try {
      const session = await this.session.get();
      const results = this.runtime.writesIntoGivenBuffers ? this.runIntoBuffers(session, feeds, sizes) : this.runIntoNewMemory(session, feeds);
      return await results.catch((error: unknown) => { throw runFailure(error, this.graph, this.runtime.info, sizes); });
    } finally {
      this.running = false;
    }
  }

  dispose(): Promise<void> {
    return this.session.release();
  }

  private async runIntoBuffers(session: InferenceSession, feeds: Feeds, sizes: Sizes): Promise<Results> {
    const buffers = this.outputs.choose(sizes, feeds);
    const fetches: Record<string, OrtTensor | null> = {};
    for (const [name, buffer] of buffers) fetches[name] = buffer && this.tensors.of(buffer);
    for (const parameter of this.graph.assignments.keys()) fetches[nextName(parameter)] = this.tensors.of(this.targetOf(parameter));
    const fetched = await session.run(this.ortFeeds(feeds), fetches, QUIET);
    if (this.graph.assignments.size > 0) this.variables.changed();
    for (const parameter of this.graph.assignments.keys()) this.swap(parameter);
    return Object.fromEntries([...buffers].map(([name, buffer]) => [name, buffer ?? fromOrt(fetched[name])]));
  }

  private async runIntoNewMemory(session: InferenceSession, feeds: Feeds): Promise<Results> {
    const fetched = await session.run(this.ortFeeds(feeds), QUIET);
    for (const parameter of this.graph.assignments.keys()) this.variables.replace(parameter.name, fromOrt(fetched[nextName(parameter)]) as FloatTensor);
    return Object.fromEntries(this.graph.outputs.map(({ name }) => [name, fromOrt(fetched[name])]));
  }

  private ortFeeds(feeds: Feeds): Record<string, OrtTensor> {
    const all: Record<string, OrtTensor> = {};
    for (const { name } of this.graph.inputs) all[name] = this.tensors.of(feeds[name]);
    for (const parameter of this.session.fed) all[parameter.name] = this.tensors.of(presentValue(this.graph, parameter, this.variables));
    return all;
  }

  /** Where the next value of a parameter is written. */
  private targetOf(parameter: Value): FloatTensor {
    const present = presentValue(this.graph, parameter, this.variables);
    if (this.inPlace.has(parameter)) return present;
    let spare = this.spare.get(parameter);
    if (!spare) this.spare.set(parameter, spare = { ...present, data: new Float32Array(present.data.length) });
    return spare;
  }

  /** After a run the second buffer holds the parameter, and the first is free. */
  private swap(parameter: Value): void {
    const spare = this.spare.get(parameter);
    if (!spare) return;
    this.spare.set(parameter, this.variables.get(parameter.name));
    this.variables.replace(parameter.name, spare);
  }
}
