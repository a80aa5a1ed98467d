/** Loops: states_t, y_t = body(states_{t-1}, x_t) for t = 0 … T-1, or back from T-1. */
import type { Node } from '../../graph/graph';
import type { Array64 } from '../reference/array64';
import { concatenate, cut } from '../reference/layout';
import type { Device } from './device';
import { isOnDevice, release, type Held } from './held';

export const LOOP_NEEDS = ['Identity', 'Pack', 'Unpack'] as const;

/**
 * The states after the last step, then every y stacked at its step's place, or null where nothing reads it.
 * @param inputs the states before the first step, then what is walked along its first axis; they stay the caller's
 * @param read   whether anything reads a result, one for each
 * @param body   one step, from states and slices, which stay the caller's, to new states and outputs
 */
export function runLoop(device: Device, { attributes }: Node, inputs: readonly Held[], read: readonly boolean[], body: (given: readonly Held[]) => Held[]): (Held | null)[] {
  const stateCount = inputs.length - (attributes.scanInputs as number);
  const walked = inputs.slice(stateCount).map((held) => slicesOf(device, held));
  const time = walked[0].length;
  if (walked.some((slices) => slices.length !== time)) throw new TypeError(`inputs differ in time: ${walked.map((slices) => slices.length).join(', ')}`);

  let states = inputs.slice(0, stateCount);
  const stacks = read.slice(stateCount).map(() => new Array<Held>(time));
  for (let count = 0; count < time; count++) {
    const t = attributes.reverse ? time - 1 - count : count;
    const slices = walked.map((all) => all[t]);
    const results = body([...states, ...slices]);
    slices.forEach(release);
    if (count > 0) states.forEach(release);
    states = results.slice(0, stateCount);
    results.slice(stateCount).forEach((result, index) => {
      if (read[stateCount + index]) stacks[index][t] = result;
      else release(result);
    });
  }
  return [...states, ...stacks.map((steps, index) => (read[stateCount + index] ? stack(device, steps) : null))];
}

/** Every step of what is walked. */
function slicesOf(device: Device, held: Held): Held[] {
  if (isOnDevice(held)) return device.runForMany('Unpack', { value: held }, { axis: 0 });
  return Array.from({ length: held.shape[0] }, (_, t) => ({ ...cut(held, 0, t, 1), shape: held.shape.slice(1) }));
}

/** The steps along a new first axis; they are given back. */
function stack(device: Device, steps: readonly Held[]): Held {
  if (steps.every(isOnDevice)) {
    const result = device.run('Pack', steps, { axis: 0 });
    steps.forEach(release);
    return result;
  }
  return concatenate((steps as readonly Array64[]).map((step) => ({ ...step, shape: [1, ...step.shape] })), 0);
}
