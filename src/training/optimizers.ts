/**
 * The update of the weights as a graph of its own: the gradients' global norm, clipping and the optimizer, from gradients that lie in variables beside the
 * weights (`gradients.ts`). It is element-wise but for the norm, so an engine may make one walk over memory of it (`engine/elementwise/`). What changes from
 * step to step (rates, bias corrections) is fed as scalars.
 */
import type { Feeds } from '../engine/engine';
import { Graph, type Value } from '../graph/graph';
import { add, div, max, min, mul, sqrt, sub, sumOfSquares } from '../graph/ops';
import type { ModelGraph } from '../models/model';
import { gradientsOf } from './gradients';
import { Scalars } from './scalars';

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

export interface UpdatePlan {
  readonly graph: Graph;
  /** What the optimizer remembers from step to step. Begins at zero. */
  readonly moments: readonly { readonly name: string; readonly shape: readonly number[] }[];
  /**
   * The scalars of a step; the same object every time, filled anew.
   * @param step updates made before
   * @param share factor of the gradients: 1 / n where they are sums over n tokens. Default 1
   */
  feedsAt(step: number, learningRate: number, share?: number): Feeds;
}

type Optimizer = Pick<UpdatePlan, 'moments'> & { feedsAt(step: number, learningRate: number): Feeds };

/** β₁, β₂ and ε of Adam, as in the paper. */
const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

/** The graph that updates a model's weights from their gradients: every parameter is assigned its next value, and `gradientNorm` is given out as it was before any clipping. */
export function updateGraph(model: Pick<ModelGraph, 'graph' | 'parameters'>, options: OptimizerOptions): UpdatePlan {
  const graph = new Graph(`${model.graph.name} update`);
  const parameters = model.parameters.map(({ name, shape }) => graph.parameter(name, shape as readonly number[]));
  const share = graph.input('share', 'float32', []);
  const slopes = gradientsOf(model).map(({ name, shape }) => mul(graph.parameter(name, shape), share));
  const { clipValue = null, clipNorm } = options;
  const norm = normOf(slopes);
  const clipped = clipValue === null ? slopes : slopes.map((slope) => max(min(slope, clipValue), -clipValue));
  const clippedNorm = clipValue === null || clipNorm === null ? norm : normOf(clipped);
  const factor = clipNorm === null ? graph.constant('float32', [], [1]) : min(div(graph.constant('float32', [], [clipNorm]), clippedNorm), 1);
  graph.output('gradientNorm', norm);
  const updated = { graph, parameters };
  const optimizer = options.optimizer === 'sgd' ? attachSgd(updated, clipped, factor, options.momentum) : attachAdam(updated, clipped, factor, options);
  const scalars = new Scalars();
  return { graph, moments: optimizer.moments, feedsAt: (step, learningRate, shared = 1) => ({ ...optimizer.feedsAt(step, learningRate), ...scalars.set('share', shared).feeds }) };
}

interface Updated { readonly graph: Graph; readonly parameters: readonly Value[] }

/** √ of the sum of squares over all parameters. */
const normOf = (slopes: readonly Value[]): Value => sqrt(slopes.map(sumOfSquares).reduce((sum, square) => add(sum, square)));

function attachSgd({ graph, parameters }: Updated, slopes: readonly Value[], factor: Value, momentum: number): Optimizer {
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
function attachAdam({ graph, parameters }: Updated, slopes: readonly Value[], factor: Value, { optimizer, weightDecay }: OptimizerOptions): Optimizer {
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
