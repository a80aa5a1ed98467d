/**
 * How the learning rate changes. The rate of a step is a pure function of the settings, the step, the epoch and the validations so
 * far, so a run that resumes goes on at the very rate at which it was interrupted.
 */
import type { Experiment } from '../protocol/experiment';

export type ScheduleSettings = Pick<Experiment['training'], 'schedule' | 'learningRate' | 'warmupSteps' | 'decay' | 'decayAfter' | 'earlyStopping'>;

export interface SchedulePosition {
  /** Updates made before this one: the first step is 0. */
  readonly step: number;
  /** Updates of the whole run, as planned. */
  readonly totalSteps: number;
  /** Finished epochs. */
  readonly epoch: number;
  /** The cost after each finished epoch, oldest first: the validation loss, or another metric turned so that lower is better (`bestMetric.ts`). */
  readonly costs: readonly number[];
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
 * - `plateau`: η · decay^k, k the epochs that were no better than every epoch before, by the metric and the `minDelta` of `earlyStopping`;
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
    case 'plateau': return decay ** countPlateaus(position.costs, settings.earlyStopping?.minDelta);
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

/** Whether each epoch was an improvement: by more than `minDelta` below all before that were. The first always is; NaN never is. */
function improvements(costs: readonly number[], minDelta: number): boolean[] {
  let lowest = Infinity;
  return costs.map((cost) => {
    const better = cost < lowest - minDelta;
    if (better) lowest = cost;
    return better;
  });
}

const countPlateaus = (costs: readonly number[], minDelta = 0): number => improvements(costs, minDelta).filter((better) => !better).length;

/** How many epochs in a row, up to now, brought no improvement: what early stopping counts. */
export const epochsWithoutImprovement = (costs: readonly number[], minDelta = 0): number => costs.length - 1 - improvements(costs, minDelta).lastIndexOf(true);
