/**
 * How the learning rate changes. The rate of a step is a pure function of the settings, the step, the epoch and the validation losses so
 * far, so a run that resumes goes on at the very rate at which it was interrupted.
 */
import type { Experiment } from '../protocol/experiment';

export type ScheduleSettings = Pick<Experiment['training'], 'schedule' | 'learningRate' | 'warmupSteps' | 'decay' | 'decayAfter'>;

export interface SchedulePosition {
  /** Updates made before this one: the first step is 0. */
  readonly step: number;
  /** Updates of the whole run, as planned. */
  readonly totalSteps: number;
  /** Finished epochs. */
  readonly epoch: number;
  /** The validation loss after each finished epoch, oldest first. */
  readonly validationLosses: readonly number[];
}

/** Of `one-cycle`: the share of the run that rises (without `warmupSteps`), and how far below the peak it begins and ends. */
const RISING_SHARE = 0.3;
const INITIAL_DIVISOR = 25;
const FINAL_DIVISOR = 10_000;

/**
 * The learning rate of a step, with η = `learningRate`, s = step + 1, w = `warmupSteps`, N = `totalSteps`:
 *
 * - every schedule but `one-cycle` is multiplied by min(1, s / w) first (linear warm-up, Goyal et al. 2017, section 2.2);
 * - `constant`: η;
 * - `plateau`: η · decay^k, k the epochs whose validation loss was not below that of every epoch before;
 * - `exponential`: η · decay^max(0, epoch + 1 − max(1, decayAfter)): full rate for `decayAfter` epochs, then one factor an epoch more
 *   (Zaremba et al. 2014, section 4.1);
 * - `inverse-square-root`: η · √(w / max(s, w)) (Vaswani et al. 2017, equation 3, scaled so that η is the peak);
 * - `cosine`: η · ½ (1 + cos π p), p the share of the steps after the warm-up that are done (Loshchilov and Hutter 2017, equation 5);
 * - `one-cycle`: from η / 25 up to η over w steps (30 % of the run without warm-up) and down to η / 250,000 at the end, both along half a
 *   cosine (Smith and Topin 2018).
 */
export function learningRateAt(settings: ScheduleSettings, position: SchedulePosition): number {
  if (settings.schedule === 'one-cycle') return oneCycle(settings, position);
  const done = position.step + 1;
  const warmup = settings.warmupSteps > 0 ? Math.min(1, done / settings.warmupSteps) : 1;
  return settings.learningRate * warmup * factorAt(settings, position, settings.schedule);
}

function factorAt(settings: ScheduleSettings, position: SchedulePosition, schedule: Exclude<ScheduleSettings['schedule'], 'one-cycle'>): number {
  const { warmupSteps, decay, decayAfter } = settings;
  switch (schedule) {
    case 'constant': return 1;
    case 'plateau': return decay ** countPlateaus(position.validationLosses);
    case 'exponential': return decay ** Math.max(0, position.epoch + 1 - Math.max(1, decayAfter));
    case 'inverse-square-root': return Math.sqrt(warmupSteps / Math.max(position.step + 1, warmupSteps));
    case 'cosine': return position.step <= warmupSteps ? 1 : halfCosine(1, 0, (position.step - warmupSteps) / (position.totalSteps - warmupSteps));
    default: throw new Error(`internal: unknown schedule ${String(schedule satisfies never)}`);
  }
}

function oneCycle({ learningRate, warmupSteps }: ScheduleSettings, { step, totalSteps }: SchedulePosition): number {
  const last = totalSteps - 1;
  const peak = warmupSteps > 0 ? Math.min(warmupSteps, last) : RISING_SHARE * last;
  const lowest = learningRate / INITIAL_DIVISOR;
  return step < peak
    ? halfCosine(lowest, learningRate, step / peak)
    : halfCosine(learningRate, lowest / FINAL_DIVISOR, (step - peak) / (last - peak));
}

/** From `from` to `to` along half a cosine; `share` is cut to 0…1, and 0 / 0 counts as 0. */
function halfCosine(from: number, to: number, share: number): number {
  const progress = Math.min(1, Math.max(0, Number.isNaN(share) ? 0 : share));
  return to + (from - to) * 0.5 * (1 + Math.cos(Math.PI * progress));
}

/** Epochs that brought no new lowest validation loss. The first always does; NaN never does. */
function countPlateaus(losses: readonly number[]): number {
  let lowest = Infinity;
  let plateaus = 0;
  for (const loss of losses) {
    if (loss < lowest) lowest = loss;
    else plateaus++;
  }
  return plateaus;
}

/** How many epochs in a row, up to now, brought no new lowest validation loss: what early stopping counts. */
export function epochsWithoutImprovement(losses: readonly number[]): number {
  let lowest = Infinity;
  let waiting = 0;
  for (const loss of losses) {
    if (loss < lowest) [lowest, waiting] = [loss, 0];
    else waiting++;
  }
  return waiting;
}
