/** Walks a plan. A step's results belong to the frame that they are made in until they are handed over or, read for the last time, given back. */
import type { Node, Value } from '../../graph/graph';
import { kernelOf as referenceKernelOf } from '../reference/kernels';
import type { Device } from './device';
import { Frame } from './frame';
import { fromArray, isOnDevice, release, shareHeld, toArray, type Held } from './held';
import type { Plan, Step } from './plan';
import { runLoop } from './scan';

/** Runs every step of the plan in `frame`, which holds what the graph is given; what remains in it afterwards are the results. */
export function runPlan(device: Device, plan: Plan, frame: Frame): void {
  for (const step of plan.steps) {
    const results = runStep(device, step, frame);
    step.node.outputs.forEach((output, index) => {
      const result = results[index];
      if (result) frame.set(output, result);
    });
    for (const value of step.ends) {
      const index = step.node.outputs.indexOf(value);
      if (index < 0 || results[index]) release(frame.take(value));
    }
  }
}

/** The results of a step; null for one that nothing reads and that was not made. */
function runStep(device: Device, { node, inputs, attributes, work, read }: Step, frame: Frame): (Held | null)[] {
  try {
    const held = inputs.map((input) => frame.get(input));
    switch (work.by) {
      case 'loop': return runLoop(device, node, held, read, (given) => runBody(device, work.body, given, frame));
      case 'process': return runInProcess(device, node, inputs, held);
      case 'tensorflow': {
        const tensors = held.filter(isOnDevice);
        const sizes = held.flatMap((one) => (isOnDevice(one) ? [] : [Array.from(one.data)]));
        return work.kernel.compute({ device, tensors, sizes, attributes });
      }
      default: throw new Error(`internal: unknown work ${JSON.stringify(work satisfies never)}`);
    }
  } catch (error) {
    throw new Error(`${node.operation} (${node.outputs[0].name}): ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

/** One step of a loop: what its body yields, in order, each result a handle of its own even where it is an input or the same value twice. */
function runBody(device: Device, plan: Plan, given: readonly Held[], around: Frame): Held[] {
  const frame = new Frame(around);
  plan.graph.inputs.forEach((input, index) => frame.set(input, given[index]));
  runPlan(device, plan, frame);
  const handedOver = new Set<Value>();
  return plan.graph.outputs.map(({ value }) => {
    const isFirst = plan.makes.has(value) && !handedOver.has(value);
    handedOver.add(value);
    return isFirst ? frame.get(value) : shareHeld(device, frame.get(value));
  });
}

function runInProcess(device: Device, node: Node, inputs: readonly Value[], held: readonly Held[]): Held[] {
  const arrays = held.map((one, index) => {
    const { type } = inputs[index];
    return node.operation === 'Shape' ? { type, shape: one.shape, data: new Float64Array(0) } : toArray(device, type, one); // a shape needs no numbers
  });
  return referenceKernelOf(node.operation)(arrays, node.attributes).map((array) => fromArray(device, array));
}
