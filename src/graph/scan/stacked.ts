/** All steps of a value of a loop's body, outside the loop. */
import { stateCount } from '../backpropagate';
import type { Node, Value } from '../graph';
import type { Size } from '../size';

/** One of the loop's inputs, one of its outputs, or one more output. */
export function stackOf(node: Node, value: Value): Value {
  const body = node.body!;
  const count = stateCount(node);
  const input = body.inputs.indexOf(value);
  if (input >= count) return node.inputs[input];
  const output = body.outputs.findIndex((candidate, i) => i >= count && candidate.value === value);
  if (output >= 0) return node.outputs[output];
  body.output(`${body.name}.output.${body.outputs.length}`, value);
  return node.graph.addOutputTo(node, value.type, [node.attributes.time as Size, ...value.shape]);
}
