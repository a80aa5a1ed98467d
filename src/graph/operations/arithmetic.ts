/** Element-wise operations of two operands, which broadcast; a gradient is summed over what was repeated. */
import type { Value } from '../graph';
import { define, type NodeView } from '../registry';
import { cast, div, greater, less, mul, neg, not, scalarLike, where } from '../ops';
import { expectType, inferBroadcast, liftBroadcasting, unbroadcast } from './support';

type Rule = (dy: Value, node: NodeView) => Value;

function arithmetic(name: string, da: Rule, db: Rule): void {
  define({
    name,
    infer: ([a, b]) => {
      if (a.type !== b.type) throw new TypeError(`${name}: ${a.type} and ${b.type} do not mix`);
      expectType(name, a, 'float32', 'int32', 'int64');
      return [{ type: a.type, shape: inferBroadcast(name, a, b) }];
    },
    gradient: (node, [dy], needed) => [da, db].map((rule, i) => (dy && needed[i] ? unbroadcast(rule(dy, node), node.inputs[i].shape) : null)),
    lift: liftBroadcasting(name),
    mayGrow: true,
  });
}

arithmetic('Add', (dy) => dy, (dy) => dy);
arithmetic('Sub', (dy) => dy, (dy) => neg(dy));
arithmetic('Mul', (dy, { inputs: [, b] }) => mul(dy, b), (dy, { inputs: [a] }) => mul(dy, a));
arithmetic('Div', (dy, { inputs: [, b] }) => div(dy, b), (dy, { inputs: [, b], outputs: [y] }) => neg(div(mul(dy, y), b)));
arithmetic('Min', (dy, { inputs: [a, b] }) => mul(dy, cast(not(greater(a, b)), 'float32')), (dy, { inputs: [a, b] }) => mul(dy, cast(greater(a, b), 'float32')));
arithmetic('Max', (dy, { inputs: [a, b] }) => mul(dy, cast(not(less(a, b)), 'float32')), (dy, { inputs: [a, b] }) => mul(dy, cast(less(a, b), 'float32')));

for (const name of ['Equal', 'Less', 'Greater']) {
  define({
    name,
    infer: ([a, b]) => {
      if (a.type !== b.type) throw new TypeError(`${name}: ${a.type} and ${b.type} do not mix`);
      return [{ type: 'bool', shape: inferBroadcast(name, a, b) }];
    },
    lift: liftBroadcasting(name),
    mayGrow: true,
  });
}

define({
  name: 'Where',
  infer: ([condition, a, b]) => {
    expectType('where', condition, 'bool');
    if (a.type !== b.type) throw new TypeError(`where: ${a.type} and ${b.type} do not mix`);
    return [{ type: a.type, shape: inferBroadcast('where', condition, { type: 'bool', shape: inferBroadcast('where', a, b) }) }];
  },
  gradient: ({ inputs: [condition, a, b] }, [dy], needed) => {
    if (!dy) return [null, null, null];
    const zero = scalarLike(dy, 0);
    return [null, needed[1] ? unbroadcast(where(condition, dy, zero), a.shape) : null, needed[2] ? unbroadcast(where(condition, zero, dy), b.shape) : null];
  },
  lift: liftBroadcasting('Where'),
  mayGrow: true,
});
