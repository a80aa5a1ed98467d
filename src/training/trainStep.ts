/** One update of the weights: feeds the batch, the dropout masks, the carried states and the optimizer's scalars to the training graph. */
import type { Engine, Feeds, Program, Variables } from '../engine/engine';
import { Sizes } from '../engine/sizes';
import type { Tensor } from '../graph/graph';
import type { MaskSpec, ModelGraph } from '../models/model';
import { RandomStream } from '../random/philox';
import { CarriedStates, resolveShape } from './carriedStates';
import type { Batch } from './data/trainingData';
import { attachOptimizer, type OptimizerOptions, type OptimizerPlan } from './optimizers';
import type { NamedTensor } from './safetensors';

/** The mask of step s begins at block s · 2²⁴ of its stream: room for 134 million values a step, for 2²⁹ steps. */
const MASK_BLOCKS_A_STEP = 2 ** 24;
const CARRIED = 'carried.';

export interface StepResult {
  /** Mean nats a token of the batch, before the update. */
  readonly loss: number;
  /** Global norm of the gradients before clipping. */
  readonly gradientNorm: number;
}

export interface TrainStepOptions extends OptimizerOptions { readonly seed: number }

export class TrainStep {
  private readonly states: CarriedStates;
  private readonly masks: readonly Mask[];

  private constructor(private readonly program: Program, private readonly model: ModelGraph, private readonly plan: OptimizerPlan, private readonly variables: Variables, seed: number) {
    this.states = new CarriedStates(model.states);
    this.masks = model.masks.map((spec) => new Mask(spec, seed));
  }

  /** Completes the training graph and loads it; moments that the variables do not hold yet begin at zero. */
  static async load(model: ModelGraph, engine: Engine, variables: Variables, options: TrainStepOptions): Promise<TrainStep> {
    const plan = attachOptimizer(model, options);
    for (const { name, shape } of plan.moments) {
      if (!variables.has(name)) variables.set(name, shape, new Float32Array(shape.reduce((product, size) => product * size, 1)));
    }
    return new TrainStep(await engine.load(model.graph, variables), model, plan, variables, options.seed);
  }

  /** @param step updates made before */
  async run(batch: Batch, step: number, learningRate: number): Promise<StepResult> {
    const sizes = new Sizes();
    const feeds: Record<string, Tensor> = { ...batch.feeds, ...this.plan.feedsAt(step, learningRate) };
    for (const { name, shape } of this.model.graph.inputs) if (name in batch.feeds) sizes.agree(shape, batch.feeds[name].shape);
    this.states.feed(feeds, sizes, batch.first);
    for (const mask of this.masks) feeds[mask.spec.name] = mask.draw(sizes, step);
    const results = await this.program.run(feeds);
    this.states.keep(results);
    return { loss: results.loss.data[0] as number, gradientNorm: results.gradientNorm.data[0] as number };
  }

  /** The optimizer's memory and the carried states. */
  snapshot(): NamedTensor[] {
    const moments = this.plan.moments.map(({ name, shape }) => ({ name, shape, data: this.variables.get(name).data }));
    return [...moments, ...this.states.snapshot().map((tensor) => ({ ...tensor, name: CARRIED + tensor.name }))];
  }

  /** Goes on from a snapshot. @throws Error `internal: …` where it is of another model */
  restore(tensors: readonly NamedTensor[]): void {
    const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
    for (const { name, shape } of this.plan.moments) {
      const tensor = byName.get(name);
      if (!tensor) throw new Error(`internal: the checkpoint lacks ${name}`);
      this.variables.set(name, shape, tensor.data);
    }
    this.states.restore(tensors.filter(({ name }) => name.startsWith(CARRIED)).map((tensor) => ({ ...tensor, name: tensor.name.slice(CARRIED.length) })));
  }

  dispose(): Promise<void> { return this.program.dispose(); }
}

/** A dropout mask: a pure function of seed, name, step and size. Its memory grows to the largest batch and is used again. */
class Mask {
  private readonly stream: RandomStream;
  private buffer = new Float32Array(0);

  constructor(readonly spec: MaskSpec, seed: number) { this.stream = new RandomStream(seed, `dropout/${spec.name}`); }

  draw(sizes: Sizes, step: number): Feeds[string] {
    const shape = resolveShape(this.spec.shape, sizes, this.spec.name);
    const length = shape.reduce((product, size) => product * size, 1);
    if (this.buffer.length < length) this.buffer = new Float32Array(length);
    const data = this.buffer.subarray(0, length);
    this.stream.counter = step * MASK_BLOCKS_A_STEP;
    this.stream.fillDropoutMask(data, this.spec.keep);
    return { type: 'float32', shape, data };
  }
}
