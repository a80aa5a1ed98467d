import { describe, expect, it } from 'vitest';
import { createEngine } from '../engine/choose';
import { createReferenceEngine } from '../engine/reference/referenceEngine';
import { Variables } from '../engine/engine';
import { Graph } from '../graph/graph';
import { add, matMul, mul, sub, sumOfSquares } from '../graph/ops';
import type { ModelGraph } from '../models/model';
import oracle from './fixtures/optimizers.json';
import type { OptimizerOptions } from './optimizers';
import { Updater } from './trainStep';

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

describe.each([['reference', createReferenceEngine], ['onnxruntime', () => createEngine({ engine: 'onnxruntime', threads: 1 })]] as const)('the update (%s)', (_engine, engineOf) => {
  it.each(oracle.runs.map((run) => [JSON.stringify(run.options), run] as const))('steps as PyTorch does: %s', async (_name, { options, steps }) => {
    const model = regression();
    const variables = new Variables();
    variables.set('weight', [3, 2], Float32Array.from(oracle.weight));
    variables.set('bias', [2], Float32Array.from(oracle.bias));
    const updater = await Updater.load(model, await engineOf(), variables, options as OptimizerOptions);
    const x = { type: 'float32', shape: [5, 3], data: Float32Array.from(oracle.inputs) } as const;
    const y = { type: 'float32', shape: [5, 2], data: Float32Array.from(oracle.targets) } as const;
    for (const [step, wanted] of steps.entries()) {
      const { loss, gradientNorm } = await updater.run([{ tokens: 5 }], step, options.learningRate, () => ({ x, y }));
      expect([loss, gradientNorm]).toBeAllclose([wanted.loss, wanted.gradientNorm], { rtol: 2e-6 });
      expect(variables.get('weight').data).toBeAllclose(wanted.weight, { rtol: 2e-6, atol: 5e-7 });
      expect(variables.get('bias').data).toBeAllclose(wanted.bias, { rtol: 2e-6, atol: 5e-7 });
    }
  });

  it.each([null, 1])('keeps a parameter with zero gradient where it is (clipNorm %s)', async (clipNorm) => {
    const graph = new Graph('flat');
    const weight = graph.parameter('weight', [2]);
    const variables = new Variables();
    variables.set('weight', [2], new Float32Array(2));
    const updater = await Updater.load({ graph, loss: sumOfSquares(weight), parameters: [weight], masks: [], states: [] }, await engineOf(), variables, { optimizer: 'sgd', momentum: 0, weightDecay: 0, clipNorm });
    const { gradientNorm } = await updater.run([{ tokens: 1 }], 0, 1, () => ({}));
    expect(gradientNorm).toBe(0);
    expect([...variables.get('weight').data]).toEqual([0, 0]);
  });

  it('refuses a graph without a loss', async () => {
    const graph = new Graph('predict');
    await expect(Updater.load({ graph, loss: null, parameters: [], masks: [], states: [] }, await engineOf(), new Variables(), { optimizer: 'sgd', momentum: 0, weightDecay: 0, clipNorm: 1 })).rejects.toThrow(/^internal: .*no loss/);
  });
});
