/** Looking up rows and elements, and the reverse: adding where they came from. Indices are int32. */
import { apply, define } from '../registry';
import { full, gather, gatherElements, gatherGradient, scatterAdd } from '../ops';
import { formatShape } from '../size';
import { expectType, numberAttribute, stackAll } from './support';

define({
  name: 'Gather',
  infer: ([table, indices]) => {
    expectType('gather', indices, 'int32', 'int64');
    return [{ type: table.type, shape: [...indices.shape, ...table.shape.slice(1)] }];
  },
  gradient: ({ inputs: [table, indices] }, [dy]) => {
    const rows = table.shape[0];
    if (typeof rows !== 'number') throw new TypeError(`gather: the gradient needs a table with a known number of rows, got ${formatShape(table.shape)}`);
    return [dy && gatherGradient(indices, dy, rows), null];
  },
  lift: ([table, indices]) => (table.stacked ? null : [gather(table.value, indices.value)]),
});

define({
  name: 'GatherGradient',
  infer: ([indices, d], attributes) => {
    expectType('gatherGradient', indices, 'int32');
    return [{ type: d.type, shape: [numberAttribute(attributes, 'rows'), ...d.shape.slice(indices.shape.length)] }];
  },
  gradient: ({ inputs: [indices] }, [dy]) => [null, dy && gather(dy, indices)],
});

function expectPicked(name: string, x: { shape: readonly unknown[] }, indices: { shape: readonly unknown[] }): void {
  const last = indices.shape.length - 1;
  if (x.shape.length !== last + 1 || indices.shape[last] !== 1 || indices.shape.slice(0, last).some((size, axis) => size !== x.shape[axis])) {
    throw new TypeError(`${name}: expected indices [${[...x.shape.slice(0, -1), 1].join(', ')}], got [${indices.shape.join(', ')}]`);
  }
}

define({
  name: 'GatherElements',
  infer: ([x, indices]) => {
    expectType('gatherElements', indices, 'int32', 'int64');
    expectPicked('gatherElements', x, indices);
    return [{ type: x.type, shape: indices.shape }];
  },
  gradient: ({ inputs: [x, indices] }, [dy]) => [dy && scatterAdd(full(dy, x.shape), indices, dy), null],
  lift: (inputs, _attributes, _outputs, time) => { const [x, indices] = stackAll(inputs, time); return [gatherElements(x, indices)]; },
});

define({
  name: 'ScatterElements',
  infer: ([x, indices]) => {
    expectType('scatterAdd', indices, 'int32', 'int64');
    expectPicked('scatterAdd', x, indices);
    return [{ type: x.type, shape: x.shape }];
  },
  gradient: ({ inputs: [, indices] }, [dy]) => [dy, null, dy && gatherElements(dy, indices)],
  lift: (inputs, attributes, _outputs, time) => apply('ScatterElements', stackAll(inputs, time), attributes),
});

/** Sizes and shapes are numbers about the graph: nothing flows through them, and they stand outside every loop. */
define({ name: 'Shape', infer: () => [{ type: 'int64', shape: [1] }] });

define({
  name: 'ConstantOfShape',
  infer: (_inputs, { shape, type }) => [{ type: type as 'float32', shape: shape as readonly number[] }],
});
