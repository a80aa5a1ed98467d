/**
 * The mean of the last checkpoints (`training.averageCheckpoints`; Junczys-Dowmunt et al. 2016, section 3.2, and Vaswani et al. 2017, section 6.1): of weights that circle around a good
 * place it is often nearer to it than any of them.
 */
import { join } from 'node:path';
import type { Variables } from '../engine/engine';
import type { Model } from '../models/model';
import { runFiles } from '../protocol/runFiles';
import { checkpointFiles } from './checkpoint';
import { readSafetensors, type NamedTensor } from './safetensors';

/** The mean of the weights at these steps, each number summed in double precision. @throws UserError where a checkpoint cannot be read */
export async function averageWeights(runFolder: string, model: Pick<Model, 'parameters'>, steps: readonly number[]): Promise<NamedTensor[]> {
  const sums = model.parameters.map(({ shape }) => new Float64Array(shape.reduce((product, size) => product * size, 1)));
  for (const step of steps) {
    const { tensors } = await readSafetensors(join(runFolder, runFiles.checkpoints, String(step), checkpointFiles.model));
    model.parameters.forEach(({ name }, index) => {
      const { data } = tensors.get(name)!;
      const sum = sums[index];
      for (let i = 0; i < sum.length; i++) sum[i] += data[i];
    });
  }
  return model.parameters.map(({ name, shape }, index) => ({ name, shape: [...shape], data: Float32Array.from(sums[index], (sum) => sum / steps.length) }));
}

/** Lets `use` work while the variables hold other weights, and puts theirs back whatever happens. */
export async function withWeights<T>(variables: Variables, weights: readonly NamedTensor[], use: () => Promise<T>): Promise<T> {
  await variables.settle();
  const own = weights.map(({ name, shape }) => ({ name, shape, data: variables.get(name).data.slice() }));
  const set = (tensors: readonly NamedTensor[]): void => { for (const { name, shape, data } of tensors) variables.set(name, shape, data); };
  set(weights);
  try {
    return await use();
  } finally {
    set(own);
  }
}
