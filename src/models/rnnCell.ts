/** The plain recurrent cell (Elman 1990): h' = f(x W + h U + b). */
import { add, matMul, relu, tanh } from '../graph/ops';
import { masked, type Cell } from './cell';
import { glorot, recurrent, zeros } from './initializers';

export const rnnCell: Cell = {
  states: ['h'],
  create(builder, name, inputs, { hidden: H, activation, recurrentInitializer }) {
    const W = builder.weight(`${name}.input`, [inputs, H], glorot());
    const U = builder.recurrentWeight(`${name}.recurrent`, [H, H], recurrent(recurrentInitializer));
    const b = builder.weight(`${name}.bias`, [H], zeros);
    const f = activation === 'relu' ? relu : tanh;
    return (x, [h], stateMask) => [f(add(add(matMul(x, W), b), matMul(masked(h, stateMask), U)))];
  },
};
