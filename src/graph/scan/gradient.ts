/**
 * The gradient of a loop is a loop in the other direction. It walks the body backwards with the states' gradients as its states; what it
 * needs of the way forward is stacked there (or computed again); the gradient of an outer value is the sum over the steps.
 */
import { Adjoints, backpropagate, captures, stateCount, type LoopRule } from '../backpropagate';
import type { Node, Value } from '../graph';
import { full } from '../ops';
import { operationOf } from '../registry';
import type { Size } from '../size';
import { emit } from './emit';
import { Loop, type Result } from './loop';
import { stackOf } from './stacked';

export const loopGradient = (residuals: 'stack' | 'recompute'): LoopRule => function rule(node, outputGradients, needed, adjoints) {
  const body = node.body!;
  const count = stateCount(node);
  const time = node.attributes.time as Size;
  const loop = new Loop(node.graph, time, !node.attributes.reverse);
  const residual = residualsOf(node, loop, residuals);

  const inner = new Adjoints();
  const states = body.inputs.slice(0, count).map((state, i) => {
    if (!needed.has(state)) return null;
    const gradient = loop.state(outputGradients[i] ?? full(node.outputs[i], node.outputs[i].shape));
    inner.give(body.outputs[i].value, gradient);
    return gradient;
  });
  outputGradients.slice(count).forEach((gradient, k) => {
    if (gradient) inner.give(body.outputs[count + k].value, loop.slice(gradient));
  });

  const nestedRule: LoopRule = () => { throw new TypeError('gradients: a loop inside a loop cannot be differentiated: write the inner one as operations on a further axis'); };
  backpropagate(body.nodes, inner, needed, residual, nestedRule);

  const results: { readonly of: Value; readonly result: Result }[] = [];
  states.forEach((state, i) => { if (state) loop.setNext(state, inner.total(body.inputs[i]) ?? full(state, state.shape)); });
  node.inputs.slice(count).forEach((input, j) => {
    const gradient = needed.has(input) ? inner.total(body.inputs[count + j]) : null;
    if (gradient) results.push({ of: input, result: loop.stack(gradient) });
  });
  for (const outer of captures(body)) {
    if (needed.has(outer)) for (const part of inner.parts(outer)) results.push({ of: outer, result: loop.sum(part) });
  }
  const finals = emit(loop);
  let next = 0;
  states.forEach((state, i) => { if (state) adjoints.give(node.inputs[i], finals[next++]); });
  for (const { of, result } of results) adjoints.give(of, result.result!);
};

/** How the backward loop sees a value of the forward body. */
function residualsOf(node: Node, loop: Loop, policy: 'stack' | 'recompute'): (value: Value) => Value {
  const body = node.body!;
  const seen = new Map<Value, Value>();
  const view = (value: Value): Value => {
    if (value.graph !== body) return value;
    let residual = seen.get(value);
    if (!residual) {
      residual = policy === 'recompute' && isCheap(value) ? again(value) : loop.lazySlice(value.type, value.shape, () => stackOf(node, value));
      seen.set(value, residual);
    }
    return residual;
  };
  const again = (value: Value): Value => {
    const { operation, inputs, attributes, outputs } = value.producer!;
    const inside = inputs.map(view);
    const outputsAgain = loop.body.addNode(operation, inside, attributes, operationOf(operation).infer(inside, attributes)).outputs;
    return outputsAgain[outputs.indexOf(value)];
  };
  return view;
}

const CHEAP = new Set(['Add', 'Sub', 'Mul', 'Div', 'Neg', 'Tanh', 'Sigmoid', 'Relu', 'Unsqueeze', 'Squeeze', 'Concat', 'Split', 'Slice', 'Transpose', 'Reshape']);
const isCheap = (value: Value): boolean => value.producer !== null && CHEAP.has(value.producer.operation);
