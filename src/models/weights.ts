/** The parameters of a model, declared where they are used: a graph asks for a weight by name, and what it asked for is the model's list. */
import { Graph, type Value } from '../graph/graph';
import { full, mul } from '../graph/ops';
import { RandomStream } from '../random/philox';
import type { Initializer } from './initializers';
import type { MaskSpec, ModelGraph, ParameterSpec, StateSpec } from './model';
import type { Shape } from '../graph/size';

/** A graph under construction with the weights, masks and states it has asked for. */
export class ModelBuilder {
  readonly graph: Graph;
  readonly specs = new Map<string, ParameterSpec>();
  private readonly masks: MaskSpec[] = [];
  private readonly states: StateSpec[] = [];
  private readonly values = new Map<string, Value>();

  /** @param dropout share of values dropped; 0 outside training */
  constructor(name: string, readonly dropout: number) {
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

  /** Inverted dropout (Srivastava et al. 2014): the trainer feeds a mask of 0 and 1 / keep. Nothing happens outside training. */
  drop(name: string, x: Value): Value {
    return this.dropout === 0 ? x : mul(x, this.mask(name, x.shape));
  }

  /** A dropout mask as an input of its own, for use inside a loop. */
  mask(name: string, shape: Shape): Value {
    const spec = { name: `dropout.${name}`, shape, keep: 1 - this.dropout };
    this.masks.push(spec);
    return this.graph.input(spec.name, 'float32', shape);
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
    return { graph: this.graph, loss, parameters: [...this.values.values()], masks: this.masks, states: this.states };
  }
}
