/** Drives a cell through time: direction, masks, layers. Knows no cell's inside. */
import type { Value } from '../graph/graph';
import { add, mul, sub } from '../graph/ops';
import { scan } from '../graph/scan/scan';
import type { CellStep } from './cell';

export interface Driven {
  /** The cell's output at every step, [T, B, H]. */
  readonly outputs: Value;
  /** The states after the last step, [B, H] each. */
  readonly finals: readonly Value[];
  /** The states after every step, [T, B, H] each; none unless asked for. */
  readonly everyState: readonly Value[];
}

export interface DriveOptions {
  /** [T, B, 1], 1 where a token stands: at padding the states stay as they are. Null: nothing is padded. */
  readonly mask: Value | null;
  /** From the last step to the first. */
  readonly reverse: boolean;
  /** [B, H], variational dropout of the state. Default null. */
  readonly stateMask?: Value | null;
  /** Default false. */
  readonly everyState?: boolean;
}

/** x [T, B, I] through `step`, from `initial` states [B, H] each. */
export function drive(step: CellStep, x: Value, initial: readonly Value[], { mask, reverse, stateMask = null, everyState = false }: DriveOptions): Driven {
  const inputs = mask ? [x, mask] : [x];
  const { finals, outputs } = scan({ states: initial, inputs, reverse }, (states, [x, m]) => {
    const next = step(x, states, stateMask);
    const kept = m ? next.map((value, i) => add(states[i], mul(m, sub(value, states[i])))) : next;
    return { states: kept, outputs: everyState ? kept : [kept[0]] };
  });
  return { outputs: outputs[0], finals, everyState: everyState ? outputs : [] };
}
