/**
 * What it means to run a graph. An engine loads a graph once and runs it many times; parameters live in `Variables`, shared by the graphs
 * of one model, so that a training graph and the graph that translates see the same weights.
 */
import type { Graph, Tensor } from '../graph/graph';

export type Feeds = Readonly<Record<string, Tensor>>;
export type Results = Readonly<Record<string, Tensor>>;

export interface EngineInfo {
  readonly name: 'onnxruntime' | 'webassembly' | 'tensorflow' | 'reference';
  /** Version of the library that computes. */
  readonly version: string;
  /** The execution provider that really ran: cpu, wasm, double precision. */
  readonly provider: string;
  readonly threads: number;
  /** Why this engine was chosen, in words for the user. */
  readonly why: string;
  /** Why a faster engine could not be taken; absent where none was missed. */
  readonly fallback?: string;
}

/** A graph that is ready to run. */
export interface Program {
  /**
   * Runs once. Reads the parameters from the variables and, after the run, they hold what the graph assigns to them.
   * @param feeds  the graph's inputs by name. Missing, superfluous or misshapen ones are refused before anything runs.
   * @returns the graph's outputs by name; their numbers stay valid until the next run of this program.
   */
  run(feeds: Feeds): Promise<Results>;
  dispose(): Promise<void>;
}

/**
 * What a program keeps of the memory in which it computes, weights and results aside. Results are the same to the bit.
 *
 * - `planned`: sizes repeat from run to run. The layout of each size that has come up is kept, and all of the memory.
 * - `pooled`: sizes change from run to run, as those of sentences do. No layouts; memory is kept for the next run.
 * - `returned`: it runs seldom, or must be small. Everything is given back to the system during and after each run, which makes runs a tenth slower.
 */
export type MemoryUse = 'planned' | 'pooled' | 'returned';

/**
 * Where a program reads its weights.
 *
 * - `fed`: as they are at each run.
 * - `frozen`: they will seldom change, so that the program may keep a copy of them in the layout that its products want, and makes another when `Variables.version` has moved. Faster
 *   runs for more memory and a slow first run after each change, so for predicting and never for training. The results are the same but for rounding. onnxruntime and WebAssembly
 *   write the weights into the session as constants (up to 1 GiB of them; what is larger stays outside), which pack them for their products; TensorFlow keeps them on its device; the
 *   reference reads them at each run as ever.
 * - `compact`: frozen, and large matrices become whole numbers of 8 bits where that is faster: onnxruntime on a processor, and WebAssembly where code of our own can compute
 *   the whole graph (`compiled/predictionProgram.ts`). The results differ by what such numbers round (`graph/onnx/compactWeights.ts`), 1 % of a logit's spread. With the other engines as `frozen`.
 */
export type WeightUse = 'fed' | 'frozen' | 'compact';

export interface LoadOptions {
  /** Default `planned`. Heeded by onnxruntime; WebAssembly gives nothing back to the system, whatever is asked for; the others always return it. */
  readonly memory?: MemoryUse;
  /** Default `fed`. */
  readonly weights?: WeightUse;
  /**
   * Each run is of a whole batch, so that preparing the weights anew for it pays. Default: whether the graph changes weights, as a training does. Heeded by WebAssembly, which then takes loops
   * and large products from onnxruntime; a prediction of a few tokens would take a third longer so.
   */
  readonly batches?: boolean;
}

export interface Engine {
  readonly info: EngineInfo;
  /** Each size that comes up takes it a second to get ready for: batches had better be of few lengths. */
  readonly prefersFewLengths?: boolean;
  /** @throws UserError where an operation is not available here (named, with the engines that have it), or the memory does not suffice */
  load(graph: Graph, variables: Variables, options?: LoadOptions): Promise<Program>;
}

/** Frozen weights could not follow what the graph assigns. */
export function refuseFrozenTraining(graph: Graph, { weights = 'fed' }: LoadOptions): void {
  if (weights !== 'fed' && graph.assignments.size > 0) throw new Error(`internal: ${graph.name} changes weights: they cannot be frozen`);
}

/** Who has newer numbers of some variables than this process's memory: a card on which they stay between runs. */
export interface Keeper {
  /** The newest numbers of all that it was lent, which it need not keep any more. */
  bringHome(): Promise<ReadonlyMap<string, Float32Array>>;
}

/** The parameters of a model and its optimizer, by name, as float32 in this process's memory. */
export class Variables {
  private readonly tensors = new Map<string, Tensor & { readonly data: Float32Array }>();
  private changes = 0;
  private readonly lent = new Map<string, Keeper>();

  /** Another number after every change: who keeps a copy knows by it whether the copy still holds. */
  get version(): number { return this.changes; }

  /** To be called by who writes into the numbers themselves, as a training step does. */
  changed(): void { this.changes++; }

  /** From now on `keeper` has newer numbers of these than stand here, until `settle`. */
  lend(names: Iterable<string>, keeper: Keeper): void {
    for (const name of names) this.lent.set(name, keeper);
    this.changed();
  }

  /** To be awaited before numbers are read or set outside of an engine's programs: brings home what a card has newer ones of. */
  async settle(): Promise<void> {
    for (const keeper of new Set(this.lent.values())) {
      const numbers = await keeper.bringHome();
      for (const [name, data] of numbers) {
        this.lent.delete(name);
        this.get(name).data.set(data);
      }
    }
  }

  /** Adds or overwrites; the shape of a name never changes. */
  set(name: string, shape: readonly number[], data: Float32Array): void {
    this.refuseLent(name);
    const old = this.tensors.get(name);
    const length = shape.reduce((product, size) => product * size, 1);
    if (data.length !== length) throw new Error(`internal: ${name} [${shape.join(', ')}] holds ${length} numbers, got ${data.length}`);
    this.changed();
    if (!old) { this.tensors.set(name, { type: 'float32', shape: [...shape], data }); return; }
    if (old.shape.join() !== shape.join()) throw new Error(`internal: ${name} has shape [${old.shape.join(', ')}], got [${shape.join(', ')}]`);
    old.data.set(data);
  }

  get(name: string): Tensor & { readonly data: Float32Array } {
    this.refuseLent(name);
    const tensor = this.tensors.get(name);
    if (!tensor) throw new Error(`internal: there is no variable ${name}`);
    return tensor;
  }

  has(name: string): boolean { return this.tensors.has(name); }
  names(): string[] { return [...this.tensors.keys()]; }

  private refuseLent(name: string): void {
    if (this.lent.has(name)) throw new Error(`internal: the numbers of ${name} are on a card: await settle() before`);
  }

  /** Lets an engine that keeps two buffers put the new one in place of the old. */
  replace(name: string, tensor: Tensor & { readonly data: Float32Array }): void {
    this.changed();
    this.tensors.set(name, tensor);
  }
}
