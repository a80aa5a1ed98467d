/**
 * One update of the weights in two graphs: the first is fed the batch, the dropout masks and the carried states and leaves the gradients beside the weights, the
 * second takes them and the optimizer's scalars. With `training.accumulate` the first runs for several batches, whose gradients add up.
 */
import type { Engine, Feeds, MemoryUse, Program, Results, Variables } from '../engine/engine';
import { Sizes } from '../engine/sizes';
import type { Tensor } from '../graph/graph';
import type { MaskSpec, ModelGraph } from '../models/model';
import { RandomStream } from '../random/philox';
import { CarriedStates, resolveShape } from './carriedStates';
import type { Batch } from './data/trainingData';
import { attachGradients, attachGradientSums, gradientsOf } from './gradients';
import { updateGraph, type OptimizerOptions, type UpdatePlan } from './optimizers';
import type { NamedTensor } from './safetensors';

/** The mask of step s begins at block s · 2²⁴ of its stream: room for 134 million values a step, for 2²⁹ steps. */
const MASK_BLOCKS_A_STEP = 2 ** 24;
const CARRIED = 'carried.';

export interface StepResult {
  /** Mean nats a token of the batches, before the update. */
  readonly loss: number;
  /** Global norm of the gradients before clipping. */
  readonly gradientNorm: number;
}

export interface TrainStepOptions extends OptimizerOptions {
  readonly seed: number;
  /** Batches an update, at most. Default 1. */
  readonly accumulate?: number;
  /** `pooled` where batches are of many sizes, as those of sentences are. Default `planned`. */
  readonly memory?: MemoryUse;
}

export class TrainStep {
  private readonly states: CarriedStates;
  private readonly masks: readonly Mask[];

  private constructor(private readonly updater: Updater, private readonly model: ModelGraph, private readonly variables: Variables, private readonly options: TrainStepOptions) {
    this.states = new CarriedStates(model.states);
    this.masks = model.masks.map((spec) => new Mask(spec, options.seed));
  }

  /** Completes the training graph and loads it; moments that the variables do not hold yet begin at zero. */
  static async load(model: ModelGraph, engine: Engine, variables: Variables, options: TrainStepOptions): Promise<TrainStep> {
    return new TrainStep(await Updater.load(model, engine, variables, options), model, variables, options);
  }

  /**
   * @param batches        one, or up to `accumulate`
   * @param step           updates made before
   * @param teacherForcing share of the right tokens that the decoder reads, where the graph asks for it. Default 1
   */
  run(batches: readonly Batch[], step: number, learningRate: number, teacherForcing = 1): Promise<StepResult> {
    const { accumulate = 1 } = this.options;
    return this.updater.run(batches, step, learningRate, (batch, index) => this.feedsOf(batch, step * accumulate + index, teacherForcing), (results) => this.states.keep(results));
  }

  /** @param draw which masks: another number for every batch */
  private feedsOf(batch: Batch, draw: number, teacherForcing: number): Record<string, Tensor> {
    const sizes = new Sizes();
    const feeds: Record<string, Tensor> = { ...batch.feeds };
    for (const { name, shape } of this.model.graph.inputs) if (name in batch.feeds) sizes.agree(shape, batch.feeds[name].shape);
    this.states.feed(feeds, sizes, batch.first);
    for (const mask of this.masks) feeds[mask.spec.name] = mask.draw(sizes, draw, teacherForcing);
    return feeds;
  }

  /** The optimizer's memory and the carried states. */
  snapshot(): NamedTensor[] {
    const moments = this.updater.moments.map(({ name, shape }) => ({ name, shape, data: this.variables.get(name).data }));
    return [...moments, ...this.states.snapshot().map((tensor) => ({ ...tensor, name: CARRIED + tensor.name }))];
  }

  /** Goes on from a snapshot. @throws Error `internal: …` where it is of another model */
  restore(tensors: readonly NamedTensor[]): void {
    const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
    for (const { name, shape } of this.updater.moments) {
      const tensor = byName.get(name);
      if (!tensor) throw new Error(`internal: the checkpoint lacks ${name}`);
      this.variables.set(name, shape, tensor.data);
    }
    this.states.restore(tensors.filter(({ name }) => name.startsWith(CARRIED)).map((tensor) => ({ ...tensor, name: tensor.name.slice(CARRIED.length) })));
  }

  dispose(): Promise<void> { return this.updater.dispose(); }
}

/** How batches become an update, without what a model asks for beside them. */
export class Updater {
  private constructor(private readonly gradients: Program, private readonly update: Program, private readonly plan: UpdatePlan, private readonly scalarsOf: ((tokens: number, first: boolean) => Feeds) | null) {}

  /** Completes the training graph and loads both. */
  static async load(model: ModelGraph, engine: Engine, variables: Variables, { accumulate = 1, memory, ...options }: Omit<TrainStepOptions, 'seed'>): Promise<Updater> {
    const scalarsOf = accumulate > 1 ? attachGradientSums(model) : null;
    if (scalarsOf === null) attachGradients(model);
    const plan = updateGraph(model, options);
    beginAtZero(variables, [...plan.moments, ...gradientsOf(model)]);
    const gradients = await engine.load(model.graph, variables, { memory });
    return new Updater(gradients, await engine.load(plan.graph, variables), plan, scalarsOf);
  }

  get moments(): UpdatePlan['moments'] { return this.plan.moments; }

  /**
   * @param batches one, or as many as were said at most, with their predicted tokens
   * @param feed    the data, masks and states of a batch. @param keep takes over the states before the next is fed
   */
  async run<B extends { readonly tokens: number }>(batches: readonly B[], step: number, learningRate: number, feed: (batch: B, index: number) => Feeds, keep: (results: Results) => void = () => undefined): Promise<StepResult> {
    let [nats, tokens] = [0, 0];
    for (const [index, batch] of batches.entries()) {
      const results = await this.gradients.run({ ...feed(batch, index), ...this.scalarsOf?.(batch.tokens, index === 0) });
      keep(results);
      nats += numberOf(results.loss) * batch.tokens;
      tokens += batch.tokens;
    }
    const { gradientNorm } = await this.update.run(this.plan.feedsAt(step, learningRate, this.scalarsOf ? 1 / tokens : 1));
    return { loss: nats / tokens, gradientNorm: numberOf(gradientNorm) };
  }

  async dispose(): Promise<void> { await Promise.all([this.gradients.dispose(), this.update.dispose()]); }
}

function beginAtZero(variables: Variables, names: UpdatePlan['moments']): void {
  for (const { name, shape } of names) {
    if (!variables.has(name)) variables.set(name, shape, new Float32Array(shape.reduce((product, size) => product * size, 1)));
  }
}

const numberOf = ({ data }: Tensor): number => data[0] as number;

/** A dropout mask: a pure function of seed, name, step and size. Its memory grows to the largest batch and is used again. */
class Mask {
  private readonly stream: RandomStream;
  private buffer = new Float32Array(0);

  constructor(readonly spec: MaskSpec, seed: number) { this.stream = new RandomStream(seed, `dropout/${spec.name}`); }

  draw(sizes: Sizes, step: number, teacherForcing: number): Feeds[string] {
    const shape = resolveShape(this.spec.shape, sizes, this.spec.name);
    const length = shape.reduce((product, size) => product * size, 1);
    if (this.buffer.length < length) this.buffer = new Float32Array(length);
    const data = this.buffer.subarray(0, length);
    this.stream.counter = step * MASK_BLOCKS_A_STEP;
    const keep = this.spec.keep === 'teacherForcing' ? teacherForcing : this.spec.keep;
    if (keep === 0) data.fill(0);
    else this.stream.fillDropoutMask(data, keep);
    return { type: 'float32', shape, data };
  }
}
