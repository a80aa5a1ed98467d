/** Softmax cross-entropy over a masked batch, and how often the likeliest token is right. */
import type { Value } from '../graph/graph';
import { add, argMax, cast, div, equal, gatherElements, logSumExp, mul, reduceSum, reshape, sub, unsqueeze } from '../graph/ops';
import { productOf } from '../graph/size';

/** All axes as one, with a last axis of size 1: [T, B] -> [T*B, 1] */
const column = (x: Value): Value => reshape(x, [productOf(x.shape), 1]);

/**
 * Mean over the mask of -log softmax(logits)[target], in nats. With label smoothing ε the target is (1-ε) of the right token and ε spread
 * over all V (Szegedy et al. 2016, section 7).
 * @param logits  [N, V]
 * @param targets int32, N numbers
 * @param mask    float32, N numbers, 1 where a target counts; at least one does
 */
export function crossEntropy(logits: Value, targets: Value, mask: Value, labelSmoothing = 0): Value {
  const picked = gatherElements(logits, column(targets)); // [N, 1]
  const normalizer = logSumExp(logits); // [N, 1]
  const V = logits.shape[1] as number;
  const aim = labelSmoothing === 0 ? picked : add(mul(picked, 1 - labelSmoothing), mul(reduceSum(logits, [1], true), labelSmoothing / V));
  return maskedMean(sub(normalizer, aim), mask);
}

/** Mean over the mask of as many numbers as it has, in any shape. */
export function maskedMean(numbers: Value, mask: Value): Value {
  return div(reduceSum(mul(column(numbers), column(mask)), [0, 1]), reduceSum(column(mask), [0, 1]));
}

/** How many targets under the mask are the likeliest token. Scalar. */
export function countCorrect(logits: Value, targets: Value, mask: Value): Value {
  const right = cast(equal(unsqueeze(argMax(logits), 1), column(targets)), 'float32'); // [N, 1]
  return reduceSum(mul(right, column(mask)), [0, 1]);
}

