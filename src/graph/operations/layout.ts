/** Operations that move numbers and change none: their gradients move them back. */
import type { Value } from '../graph';
import { apply, define } from '../registry';
import { concat, expand, full, reshape, slice, split, squeeze, transpose, unsqueeze } from '../ops';
import { broadcast, formatShape, sameShape, type Shape, type Size } from '../size';
import { numberAttribute, numbersAttribute, stackAll, unbroadcast } from './support';

define({
  name: 'Transpose',
  infer: ([x], attributes) => {
    const perm = numbersAttribute(attributes, 'perm');
    if (perm.length !== x.shape.length) throw new TypeError(`transpose: ${perm.length} axes named for ${formatShape(x.shape)}`);
    return [{ type: x.type, shape: perm.map((axis) => x.shape[axis]) }];
  },
  gradient: ({ attributes }, [dy]) => {
    const perm = numbersAttribute(attributes, 'perm');
    return [dy && transpose(dy, perm.map((_, axis) => perm.indexOf(axis)))];
  },
  lift: ([x], attributes) => [transpose(x.value, [0, ...numbersAttribute(attributes, 'perm').map((axis) => axis + 1)])],
});

define({
  name: 'Unsqueeze',
  infer: ([x], attributes) => [{ type: x.type, shape: x.shape.toSpliced(numberAttribute(attributes, 'axis'), 0, 1) }],
  gradient: ({ attributes }, [dy]) => [dy && squeeze(dy, numberAttribute(attributes, 'axis'))],
  lift: ([x], attributes) => [unsqueeze(x.value, numberAttribute(attributes, 'axis') + 1)],
});

define({
  name: 'Squeeze',
  infer: ([x], attributes) => {
    const axis = numberAttribute(attributes, 'axis');
    if (x.shape[axis] !== 1) throw new TypeError(`squeeze: axis ${axis} of ${formatShape(x.shape)} is not 1`);
    return [{ type: x.type, shape: x.shape.toSpliced(axis, 1) }];
  },
  gradient: ({ attributes }, [dy]) => [dy && unsqueeze(dy, numberAttribute(attributes, 'axis'))],
  lift: ([x], attributes) => [squeeze(x.value, numberAttribute(attributes, 'axis') + 1)],
});

define({
  name: 'Reshape',
  infer: ([x], { shape }) => [{ type: x.type, shape: shape as Shape }],
  gradient: ({ inputs: [x] }, [dy]) => [dy && reshape(dy, x.shape), null],
  lift: ([x], { shape }, _outputs, time) => (x.stacked ? [reshape(x.value, [time, ...(shape as Shape)])] : null),
});

define({
  name: 'Expand',
  infer: ([x], attributes) => {
    const shape = attributes.shape as Shape;
    const reached = broadcast(x.shape, shape);
    if (!reached || !sameShape(reached, shape)) throw new TypeError(`expand: ${formatShape(x.shape)} cannot be repeated to ${formatShape(shape)}`);
    return [{ type: x.type, shape }];
  },
  gradient: ({ inputs: [x] }, [dy]) => [dy && unbroadcast(dy, x.shape), null],
  lift: ([x], attributes, _outputs, time) => {
    const shape = attributes.shape as Shape;
    let value = x.value;
    while (value.shape.length < shape.length + 1) value = unsqueeze(value, 1);
    return [expand(value, [time, ...shape])];
  },
  mayGrow: true,
});

define({
  name: 'Concat',
  infer: (inputs, attributes) => {
    const axis = numberAttribute(attributes, 'axis');
    const [first] = inputs;
    for (const { shape } of inputs) {
      if (shape.length !== first.shape.length || shape.some((size, i) => i !== axis && size !== first.shape[i])) {
        throw new TypeError(`concat: ${formatShape(first.shape)} and ${formatShape(shape)} differ outside axis ${axis}`);
      }
    }
    return [{ type: first.type, shape: first.shape.with(axis, sumOf(inputs.map(({ shape }) => shape[axis]))) }];
  },
  gradient: ({ inputs, attributes }, [dy], needed) => {
    if (!dy) return inputs.map(() => null);
    const axis = numberAttribute(attributes, 'axis');
    const sizes = inputs.map(({ shape }) => shape[axis]);
    if (sizes.every((size) => typeof size === 'number')) return [...split(dy, sizes, axis)];
    return inputs.map((_, i) => (needed[i] ? pieceOf(dy, axis, sizes, i) : null));
  },
  lift: (inputs, attributes, _outputs, time) => [concat(stackAll(inputs, time), numberAttribute(attributes, 'axis') + 1)],
});

/** Piece i of a concatenation in which one size may be unknown: counted from the front before it, from the back after it. */
function pieceOf(dy: Value, axis: number, sizes: readonly Size[], i: number): Value {
  const before = sizes.slice(0, i);
  const after = sizes.slice(i + 1);
  const known = (some: readonly Size[]): number | null => some.reduce<number | null>((sum, size) => (sum === null || typeof size === 'string' ? null : sum + size), 0);
  const front = known(before);
  const back = known(after);
  const own = sizes[i];
  if (front !== null) return slice(dy, axis, front, typeof own === 'number' ? front + own : back === null ? fail(sizes) : back === 0 ? undefined : -back);
  if (back === null || typeof own === 'string') return fail(sizes);
  return slice(dy, axis, -back - own, back === 0 ? undefined : -back);
}

function fail(sizes: Shape): never {
  throw new TypeError(`concat: the gradient of joining ${formatShape(sizes)} needs all sizes but one in numbers`);
}

/** Sum of sizes; with symbols among them a symbol of its own. What a slice took away and its gradient puts back cancels: T-1 and 1 are T. */
function sumOf(sizes: readonly Size[]): Size {
  const symbols = sizes.filter((size) => typeof size === 'string');
  const known = sizes.reduce<number>((sum, size) => (typeof size === 'number' ? sum + size : sum), 0);
  if (symbols.length === 0) return known;
  const difference = symbols.length === 1 ? /^(.+)-(\d+)$/.exec(symbols[0]) : null;
  return difference && Number(difference[2]) === known ? difference[1] : sizes.join('+');
}

define({
  name: 'Split',
  infer: ([x], attributes) => {
    const axis = numberAttribute(attributes, 'axis');
    const sizes = numbersAttribute(attributes, 'sizes');
    if (sizes.reduce((a, b) => a + b, 0) !== x.shape[axis]) throw new TypeError(`split: ${formatShape(sizes)} does not add up to axis ${axis} of ${formatShape(x.shape)}`);
    return sizes.map((size) => ({ type: x.type, shape: x.shape.with(axis, size) }));
  },
  gradient: ({ outputs, attributes }, gradients) => {
    if (gradients.every((gradient) => gradient === null)) return [null];
    const like = gradients.find((gradient) => gradient !== null)!;
    return [concat(gradients.map((gradient, i) => gradient ?? full(like, outputs[i].shape)), numberAttribute(attributes, 'axis'))];
  },
  lift: ([x], attributes) => apply('Split', [x.value], { ...attributes, axis: numberAttribute(attributes, 'axis') + 1 }),
});

const TO_THE_END = Number.MAX_SAFE_INTEGER;

define({
  name: 'Slice',
  infer: ([x], attributes) => {
    const axis = numberAttribute(attributes, 'axis');
    return [{ type: x.type, shape: x.shape.with(axis, slicedSize(x.shape[axis], numberAttribute(attributes, 'start'), numberAttribute(attributes, 'end'))) }];
  },
  gradient: ({ inputs: [x], attributes }, [dy]) => {
    if (!dy) return [null];
    const axis = numberAttribute(attributes, 'axis');
    const size = x.shape[axis];
    const start = numberAttribute(attributes, 'start');
    const end = numberAttribute(attributes, 'end');
    const own = dy.shape[axis];
    const before = start >= 0 ? start : typeof size === 'number' ? size + start : typeof own === 'number' && end === TO_THE_END ? `${size}-${own}` : fail([size, start]);
    const after = end === TO_THE_END ? 0 : end < 0 ? -end : typeof size === 'number' ? size - end : `${size}-${end}`;
    const zeros = (count: Size): Value[] => (count === 0 ? [] : [full(dy, x.shape.with(axis, count))]);
    return [concat([...zeros(before), dy, ...zeros(after)], axis)];
  },
  lift: ([x], attributes) => apply('Slice', [x.value], { ...attributes, axis: numberAttribute(attributes, 'axis') + 1 }),
});

function slicedSize(size: Size, start: number, end: number): Size {
  if (typeof size === 'number') {
    const from = start < 0 ? Math.max(0, size + start) : Math.min(start, size);
    const to = end < 0 ? size + end : Math.min(end, size);
    if (to <= from) throw new RangeError(`slice: nothing is left of ${size} between ${start} and ${end}`);
    return to - from;
  }
  if (start === 0 && end === TO_THE_END) return size;
  if (start >= 0 && end >= 0 && end !== TO_THE_END) return end - start;
  if (start < 0 && end === TO_THE_END) return -start;
  if (start < 0 && end < 0) return end - start;
  return `${size}-${start - (end === TO_THE_END ? 0 : end)}`;
}
