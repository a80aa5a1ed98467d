/**
 * Weights, gradients and the optimizer's moments on a card from run to run. To carry them there and back at every step would take longer than the step: a model of 20 million weights has 240 MB of them with
 * Adam's moments. They come back when somebody asks for their numbers (`Variables.settle`).
 */
import { Graph, type Value } from '../../graph/graph';
import { identity } from '../../graph/ops';
import { writeOnnx } from '../../graph/onnx/writer';
import type { Keeper, Variables } from '../engine';
import type { FloatTensor } from '../present';
import { fromOrt, OrtTensors, QUIET, type InferenceSession, type OrtRuntime, type OrtTensor } from './runtime';

const MEMORY = 'planned';
const given = (name: string): string => `given.${name}`;

export class CardWeights implements Keeper {
  private readonly held = new Map<string, OrtTensor>();
  /** Those of which the variables hold old numbers. */
  private readonly newer = new Set<string>();
  /** The version of the variables that `held` agrees with. */
  private version = -1;
  /** A buffer lives in the session that yielded it: none is released while its buffers may be held. */
  private readonly sessions = new Set<InferenceSession>();
  private users = 0;
  private readonly tensors: OrtTensors;

  constructor(private readonly runtime: OrtRuntime, private readonly variables: Variables) {
    this.tensors = new OrtTensors(runtime);
  }

  join(): void { this.users++; }

  /** The last that leaves takes the numbers home and frees the card. */
  async leave(): Promise<void> {
    this.users--;
    if (this.users > 0) return;
    try {
      await this.variables.settle();
    } finally { // a card that is lost keeps its numbers, and no memory of ours
      this.forget();
      for (const session of this.sessions) await session.release();
      this.sessions.clear();
    }
  }

  /** Keeps a session until the last user leaves. */
  adopt(session: InferenceSession): InferenceSession {
    this.sessions.add(session);
    return session;
  }

  /** Releases a session none of whose buffers is held any more. */
  async drop(session: InferenceSession): Promise<void> {
    this.sessions.delete(session);
    await session.release();
  }

  /** The numbers that parameters have now, on the card. */
  async of(parameters: readonly Value[]): Promise<Record<string, OrtTensor>> {
    if (this.version !== this.variables.version) {
      await this.variables.settle(); // what was set from outside may be others than those that only the card knows
      this.forget();
      this.version = this.variables.version;
    }
    const missing = parameters.filter(({ name }) => !this.held.has(name));
    if (missing.length > 0) await this.upload(missing);
    return Object.fromEntries(parameters.map(({ name }) => [name, this.held.get(name)!]));
  }

  /** What a run has made of parameters: the variables are older than the card from now on. */
  take(made: ReadonlyMap<string, OrtTensor>): void {
    for (const [name, tensor] of made) {
      this.held.get(name)?.dispose();
      this.held.set(name, tensor);
      this.newer.add(name);
    }
    this.variables.lend(made.keys(), this);
    this.version = this.variables.version;
  }

  async bringHome(): Promise<ReadonlyMap<string, Float32Array>> {
    const names = [...this.newer];
    const session = await this.runtime.createSession(copies(names.map((name) => ({ name, shape: this.held.get(name)!.dims }))), MEMORY);
    const fetched = await session.run(Object.fromEntries(names.map((name) => [given(name), this.held.get(name)!])), QUIET);
    const numbers = new Map(names.map((name) => [name, (fromOrt(fetched[name]) as FloatTensor).data]));
    await session.release();
    this.newer.clear();
    return numbers;
  }

  private async upload(parameters: readonly Value[]): Promise<void> {
    const wanted = parameters.map(({ name }) => ({ ...this.variables.get(name), name }));
    const session = this.adopt(await this.runtime.createSession(copies(wanted), MEMORY, wanted.map(({ name }) => name)));
    const fetched = await session.run(Object.fromEntries(wanted.map((tensor) => [given(tensor.name), this.tensors.of(tensor)])), QUIET);
    for (const { name } of wanted) this.held.set(name, fetched[name]);
  }

  private forget(): void {
    for (const tensor of this.held.values()) tensor.dispose();
    this.held.clear();
  }
}

/** A graph that gives out what it is given: the way onto the card, and off it. */
function copies(tensors: readonly { readonly name: string; readonly shape: readonly number[] }[]): Uint8Array {
  const graph = new Graph('copies');
  for (const { name, shape } of tensors) graph.output(name, identity(graph.input(given(name), 'float32', shape)));
  return writeOnnx(graph);
}
