/** The parameters of a model, declared where they are used: a graph asks for a weight by name, and what it asked for is the model's list. */
import { Graph, type Value } from '../graph/graph';
import { full, mul } from '../graph/ops';
import { RandomStream } from '../random/philox';
import type { Initializer } from './initializers';
import type { MaskSpec, ModelGraph, ParameterSpec, StateSpec } from './model';
import type { Shape } from '../graph/size';

/** What disturbs a model while it trains, so that it does not learn by heart. */
export interface Noise {
  /** Share of values dropped between layers. */
  readonly dropout: number;
  /** One mask for all time steps, and one for the state that a layer hands on (Gal and Ghahramani 2016), instead of a mask a step. Default false. */
  readonly variationalDropout?: boolean;
  /** Share of the recurrent weights that are 0 for a step of the training (Merity et al. 2018, section 2). Default 0. */
  readonly weightDrop?: number;
}

const QUIET: Noise = { dropout: 0 };

/** A graph under construction with the weights, masks and states it has asked for. */
export class ModelBuilder {
  readonly graph: Graph;
  readonly specs = new Map<string, ParameterSpec>();
  private readonly masks: MaskSpec[] = [];
  private readonly states: StateSpec[] = [];
  private readonly values = new Map<string, Value>();

  /**
   * @param noise  none outside training
   * @param frozen parameters that are not trained, by name
   */
  constructor(name: string, private readonly noise: Noise = QUIET, private readonly frozen: readonly string[] = []) {
    this.graph = new Graph(name);
  }

  weight(name: string, shape: readonly number[], initializer: Initializer): Value {
    let value = this.values.get(name);
    if (!value) {
      value = this.graph.parameter(name, shape);
      this.values.set(name, value);
      this.specs.set(name, { name, shape, initialize: (seed) => initializer(shape, new RandomStream(seed, `parameter:${name}`)) });
    }
    return value;
  }

  /** Weights that act on a cell's own state, [H, n·H]. Dropped weights are the same at every time step of a batch. */
  recurrentWeight(name: string, shape: readonly number[], initializer: Initializer): Value {
    const weight = this.weight(name, shape, initializer);
    const { weightDrop = 0 } = this.noise;
    return weightDrop === 0 ? weight : mul(weight, this.mask(`weightDrop.${name}`, shape, 1 - weightDrop));
  }

  /**
   * Inverted dropout (Srivastava et al. 2014): the trainer feeds a mask of 0 and 1 / keep. Nothing happens outside training.
   * @param x [T, …] or, in models without time, anything; variational masks have T = 1
   */
  drop(name: string, x: Value): Value {
    const { dropout, variationalDropout = false } = this.noise;
    return dropout === 0 ? x : mul(x, this.mask(`dropout.${name}`, variationalDropout ? [1, ...x.shape.slice(1)] : x.shape, 1 - dropout));
  }

  /** For dropping inside a loop: a mask for every step, [T, B, n], to be walked, or one for all of them, [B, n]; null outside training. */
  stepMask(name: string, size: number): { readonly walked: boolean; readonly mask: Value } | null {
    const { dropout, variationalDropout = false } = this.noise;
    if (dropout === 0) return null;
    return { walked: !variationalDropout, mask: this.mask(`dropout.${name}`, variationalDropout ? ['B', size] : ['T', 'B', size], 1 - dropout) };
  }

  /** The mask [B, H] of what a cell sees of its own state, the same at every step; null without variational dropout and outside training. */
  stateMask(name: string, hidden: number): Value | null {
    const { dropout, variationalDropout = false } = this.noise;
    return dropout === 0 || !variationalDropout ? null : this.mask(`dropout.${name}.state`, ['B', hidden], 1 - dropout);
  }

  /** Where the right token is read, not 0; the trainer draws it by its schedule. */
  teacherForcing(shape: Shape): Value {
    return this.mask('teacherForcing', shape, 'teacherForcing');
  }

  private mask(name: string, shape: Shape, keep: MaskSpec['keep']): Value {
    this.masks.push({ name, shape, keep });
    return this.graph.input(name, 'float32', shape);
  }

  /** A state that is fed in. */
  stateIn(name: string, shape: Shape): Value {
    return this.graph.input(`state.${name}`, 'float32', shape);
  }

  /** A state that comes out. Its next values are an output `state.<name>.next`. */
  stateOut(name: string, value: Value): void {
    const spec = { input: `state.${name}`, output: `state.${name}.next`, shape: value.shape };
    this.states.push(spec);
    this.graph.output(spec.output, value);
  }

  /** A state's first value, given out under the name by which the step takes it. */
  firstState(name: string, value: Value): void {
    this.states.push({ input: `state.${name}`, output: `state.${name}.next`, shape: value.shape });
    this.graph.output(`state.${name}`, value);
  }

  /** A state of zeros where nothing was fed. */
  zeroState(like: Value, shape: Shape): Value {
    return full(like, shape);
  }

  finish(loss: Value | null): ModelGraph {
    return { graph: this.graph, loss, parameters: [...this.values.values()].filter(({ name }) => !this.frozen.includes(name)), masks: this.masks, states: this.states };
  }
}
