/**
 * A session that has the weights as its constants. The runtime packs a constant matrix once for the products that read it, folds what depends on weights alone,
 * and is fed less at each run: a product of one row with 650 × 10,000 weights takes half the time. The price is a second copy of the weights, and a new session whenever they change.
 */
import type { Graph, Value } from '../../graph/graph';
import { readParameters, writeOnnx } from '../../graph/onnx/writer';
import type { MemoryUse, Variables } from '../engine';
import { loadFailure } from '../failures';
import { presentValue } from '../present';
import type { SessionSource } from './ortProgram';
import type { InferenceSession, OrtRuntime } from './runtime';

/** A file of 2 GiB is more than the runtime reads. */
export const MOST_FROZEN_BYTES = 2 ** 30;

export interface FrozenOptions {
  readonly memory: MemoryUse;
  /** Large matrices become whole numbers of 8 bits. */
  readonly compact: boolean;
  /** Weights that become constants; what comes beyond is fed at each run. Default 1 GiB. */
  readonly mostBytes?: number;
}

export class FrozenSession implements SessionSource {
  readonly fed: readonly Value[];
  private readonly frozen: readonly Value[];
  private made: { readonly session: InferenceSession; readonly version: number } | null = null;

  constructor(private readonly graph: Graph, private readonly variables: Variables, private readonly runtime: OrtRuntime, private readonly options: FrozenOptions) {
    const { mostBytes = MOST_FROZEN_BYTES } = options;
    let bytes = 0;
    const fits = (parameter: Value): boolean => (bytes += presentValue(graph, parameter, variables).data.byteLength) <= mostBytes;
    this.frozen = graph.parameters.filter(fits);
    this.fed = readParameters(graph).filter((parameter) => !this.frozen.includes(parameter));
  }

  async get(): Promise<InferenceSession> {
    const { graph, variables, runtime, options: { memory, compact } } = this;
    const { version } = variables;
    if (this.made?.version === version) return this.made.session;
    await this.release(); // before the next is made: two would need the memory twice
    const frozen = new Map(this.frozen.map((parameter) => [parameter, presentValue(graph, parameter, variables)]));
    const model = writeOnnx(graph, { frozen, compact });
    try {
      const session = await runtime.createSession(model, memory);
      this.made = { session, version };
      return session;
    } catch (error) {
      throw loadFailure(error, graph, runtime.info);
    }
  }

  async release(): Promise<void> {
    const { made } = this;
    this.made = null;
    await made?.session.release();
  }
}
