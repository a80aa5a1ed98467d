/** Operations that treat every number on its own; kernels of two operands broadcast by themselves, `Select` does not. */
import type { DataType } from '../../graph/graph';
import { broadcast } from '../../graph/size';
import { plain, type Kernel, type Kernels } from './kernel';
import { EXPAND_NEEDS, expandTo } from './layout';

const unary = (kernel: string): Kernel => plain(kernel, ['x']);
const binary = (kernel: string): Kernel => plain(kernel, ['a', 'b']);

export const elementwise: Kernels = {
  Add: binary('Add'),
  Sub: binary('Sub'),
  Mul: binary('Multiply'),
  /** Of floats; the plan has whole numbers divided in this process. */
  Div: binary('RealDiv'),
  Min: binary('Minimum'),
  Max: binary('Maximum'),
  Equal: binary('Equal'),
  Less: binary('Less'),
  Greater: binary('Greater'),

  Neg: unary('Neg'),
  Exp: unary('Exp'),
  Log: unary('Log'),
  Sqrt: unary('Sqrt'),
  Tanh: unary('Tanh'),
  Sigmoid: unary('Sigmoid'),
  Relu: unary('Relu'),
  Abs: unary('Abs'),
  Not: unary('LogicalNot'),
  Identity: unary('Identity'),
  Cast: plain('Cast', ['x'], ({ attributes }) => ({ dtype: attributes.to as Exclude<DataType, 'int64'> })),

  Where: {
    needs: ['Select', ...EXPAND_NEEDS],
    compute: ({ device, tensors }) => {
      const shape = tensors.map((tensor) => tensor.shape).reduce((a, b) => broadcast(a, b) as number[]);
      const [condition, t, e] = tensors.map((tensor) => expandTo(device, tensor, shape));
      return [device.use('Select', { condition, t, e })];
    },
  },
};
