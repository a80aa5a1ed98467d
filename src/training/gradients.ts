/**
 * The backward pass: a training graph gets the gradient of its loss with respect to each weight, and leaves it in a variable beside the weight. With
 * `training.accumulate` the gradients of several batches add up there before one update takes them.
 */
import type { Feeds } from '../engine/engine';
import { gradients } from '../graph/differentiate';
import type { Value } from '../graph/graph';
import { multiplyTablesNotRows } from '../graph/lookups';
import { add, mul } from '../graph/ops';
import type { ModelGraph } from '../models/model';
import { Scalars } from './scalars';

type Names = readonly { readonly name: string; readonly shape: readonly number[] }[];

/** The variables that hold the gradients of a model's weights. */
export const gradientsOf = ({ parameters }: Pick<ModelGraph, 'parameters'>): Names =>
  parameters.map(({ name, shape }) => ({ name: `gradient.${name}`, shape: shape as readonly number[] }));

/** Each gradient is assigned to its variable; `loss` becomes an output. */
export function attachGradients(model: ModelGraph): void {
  lossGradients(model).forEach((slope, index) => model.graph.assign(gradientVariable(model, index), slope));
}

/**
 * With n predicted tokens in a batch, G ← keep · G + n g (keep 0 for the first batch, so nothing need be cleared), and the update takes G / Σ n: the gradient of
 * the mean over all tokens, as of one batch that holds them all. `loss` becomes an output.
 * @returns the scalars of a batch. `first`: whether it is the first of its update
 */
export function attachGradientSums(model: ModelGraph): (tokens: number, first: boolean) => Feeds {
  const slopes = lossGradients(model);
  const { graph } = model;
  const [keep, tokens] = [graph.input('accumulate.keep', 'float32', []), graph.input('accumulate.tokens', 'float32', [])];
  slopes.forEach((slope, index) => {
    const sum = gradientVariable(model, index);
    graph.assign(sum, add(mul(sum, keep), mul(slope, tokens)));
  });
  const scalars = new Scalars();
  return (count, first) => scalars.set('accumulate.keep', first ? 0 : 1).set('accumulate.tokens', count).feeds;
}

function lossGradients({ graph, loss, parameters }: ModelGraph): readonly Value[] {
  if (!loss) throw new Error(`internal: the graph ${graph.name} has no loss to train on`);
  multiplyTablesNotRows(graph);
  graph.output('loss', loss);
  return gradients(loss, parameters);
}

function gradientVariable(model: ModelGraph, index: number): Value {
  const { name, shape } = gradientsOf(model)[index];
  return model.graph.parameter(name, shape);
}
