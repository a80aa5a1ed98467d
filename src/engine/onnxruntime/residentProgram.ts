/**
 * A graph on a card that has no loops of its own (WebGPU): onnxruntime runs a `Scan` on the processor there and carries every state over and back at every step, which took 330 ms a training
 * step where 13 are enough. So loops are written step by step, a session for each size that comes up, and weights stay on the card (`cardWeights.ts`).
 */
import type { Graph, Value } from '../../graph/graph';
import { timeOf } from '../../graph/onnx/live';
import { nextName, readParameters, writeOnnx } from '../../graph/onnx/writer';
import type { Feeds, MemoryUse, Program, Results } from '../engine';
import { loadFailure, runFailure } from '../failures';
import { checkFeeds } from '../feeds';
import type { Sizes } from '../sizes';
import type { CardWeights } from './cardWeights';
import { fromOrt, OrtTensors, QUIET, type InferenceSession, type OrtRuntime, type OrtTensor } from './runtime';

/** Sizes whose sessions are kept, some 50 MB each. At least 2, since what the last run yielded lives in its session. */
const MOST_SESSIONS = 16;
/** 26,000 nodes (an LSTM over 1,024 steps) take the runtime 36 s to make ready, and the time grows faster than their number: loops of a longer graph stay loops. */
const MOST_NODES = 40_000;

export class ResidentProgram implements Program {
  /** By sizes in words, the last used at the end. */
  private readonly sessions = new Map<string, InferenceSession>();
  private readonly tensors: OrtTensors;
  private readonly read: readonly Value[];
  private readonly loops: boolean;
  private running = false;

  constructor(private readonly graph: Graph, private readonly runtime: OrtRuntime, private readonly weights: CardWeights, private readonly memory: MemoryUse) {
    this.tensors = new OrtTensors(runtime);
    this.read = readParameters(graph);
    this.loops = graph.nodes.some(({ body }) => body !== null);
    weights.join();
  }

  async run(feeds: Feeds): Promise<Results> {
    if (this.running) throw new Error(`internal: ${this.graph.name} runs already; it serves one run at a time`);
    const sizes = checkFeeds(this.graph, feeds);
    this.running = true;
    try {
      const session = await this.sessionFor(sizes);
      return await this.runIn(session, feeds).catch((error: unknown) => { throw runFailure(error, this.graph, this.runtime.info, sizes); });
    } finally {
      this.running = false;
    }
  }

  dispose(): Promise<void> { return this.weights.leave(); }

  private async runIn(session: InferenceSession, feeds: Feeds): Promise<Results> {
    const { graph, tensors } = this;
    const fed = Object.fromEntries(graph.inputs.map(({ name }) => [name, tensors.of(feeds[name])]));
    const fetched = await session.run({ ...fed, ...await this.weights.of(this.read) }, QUIET);
    if (graph.assignments.size > 0) this.weights.take(new Map([...graph.assignments.keys()].map((parameter): [string, OrtTensor] => [parameter.name, fetched[nextName(parameter)]])));
    return Object.fromEntries(graph.outputs.map(({ name }) => [name, fromOrt(fetched[name])]));
  }

  private async sessionFor(sizes: Sizes): Promise<InferenceSession> {
    const { graph, sessions } = this;
    const unrolls = this.loops && nodesOf(graph, sizes) <= MOST_NODES;
    const key = unrolls ? sizes.toString() : '';
    const known = sessions.get(key);
    sessions.delete(key);
    if (known === undefined && sessions.size === MOST_SESSIONS) {
      const [oldest] = sessions.keys();
      await this.weights.drop(sessions.get(oldest)!);
      sessions.delete(oldest);
    }
    const session = known ?? await this.createSession(unrolls ? sizes : undefined);
    sessions.set(key, session);
    return session;
  }

  /** @param sizes all of them are settled in it: where that of the rows is open, what is computed from it stays on the processor */
  private async createSession(sizes: Sizes | undefined): Promise<InferenceSession> {
    const { graph, runtime } = this;
    try {
      return this.weights.adopt(await runtime.createSession(writeOnnx(graph, { sizes }), this.memory, [...graph.assignments.keys()].map(nextName)));
    } catch (error) {
      throw loadFailure(error, graph, runtime.info);
    }
  }
}

/** How many nodes a graph has whose loops are written step by step. */
function nodesOf(graph: Graph, sizes: Sizes): number {
  return graph.nodes.reduce((sum, node) => sum + (node.body === null ? 1 : nodesOf(node.body, sizes) * (sizes.resolve(timeOf(node)) ?? Infinity)), 0);
}
