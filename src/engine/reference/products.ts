/** Matrix products. */
import { broadcast } from '../../graph/size';
import { lengthOf, type Array64 } from './array64';
import type { Kernels } from './kernel';

/** Where each matrix of a stack begins in `array`, for every matrix of the stack `batch`: stacks broadcast like numbers. */
function matrixStarts(array: Array64, batch: readonly number[]): number[] {
  const own = array.shape.slice(0, -2);
  const matrix = lengthOf(array.shape.slice(-2));
  return Array.from({ length: lengthOf(batch) }, (_, flat) => {
    let place = 0;
    let stride = matrix;
    for (let axis = 1; axis <= batch.length; axis++) {
      const size = batch[batch.length - axis];
      const at = flat % size;
      flat = (flat - at) / size;
      const ownSize = own[own.length - axis] ?? 1;
      if (ownSize !== 1) place += at * stride;
      stride *= ownSize;
    }
    return place;
  });
}

export const products: Kernels = {
  /** [..., M, K] × [..., K, N] -> [..., M, N]: c[m, n] = Σ_k a[m, k] · b[k, n] */
  MatMul: ([a, b]) => {
    const [m, k] = a.shape.slice(-2);
    const [inner, n] = b.shape.slice(-2);
    const batch = broadcast(a.shape.slice(0, -2), b.shape.slice(0, -2)) as number[] | null;
    if (k !== inner || !batch) throw new TypeError(`matMul: [${a.shape.join(', ')}] and [${b.shape.join(', ')}] do not meet`);
    const shape = [...batch, m, n];
    const data = new Float64Array(lengthOf(shape));
    const [startsA, startsB] = [matrixStarts(a, batch), matrixStarts(b, batch)];
    startsA.forEach((startA, index) => {
      const startB = startsB[index];
      const startC = index * m * n;
      for (let row = 0; row < m; row++) {
        for (let i = 0; i < k; i++) {
          const factor = a.data[startA + row * k + i];
          for (let column = 0; column < n; column++) data[startC + row * n + column] += factor * b.data[startB + i * n + column];
        }
      }
    });
    return [{ type: a.type, shape, data }];
  },
};
