/**
 * One update of the weights: feeds the batch, the dropout masks, the carried states and the optimizer's scalars to the training graph; with
 * `training.accumulate`, several batches to one graph and then their summed gradients to another.
 */
import type { Engine, Feeds, MemoryUse, Results, Variables } from '../engine/engine';
import { Sizes } from '../engine/sizes';
import type { Tensor } from '../graph/graph';
import type { MaskSpec, ModelGraph } from '../models/model';
import { RandomStream } from '../random/philox';
import { attachAccumulation, updateGraph } from './accumulate';
import { CarriedStates, resolveShape } from './carriedStates';
import type { Batch } from './data/trainingData';
import { attachOptimizer, type OptimizerOptions, type OptimizerPlan } from './optimizers';
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

/** How batches become an update: one run of one graph, or a run for each batch and one of another graph. */
interface Updater {
  readonly moments: OptimizerPlan['moments'];
  /** One batch. @param feeds its data, masks and states; the states are taken over before the next is fed */
  run(batches: readonly Batch[], step: number, learningRate: number, feed: (batch: Batch, index: number) => Record<string, Tensor>, keep: (results: Results) => void): Promise<StepResult>;
  dispose(): Promise<void>;
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
    const updater = (options.accumulate ?? 1) > 1 ? await loadAccumulating(model, engine, variables, options) : await loadDirect(model, engine, variables, options);
    return new TrainStep(updater, model, variables, options);
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

async function loadDirect(model: ModelGraph, engine: Engine, variables: Variables, options: TrainStepOptions): Promise<Updater> {
  const plan = attachOptimizer(model, options);
  beginAtZero(variables, plan.moments);
  const program = await engine.load(model.graph, variables, { memory: options.memory });
  return {
    moments: plan.moments, dispose: () => program.dispose(),
    async run([batch], step, learningRate, feed, keep) {
      const results = await program.run({ ...feed(batch, 0), ...plan.feedsAt(step, learningRate) });
      keep(results);
      return { loss: numberOf(results.loss), gradientNorm: numberOf(results.gradientNorm) };
    },
  };
}

async function loadAccumulating(model: ModelGraph, engine: Engine, variables: Variables, options: TrainStepOptions): Promise<Updater> {
  const update = updateGraph(model, options);
  const plan = attachAccumulation(model);
  beginAtZero(variables, update.moments);
  beginAtZero(variables, plan.accumulators);
  const [summing, updating] = [await engine.load(model.graph, variables, { memory: options.memory }), await engine.load(update.graph, variables)];
  return {
    moments: update.moments,
    async dispose() { await Promise.all([summing.dispose(), updating.dispose()]); },
    async run(batches, step, learningRate, feed, keep) {
      let [nats, tokens] = [0, 0];
      for (const [index, batch] of batches.entries()) {
        const results = await summing.run({ ...feed(batch, index), ...plan.feedsFor(batch.tokens, index === 0) });
        keep(results);
        nats += numberOf(results.loss) * batch.tokens;
        tokens += batch.tokens;
      }
      const { gradientNorm } = await updating.run(update.feedsAt(step, learningRate, tokens));
      return { loss: nats / tokens, gradientNorm: numberOf(gradientNorm) };
    },
  };
}

function beginAtZero(variables: Variables, names: OptimizerPlan['moments']): void {
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
