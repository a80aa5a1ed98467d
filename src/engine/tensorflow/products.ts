/** Matrix products. A transposed operand is read where it lies: the plan hands it over untransposed, with a flag. */
import { broadcast } from '../../graph/size';
import { lengthOf } from '../reference/array64';
import { EXPAND_NEEDS, expandTo } from './layout';
import type { Device, DeviceTensor } from './device';
import type { Kernels } from './kernel';

/** The JavaScript kernel broadcasts stacks that are equal, or one: others are repeated for it. */
function fitStack(device: Device, x: DeviceTensor, stack: readonly number[]): DeviceTensor {
  const own = x.shape.slice(0, -2);
  return lengthOf(own) === 1 || lengthOf(own) === lengthOf(stack) ? device.share(x) : expandTo(device, x, [...stack, ...x.shape.slice(-2)]);
}

export const products: Kernels = {
  /** [..., M, K] × [..., K, N] -> [..., M, N] */
  MatMul: {
    needs: ['BatchMatMul', ...EXPAND_NEEDS],
    compute: ({ device, tensors: [a, b], attributes }) => {
      const transposeA = attributes.transposeA === true;
      const transposeB = attributes.transposeB === true;
      if (b.shape.length === 2 && a.shape.length > 2 && !transposeA) {
        // One matrix under a whole stack: [..., M, K] is one large [N, K]
        const rows = device.reshape(a, [lengthOf(a.shape.slice(0, -1)), a.shape[a.shape.length - 1]]);
        const product = device.run('BatchMatMul', { a: rows, b }, { transposeA, transposeB });
        rows.dispose();
        return [device.use('Reshape', { x: product }, { shape: [...a.shape.slice(0, -1), ...product.shape.slice(1)] })];
      }
      if (a.shape.length === 2 && b.shape.length === 2) return [device.run('BatchMatMul', { a, b }, { transposeA, transposeB })];
      const stack = broadcast(a.shape.slice(0, -2), b.shape.slice(0, -2)) as number[];
      const [left, right] = [fitStack(device, a, stack), fitStack(device, b, stack)];
      return [device.use('BatchMatMul', { a: left, b: right }, { transposeA, transposeB })];
    },
  },
};
