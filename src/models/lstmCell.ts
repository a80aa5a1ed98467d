/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997; forget gate: Gers et al. 2000):
 *
 *     i, f, o = σ(x W + h U + b)        what to store, to keep, to show
 *     u       = tanh(x W + h U + b)     the candidate
 *     c'      = f ⊙ c + i ⊙ u           the cell state, a highway for gradients
 *     h'      = o ⊙ tanh(c')
 *
 * W [I, 4H], U [H, 4H] and b [4H] hold the gates in the order i, f, o, u.
 */
import { add, matMul, mul, sigmoid, split, tanh } from '../graph/ops';
import { masked, type Cell } from './cell';
import { glorot, recurrent } from './initializers';

export const lstmCell: Cell = {
  states: ['h', 'c'],
  create(builder, name, inputs, { hidden: H, recurrentInitializer }) {
    const W = builder.weight(`${name}.input`, [inputs, 4 * H], glorot(H));
    const U = builder.recurrentWeight(`${name}.recurrent`, [H, 4 * H], recurrent(recurrentInitializer));
    // The forget gate begins open, b_f = 1 (Jozefowicz et al. 2015, section 2.2)
    const b = builder.weight(`${name}.bias`, [4 * H], () => new Float32Array(4 * H).fill(1, H, 2 * H));
    return (x, [h, c], stateMask) => {
      const [gates, candidate] = split(add(add(matMul(x, W), b), matMul(masked(h, stateMask), U)), [3 * H, H]); // [B, 4H] -> [B, 3H], [B, H]
      const [i, f, o] = split(sigmoid(gates), [H, H, H]);
      const cell = add(mul(f, c), mul(i, tanh(candidate)));
      return [mul(o, tanh(cell)), cell];
    };
  },
};
