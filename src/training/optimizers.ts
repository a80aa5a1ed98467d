/**
 * The optimizer as part of the graph: gradients, their global norm, clipping and the update are nodes after the loss, so a step is one run
 * and weights never leave the engine. What changes from step to step (rates, bias corrections) is fed as scalars.
 */
import type { Feeds } from '../engine/engine';
import { gradients } from '../graph/differentiate';
import type { Tensor, Value } from '../graph/graph';
import { multiplyTablesNotRows } from '../graph/lookups';
import { add, div, max, min, mul, sqrt, sub, sumOfSquares } from '../graph/ops';
import type { ModelGraph } from '../models/model';

export interface OptimizerOptions {
  /**
   * `adam`: Kingma and Ba 2015, algorithm 1. `adamw`: Loshchilov and Hutter 2019, algorithm 2, whose decay is scaled by the learning rate.
   * `sgd`: Sutskever et al. 2013 in the form v ← μ v + g, θ ← θ − η v.
   */
  readonly optimizer: 'adam' | 'adamw' | 'sgd';
  /** μ, `sgd` alone. */
  readonly momentum: number;
  /** λ, `adamw` alone: every parameter shrinks by the factor 1 − η λ a step, biases too. */
  readonly weightDecay: number;
  /** Each number of a gradient is cut to −clipValue … clipValue, before the norm is clipped; null or left out: never. */
  readonly clipValue?: number | null;
  /** Gradients are scaled by min(1, clipNorm / ‖g‖), ‖g‖ over all parameters (Pascanu et al. 2013, algorithm 1); null: never. */
  readonly clipNorm: number | null;
}

export interface OptimizerPlan {
  /** What the optimizer remembers from step to step. Begins at zero. */
  readonly moments: readonly { readonly name: string; readonly shape: readonly number[] }[];
  /** The scalars of a step. `step` counts the updates made before it; the same object every time, filled anew. */
  feedsAt(step: number, learningRate: number): Feeds;
}

/** β₁, β₂ and ε of Adam, as in the paper. */
const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;
const LARGEST_FLOAT32 = (2 - 2 ** -23) * 2 ** 127;

/**
 * Adds the backward pass and the update to a training graph: every parameter is assigned its next value, `loss` and `gradientNorm` (before
 * clipping) become outputs.
 */
export const attachOptimizer = (model: ModelGraph, options: OptimizerOptions): OptimizerPlan => attachUpdate(model, lossGradients(model), options);

/** The gradient of the loss with respect to each parameter of a training graph; `loss` becomes an output. */
export function lossGradients({ graph, loss, parameters }: ModelGraph): readonly Value[] {
  if (!loss) throw new Error(`internal: the graph ${graph.name} has no loss to train on`);
  multiplyTablesNotRows(graph);
  graph.output('loss', loss);
  return gradients(loss, parameters);
}

type Updated = Pick<ModelGraph, 'graph' | 'parameters'>;

/** Adds clipping and the update to a graph that has the gradients; `gradientNorm`, as it was before any clipping, becomes an output. */
export function attachUpdate(model: Updated, slopes: readonly Value[], options: OptimizerOptions): OptimizerPlan {
  const { graph } = model;
  const { clipValue = null, clipNorm } = options;
  const norm = normOf(slopes);
  const clipped = clipValue === null ? slopes : slopes.map((slope) => max(min(slope, clipValue), -clipValue));
  const clippedNorm = clipValue === null || clipNorm === null ? norm : normOf(clipped);
  // The factor is there even without clipping: an engine may overwrite a parameter in place because its update waits for every gradient.
  const factor = min(div(graph.constant('float32', [], [clipNorm ?? LARGEST_FLOAT32]), clippedNorm), 1);
  graph.output('gradientNorm', norm);
  return options.optimizer === 'sgd' ? attachSgd(model, clipped, factor, options.momentum) : attachAdam(model, clipped, factor, options);
}

/** √ of the sum of squares over all parameters. */
const normOf = (slopes: readonly Value[]): Value => sqrt(slopes.map(sumOfSquares).reduce((sum, square) => add(sum, square)));

function attachSgd({ graph, parameters }: Updated, slopes: readonly Value[], factor: Value, momentum: number): OptimizerPlan {
  const scalars = new Scalars();
  const learningRate = graph.input('sgd.learningRate', 'float32', []);
  const moments: { name: string; shape: readonly number[] }[] = [];
  parameters.forEach((parameter, index) => {
    if (momentum === 0) {
      graph.assign(parameter, sub(parameter, mul(slopes[index], mul(factor, learningRate))));
      return;
    }
    const velocity = momentOf(parameter, 'sgd.v', moments);
    const next = add(mul(velocity, momentum), mul(slopes[index], factor));
    graph.assign(velocity, next);
    graph.assign(parameter, sub(parameter, mul(next, learningRate)));
  });
  return { moments, feedsAt: (_step, rate) => scalars.set('sgd.learningRate', rate).feeds };
}

/**
 * m ← β₁ m + (1 − β₁) g and v ← β₂ v + (1 − β₂) g²; θ ← θ − η m̂ / (√v̂ + ε) with m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ). The corrections are
 * moved into scalars, θ ← θ − η_t m / (√v + ε_t) with η_t = η √(1 − β₂ᵗ) / (1 − β₁ᵗ), ε_t = ε √(1 − β₂ᵗ), which is the same and saves two
 * passes over the weights (section 2 of the paper; with its ε, unlike there, scaled along).
 */
function attachAdam({ graph, parameters }: Updated, slopes: readonly Value[], factor: Value, { optimizer, weightDecay }: OptimizerOptions): OptimizerPlan {
  const scalars = new Scalars();
  const decays = optimizer === 'adamw' && weightDecay > 0;
  const stepSize = graph.input('adam.stepSize', 'float32', []);
  const epsilon = graph.input('adam.epsilon', 'float32', []);
  const shrink = decays ? graph.input('adam.shrink', 'float32', []) : null;
  const first = mul(factor, 1 - BETA1);
  const second = mul(mul(factor, factor), 1 - BETA2);
  const moments: { name: string; shape: readonly number[] }[] = [];
  parameters.forEach((parameter, index) => {
    const slope = slopes[index];
    const mean = momentOf(parameter, 'adam.m', moments);
    const square = momentOf(parameter, 'adam.v', moments);
    const nextMean = add(mul(mean, BETA1), mul(slope, first));
    const nextSquare = add(mul(square, BETA2), mul(mul(slope, slope), second));
    graph.assign(mean, nextMean);
    graph.assign(square, nextSquare);
    const kept = shrink ? mul(parameter, shrink) : parameter;
    graph.assign(parameter, sub(kept, mul(div(nextMean, add(sqrt(nextSquare), epsilon)), stepSize)));
  });
  return {
    moments,
    feedsAt(step, rate) {
      const correction1 = 1 - BETA1 ** (step + 1);
      const correction2 = Math.sqrt(1 - BETA2 ** (step + 1));
      scalars.set('adam.stepSize', (rate * correction2) / correction1).set('adam.epsilon', EPSILON * correction2);
      if (decays) scalars.set('adam.shrink', 1 - rate * weightDecay);
      return scalars.feeds;
    },
  };
}

function momentOf(parameter: Value, prefix: string, moments: { name: string; shape: readonly number[] }[]): Value {
  const shape = parameter.shape as readonly number[];
  const name = `${prefix}.${parameter.name}`;
  moments.push({ name, shape });
  return parameter.graph.parameter(name, shape);
}

/** Scalar feeds that are filled anew for every step. */
export class Scalars {
  readonly feeds: Record<string, Tensor> = {};

  set(name: string, value: number): this {
    const tensor = this.feeds[name] ??= { type: 'float32', shape: [], data: new Float32Array(1) };
    tensor.data[0] = value;
    return this;
  }
}
