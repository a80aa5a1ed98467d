/** Sums, largest elements and the softmax family. */
import type { Value } from '../graph';
import { define } from '../registry';
import { expand, mul, reduceSum, softmax, sub, unsqueeze } from '../ops';
import { expectType, liftUnary, numberAttribute, numbersAttribute } from './support';

define({
  name: 'ReduceSum',
  infer: ([x], attributes) => {
    const axes = numbersAttribute(attributes, 'axes');
    const shape = attributes.keepDims ? x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size)) : x.shape.filter((_, axis) => !axes.includes(axis));
    return [{ type: x.type, shape }];
  },
  gradient: ({ inputs: [x], attributes }, [dy]) => {
    if (!dy) return [null];
    let kept = dy;
    if (!attributes.keepDims) for (const axis of numbersAttribute(attributes, 'axes')) kept = unsqueeze(kept, axis);
    return [expand(kept, x.shape)];
  },
  lift: ([x], attributes) => [reduceSum(x.value, numbersAttribute(attributes, 'axes').map((axis) => axis + 1), attributes.keepDims as boolean)],
});

define({
  name: 'ReduceSumSquare',
  infer: ([x]) => { expectType('sumOfSquares', x, 'float32'); return [{ type: 'float32', shape: [] }]; },
  gradient: ({ inputs: [x] }, [dy]) => [dy && mul(mul(dy, 2), x)],
});

const lastAxisOne = (shape: Value['shape']): Value['shape'] => shape.with(-1, 1);

define({ name: 'ReduceMax', infer: ([x]) => [{ type: x.type, shape: lastAxisOne(x.shape) }], lift: liftUnary('ReduceMax') });

define({
  name: 'Softmax',
  infer: ([x]) => { expectType('softmax', x, 'float32'); return [{ type: 'float32', shape: x.shape }]; },
  /** dx = y ⊙ (dy - Σ dy ⊙ y) */
  gradient: ({ outputs: [y] }, [dy]) => [dy && mul(y, sub(dy, reduceSum(mul(dy, y), [-1], true)))],
  lift: liftUnary('Softmax'),
});

define({
  name: 'ReduceLogSumExp',
  infer: ([x]) => { expectType('logSumExp', x, 'float32'); return [{ type: 'float32', shape: lastAxisOne(x.shape) }]; },
  gradient: ({ inputs: [x] }, [dy]) => [dy && mul(softmax(x), dy)],
  lift: liftUnary('ReduceLogSumExp'),
});

define({ name: 'ArgMax', infer: ([x]) => [{ type: 'int32', shape: x.shape.slice(0, -1) }], lift: liftUnary('ArgMax') });

define({
  name: 'TopK',
  infer: ([x], attributes) => {
    const shape = x.shape.with(-1, numberAttribute(attributes, 'k'));
    return [{ type: x.type, shape }, { type: 'int32', shape }];
  },
  lift: liftUnary('TopK'),
});
