/**
 * The gated recurrent unit (Cho et al. 2014) in the form in which the reset gate acts after the product, as cuDNN and PyTorch have it:
 *
 *     z, r = σ(x W + h U + b)                    how much to keep, how much of the past to see
 *     n    = tanh(x W + b + r ⊙ (h U + b_n))     the candidate
 *     h'   = (1 - z) ⊙ n + z ⊙ h
 *
 * W [I, 3H], U [H, 3H] and b [3H] hold the gates in the order z, r, n; b_n [H] is the candidate's second bias.
 */
import { add, matMul, mul, sigmoid, split, sub, tanh } from '../graph/ops';
import { masked, type Cell } from './cell';
import { glorot, recurrent, zeros } from './initializers';

export const gruCell: Cell = {
  states: ['h'],
  create(builder, name, inputs, { hidden: H, recurrentInitializer }) {
    const W = builder.weight(`${name}.input`, [inputs, 3 * H], glorot(H));
    const U = builder.recurrentWeight(`${name}.recurrent`, [H, 3 * H], recurrent(recurrentInitializer));
    const b = builder.weight(`${name}.bias`, [3 * H], zeros);
    const bn = builder.weight(`${name}.candidateBias`, [H], zeros);
    return (x, [h], stateMask) => {
      const [xGates, xCandidate] = split(add(matMul(x, W), b), [2 * H, H]);
      const [hGates, hCandidate] = split(matMul(masked(h, stateMask), U), [2 * H, H]);
      const [z, r] = split(sigmoid(add(xGates, hGates)), [H, H]);
      const n = tanh(add(xCandidate, mul(r, add(hCandidate, bn))));
      return [add(n, mul(z, sub(h, n)))];
    };
  },
};
