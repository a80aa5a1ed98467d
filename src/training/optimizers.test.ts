import { describe, expect, it } from 'vitest';
import { createReferenceEngine } from '../engine/reference/referenceEngine';
import { Variables } from '../engine/engine';
import { Graph } from '../graph/graph';
import { add, matMul, mul, sub, sumOfSquares } from '../graph/ops';
import type { ModelGraph } from '../models/model';
import oracle from './fixtures/optimizers.json';
import { attachOptimizer, type OptimizerOptions } from './optimizers';

/** Mean over 5 examples of |x W + b − y|²: the problem of the oracle. */
function regression(): ModelGraph {
  const graph = new Graph('regression');
  const x = graph.input('x', 'float32', [5, 3]);
  const y = graph.input('y', 'float32', [5, 2]);
  const weight = graph.parameter('weight', [3, 2]);
  const bias = graph.parameter('bias', [2]);
  const loss = mul(sumOfSquares(sub(add(matMul(x, weight), bias), y)), 1 / 5);
  return { graph, loss, parameters: [weight, bias], masks: [], states: [] };
}

describe('attachOptimizer', () => {
  it.each(oracle.runs.map((run) => [JSON.stringify(run.options), run] as const))('steps as PyTorch does: %s', async (_name, { options, steps }) => {
    const model = regression();
    const plan = attachOptimizer(model, options as OptimizerOptions);
    const variables = new Variables();
    variables.set('weight', [3, 2], Float32Array.from(oracle.weight));
    variables.set('bias', [2], Float32Array.from(oracle.bias));
    for (const { name, shape } of plan.moments) variables.set(name, shape, new Float32Array(shape.reduce((product, size) => product * size, 1)));
    const program = await createReferenceEngine().load(model.graph, variables);
    const x = { type: 'float32', shape: [5, 3], data: Float32Array.from(oracle.inputs) } as const;
    const y = { type: 'float32', shape: [5, 2], data: Float32Array.from(oracle.targets) } as const;
    for (const [step, wanted] of steps.entries()) {
      const results = await program.run({ x, y, ...plan.feedsAt(step, options.learningRate) });
      expect(results.loss.data as Float32Array).toBeAllclose([wanted.loss], { rtol: 2e-6 });
      expect(results.gradientNorm.data as Float32Array).toBeAllclose([wanted.gradientNorm], { rtol: 2e-6 });
      expect(variables.get('weight').data).toBeAllclose(wanted.weight, { rtol: 2e-6, atol: 5e-7 });
      expect(variables.get('bias').data).toBeAllclose(wanted.bias, { rtol: 2e-6, atol: 5e-7 });
    }
  });

  it.each([null, 1])('keeps a parameter with zero gradient where it is (clipNorm %s)', async (clipNorm) => {
    const graph = new Graph('flat');
    const weight = graph.parameter('weight', [2]);
    const plan = attachOptimizer({ graph, loss: sumOfSquares(weight), parameters: [weight], masks: [], states: [] }, { optimizer: 'sgd', momentum: 0, weightDecay: 0, clipNorm });
    const variables = new Variables();
    variables.set('weight', [2], new Float32Array(2));
    const program = await createReferenceEngine().load(graph, variables);
    const { gradientNorm } = await program.run(plan.feedsAt(0, 1));
    expect(gradientNorm.data[0]).toBe(0);
    expect([...variables.get('weight').data]).toEqual([0, 0]);
  });

  it('makes every update wait for every gradient, clipped or not', () => {
    const model = regression();
    attachOptimizer(model, { optimizer: 'sgd', momentum: 0, weightDecay: 0, clipNorm: null });
    const norm = model.graph.outputs.find(({ name }) => name === 'gradientNorm')!.value;
    for (const next of model.graph.assignments.values()) {
      const seen = new Set([next]);
      for (const value of seen) for (const input of value.producer?.inputs ?? []) seen.add(input);
      expect(seen).toContain(norm);
    }
  });

  it('refuses a graph without a loss', () => {
    const graph = new Graph('predict');
    expect(() => attachOptimizer({ graph, loss: null, parameters: [], masks: [], states: [] }, { optimizer: 'sgd', momentum: 0, weightDecay: 0, clipNorm: 1 })).toThrow(/^internal: .*no loss/);
  });
});
