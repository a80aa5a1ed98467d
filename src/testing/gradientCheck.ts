/** Holds a derived gradient against central differences, both in double precision on the reference engine. */
import { evaluate, type DoubleInput } from '../engine/reference/evaluate';
import { gradients, type DifferentiateOptions } from '../graph/differentiate';
import type { Graph, Value } from '../graph/graph';

export interface GradientCheck {
  /** Largest difference, relative to max(1, |numeric|). */
  readonly worst: number;
  /** How many derivatives were compared. */
  readonly compared: number;
}

/**
 * (f(x+ε) - f(x-ε)) / 2ε for every number of every `wrt`, beside the derived gradient.
 * @param wrt float32 inputs or parameters of the graph
 */
export function checkGradients(graph: Graph, loss: Value, wrt: readonly Value[], feeds: Readonly<Record<string, DoubleInput>>, options?: DifferentiateOptions, step = 1e-5): GradientCheck {
  graph.output('checked.loss', loss);
  gradients(loss, wrt, options).forEach((gradient, i) => graph.output(`checked.${wrt[i].name}`, gradient));
  const isParameter = new Set(graph.parameters.map(({ name }) => name));
  const run = (given: Readonly<Record<string, DoubleInput>>): ReturnType<typeof evaluate> => {
    const of = (parameters: boolean): Record<string, DoubleInput> => Object.fromEntries(Object.entries(given).filter(([name]) => isParameter.has(name) === parameters));
    return evaluate(graph, of(false), of(true));
  };
  const derived = run(feeds);
  let worst = 0;
  let compared = 0;
  for (const { name } of wrt) {
    const { shape, data } = feeds[name];
    for (let i = 0; i < data.length; i++) {
      const lossAt = (change: number): number => {
        const moved = Float64Array.from(data);
        moved[i] += change;
        return run({ ...feeds, [name]: { shape, data: moved } })['checked.loss'].data[0];
      };
      const numeric = (lossAt(step) - lossAt(-step)) / (2 * step);
      worst = Math.max(worst, Math.abs(numeric - derived[`checked.${name}`].data[i]) / Math.max(1, Math.abs(numeric)));
      compared++;
    }
  }
  return { worst, compared };
}

/** Numbers that repeat and have no structure: sin of multiples, between -1 and 1. */
export function wave(shape: readonly number[], phase = 0): DoubleInput {
  return { shape, data: Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(1.7 * i + 0.3 + phase)) };
}
