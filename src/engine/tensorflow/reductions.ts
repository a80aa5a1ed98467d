/** Sums, maxima and what is built from them along axes. */
import { numberAttribute, numbersAttribute } from '../reference/kernel';
import { plain, type Kernels } from './kernel';

export const reductions: Kernels = {
  ReduceSum: plain('Sum', ['x'], ({ attributes }) => ({ axis: [...numbersAttribute(attributes, 'axes')], keepDims: attributes.keepDims === true })),
  ReduceSumSquare: {
    needs: ['Square', 'Sum'],
    compute: ({ device, tensors: [x] }) => [device.use('Sum', { x: device.run('Square', { x }) }, { axis: [...x.shape.keys()], keepDims: false })],
  },
  ReduceMax: plain('Max', ['x'], ({ tensors: [x] }) => ({ reductionIndices: [x.shape.length - 1], keepDims: true })),
  Softmax: plain('Softmax', ['logits'], ({ tensors: [logits] }) => ({ dim: logits.shape.length - 1 })),
  /** max x + log Σ exp(x - max x): nothing overflows. */
  ReduceLogSumExp: {
    needs: ['Add', 'Exp', 'Log', 'Max', 'Sub', 'Sum'],
    compute: ({ device, tensors: [x] }) => {
      const last = x.shape.length - 1;
      const top = device.run('Max', { x }, { reductionIndices: [last], keepDims: true });
      const powers = device.use('Exp', { x: device.run('Sub', { a: x, b: top }) });
      const log = device.use('Log', { x: device.use('Sum', { x: powers }, { axis: [last], keepDims: true }) });
      return [device.use('Add', { a: top, b: log })];
    },
  },
  ArgMax: plain('ArgMax', ['x'], ({ tensors: [x] }) => ({ axis: x.shape.length - 1 })),
  TopK: {
    needs: ['TopK'],
    compute: ({ device, tensors: [x], attributes }) => device.runForMany('TopK', { x }, { k: numberAttribute(attributes, 'k'), sorted: true }),
  },
};
