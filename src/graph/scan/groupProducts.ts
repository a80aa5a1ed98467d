/**
 * Multiplies first what can be multiplied outside the loop. The chain rule yields products such as (dc · c) · f(1-f), of which only dc is
 * known no sooner than its step: as dc · (c · f(1-f)) one product a step remains, and the other is computed for all steps at once.
 */
import type { Node, Value } from '../graph';
import { mul } from '../ops';
import type { Loop } from './loop';
import { pruneAndSort } from './order';

export function groupProducts(loop: Loop): void {
  const { body } = loop;
  const early = new Set(loop.slices.map(({ value }) => value));
  const isEarly = (value: Value): boolean => value.graph !== body || early.has(value);
  for (const node of body.nodes) if (!node.body && node.inputs.every(isEarly)) node.outputs.forEach((output) => early.add(output));

  const uses = countUses(loop);
  const isInner = (value: Value): boolean => value.producer?.operation === 'Mul' && value.graph === body && !isEarly(value) && uses.get(value) === 1;
  const roots = body.nodes.filter((node) => node.operation === 'Mul' && !isEarly(node.outputs[0]) && !isInsideProduct(node, body.nodes, isInner));
  for (const root of roots) {
    const factors: Value[] = [];
    const collect = (value: Value): void => {
      if (isInner(value) || value === root.outputs[0]) value.producer!.inputs.forEach(collect);
      else factors.push(value);
    };
    collect(root.outputs[0]);
    const known = factors.filter(isEarly);
    if (known.length < 2) continue;
    const late = factors.filter((factor) => !isEarly(factor));
    replace(loop, root.outputs[0], mul(late.reduce((a, b) => mul(a, b)), known.reduce((a, b) => mul(a, b))));
  }
  pruneAndSort(body, rootsOf(loop));
}

export const rootsOf = (loop: Loop): Value[] => [...loop.states.map(({ next }) => next!), ...loop.results.map(({ value }) => value)];

function countUses(loop: Loop): Map<Value, number> {
  const uses = new Map<Value, number>();
  const count = (value: Value): void => { uses.set(value, (uses.get(value) ?? 0) + 1); };
  for (const node of loop.body.nodes) node.inputs.forEach(count);
  rootsOf(loop).forEach(count);
  return uses;
}

const isInsideProduct = (node: Node, nodes: readonly Node[], isInner: (value: Value) => boolean): boolean =>
  isInner(node.outputs[0]) && nodes.some((reader) => reader.operation === 'Mul' && reader.inputs.includes(node.outputs[0]));

function replace(loop: Loop, old: Value, by: Value): void {
  if (old === by) return;
  for (const node of loop.body.nodes) {
    if (node !== by.producer) node.inputs.forEach((input, i) => { if (input === old) node.inputs[i] = by; });
  }
  for (const state of loop.states) if (state.next === old) state.next = by;
  for (const result of loop.results) if (result.value === old) result.value = by;
}
