/** How often the decoder reads the right token instead of its own: scheduled sampling (Bengio et al. 2015), by the epoch. */
import type { Experiment } from '../protocol/experiment';

/** Half the range of the logistic curve of which `inverse-sigmoid` is a piece: at its ends the share still moves by 0.7 % of its way. */
const STEEPNESS = 5;

/** Whether some token may not be the right one, and the decoder's loop must therefore know what it says itself. */
export const samplesItself = (setting: Experiment['training']['teacherForcing']): boolean => setting !== 1;

/**
 * ε of an epoch. A number stays; a schedule goes from `start` to `end` in `epochs` epochs and stays there, with p = min(1, epoch / epochs):
 *
 * - `linear`: start + (end − start) p;
 * - `exponential`: start · (end / start)^p;
 * - `inverse-sigmoid`: start + (end − start) (σ(10 p − 5) − σ(−5)) / (σ(5) − σ(−5)): slow, fast, slow.
 *
 * @param epoch finished epochs; the share changes between epochs alone, so that it does not depend on how long they are
 */
export function teacherForcingAt(setting: Experiment['training']['teacherForcing'], epoch: number): number {
  if (typeof setting === 'number') return setting;
  const { start, end, epochs, shape } = setting;
  const p = Math.min(1, epoch / epochs);
  switch (shape) {
    case 'linear': return start + (end - start) * p;
    case 'exponential': return start * (end / start) ** p;
    case 'inverse-sigmoid': return start + (end - start) * (sigmoid(STEEPNESS * (2 * p - 1)) - sigmoid(-STEEPNESS)) / (sigmoid(STEEPNESS) - sigmoid(-STEEPNESS));
    default: throw new Error(`internal: unknown shape ${String(shape satisfies never)}`);
  }
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
