/** Matrix product of the last two axes; leading axes broadcast. dA = dY Bᵀ, dB = Aᵀ dY. */
import { define } from '../registry';
import { flatten, flattenTransposed, matMul, reshape, transpose } from '../ops';
import { broadcast, formatShape, productOf } from '../size';
import { expectType, liftBroadcasting, unbroadcast } from './support';

define({
  name: 'MatMul',
  infer: ([a, b]) => {
    expectType('matMul', a, 'float32');
    expectType('matMul', b, 'float32');
    if (a.shape.length < 2 || b.shape.length < 2) throw new TypeError(`matMul: expected two matrices, got ${formatShape(a.shape)} and ${formatShape(b.shape)}`);
    const inner = b.shape[b.shape.length - 2];
    if (a.shape[a.shape.length - 1] !== inner) throw new TypeError(`matMul: expected [?, ${inner}], got ${formatShape(a.shape)}`);
    const batch = broadcast(a.shape.slice(0, -2), b.shape.slice(0, -2));
    if (!batch) throw new TypeError(`matMul: the leading axes of ${formatShape(a.shape)} and ${formatShape(b.shape)} do not meet`);
    return [{ type: 'float32', shape: [...batch, a.shape[a.shape.length - 2], b.shape[b.shape.length - 1]] }];
  },
  gradient: ({ inputs: [a, b] }, [dy], needed) => {
    if (!dy) return [null, null];
    const da = needed[0] ? unbroadcast(matMul(dy, transpose(b)), a.shape) : null;
    if (!needed[1]) return [da, null];
    // One weight under many leading axes: [N, K]ᵀ [N, M] is a single large product
    if (b.shape.length === 2) return [da, b.shape[1] === 1 ? transpose(matMul(reshape(dy, [1, productOf(dy.shape)]), flatten(a))) : matMul(flattenTransposed(a), flatten(dy))]; // one column: no large matrix need be turned
    return [da, unbroadcast(matMul(transpose(a), dy), b.shape)];
  },
  lift: liftBroadcasting('MatMul'),
});
