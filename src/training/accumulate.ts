/**
 * Gradients of several batches before one update (`training.accumulate`), in two graphs: one adds a batch's gradients to accumulators, the other
 * updates the weights from them. A training without it has neither, and its one graph is as it was.
 *
 * With n_i predicted tokens in batch i, G ← keep · G + n_i g_i (keep 0 for the first batch, so nothing need be cleared) and the update takes
 * G / Σ n_i: the gradient of the mean over all tokens, as of one batch that holds them all.
 */
import type { Feeds } from '../engine/engine';
import { Graph } from '../graph/graph';
import { add, mul } from '../graph/ops';
import type { ModelGraph } from '../models/model';
import { attachUpdate, lossGradients, Scalars, type OptimizerOptions, type OptimizerPlan } from './optimizers';

type Names = readonly { readonly name: string; readonly shape: readonly number[] }[];
const accumulatorsOf = ({ parameters }: Pick<ModelGraph, 'parameters'>): Names =>
  parameters.map(({ name, shape }) => ({ name: `gradient.${name}`, shape: shape as readonly number[] }));

export interface AccumulationPlan {
  /** Begin at any finite numbers. */
  readonly accumulators: Names;
  /** @param tokens of the batch @param first whether it is the first of its update */
  feedsFor(tokens: number, first: boolean): Feeds;
}

/** Adds the backward pass to a training graph: the accumulators are assigned, `loss` becomes an output. */
export function attachAccumulation(model: ModelGraph): AccumulationPlan {
  const { graph } = model;
  const slopes = lossGradients(model);
  const accumulators = accumulatorsOf(model);
  const keep = graph.input('accumulate.keep', 'float32', []);
  const tokens = graph.input('accumulate.tokens', 'float32', []);
  accumulators.forEach(({ name, shape }, index) => {
    const sum = graph.parameter(name, shape);
    graph.assign(sum, add(mul(sum, keep), mul(slopes[index], tokens)));
  });
  const scalars = new Scalars();
  return { accumulators, feedsFor: (count, first) => scalars.set('accumulate.keep', first ? 0 : 1).set('accumulate.tokens', count).feeds };
}

export interface UpdatePlan extends OptimizerPlan {
  readonly graph: Graph;
  /** @param step updates made before @param tokens of all batches of this update */
  feedsAt(step: number, learningRate: number, tokens?: number): Feeds;
}

/** The graph that updates the model's weights from the accumulators; it gives out `gradientNorm`. */
export function updateGraph(model: ModelGraph, options: OptimizerOptions): UpdatePlan {
  const graph = new Graph(`${model.graph.name} update`);
  const parameters = model.parameters.map(({ name, shape }) => graph.parameter(name, shape as readonly number[]));
  const share = graph.input('accumulate.share', 'float32', []);
  const slopes = accumulatorsOf(model).map(({ name, shape }) => mul(graph.parameter(name, shape), share));
  const plan = attachUpdate({ graph, parameters }, slopes, options);
  const scalars = new Scalars();
  return {
    graph, moments: plan.moments,
    feedsAt: (step, learningRate, tokens = 1) => ({ ...plan.feedsAt(step, learningRate), ...scalars.set('accumulate.share', 1 / tokens).feeds }),
  };
}
