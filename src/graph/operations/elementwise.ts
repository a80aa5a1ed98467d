/** Element-wise operations of one operand: y = f(x), dx = dy · f'(x), written through y where that spares keeping x. */
import type { Value } from '../graph';
import { define, type NodeView } from '../registry';
import { cast, div, greater, less, mul, neg, scalarLike, sub, where } from '../ops';
import { expectType, liftUnary } from './support';

/** @param derivative dy, then the node -> dx */
function elementwise(name: string, derivative: (dy: Value, node: NodeView) => Value): void {
  define({
    name,
    infer: ([x]) => { expectType(name, x, 'float32'); return [{ type: 'float32', shape: x.shape }]; },
    gradient: (node, [dy]) => [dy && derivative(dy, node)],
    lift: liftUnary(name),
  });
}

elementwise('Neg', (dy) => neg(dy));
elementwise('Exp', (dy, { outputs: [y] }) => mul(dy, y));
elementwise('Log', (dy, { inputs: [x] }) => div(dy, x));
elementwise('Sqrt', (dy, { outputs: [y] }) => div(mul(dy, 0.5), y));
/** 1 - tanh² */
elementwise('Tanh', (dy, { outputs: [y] }) => mul(dy, sub(1, mul(y, y))));
/** σ - σ² */
elementwise('Sigmoid', (dy, { outputs: [y] }) => mul(dy, sub(y, mul(y, y))));
elementwise('Relu', (dy, { outputs: [y] }) => mul(dy, cast(greater(y, 0), 'float32')));
elementwise('Abs', (dy, { inputs: [x] }) => where(less(x, scalarLike(x, 0)), neg(dy), dy));
elementwise('Identity', (dy) => dy);

define({ name: 'Not', infer: ([x]) => { expectType('not', x, 'bool'); return [{ type: 'bool', shape: x.shape }]; }, lift: liftUnary('Not') });

define({
  name: 'Cast',
  infer: ([x], { to }) => [{ type: to as Value['type'], shape: x.shape }],
  lift: liftUnary('Cast'),
});

