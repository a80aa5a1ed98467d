/**
 * The stops of the slider over training time, for one sentence: where it was answered while the model trained, and every kept checkpoint, which
 * can be asked now. Pure.
 */
import { checkpointOfPlace, placeOf, stepOfPlace, type CheckpointInfo } from '../../src/protocol/insight';
import type { ValidationReport } from '../../src/protocol/run';
import { formatEpoch, formatExact, formatLoss } from '../lib/format';
import type { SampleTimeline } from './sampleTimeline';

export interface Moment {
  /** A step, or the place of the mean of the last checkpoints. */
  readonly step: number;
  /** Finished epochs with their fraction. */
  readonly epoch: number;
  /** Of this step, or else of the last validation before it. */
  readonly validationLoss: number | null;
  /** Whether the weights of this step are kept, so that anything can be asked of them. */
  readonly isCheckpoint: boolean;
  readonly isBest: boolean;
  /** Whether the sentence's answer of this step is here already. */
  readonly isAnswered: boolean;
}

interface Known {
  readonly timeline: SampleTimeline;
  /** Earliest first. */
  readonly checkpoints: readonly CheckpointInfo[];
  /** In order of steps. */
  readonly validations: readonly ValidationReport[];
}

/** @param key the sentence; null: those of every sample */
export function momentsOf({ timeline, checkpoints, validations }: Known, key: string | null): Moment[] {
  const answered = new Map((key === null ? timeline.samples : timeline.momentsOf(key)).map(({ step, epoch }) => [step, epoch]));
  const kept = new Map(checkpoints.map((checkpoint) => [placeOf(checkpoint), checkpoint]));
  const steps = [...new Set([...answered.keys(), ...kept.keys()])].sort((a, b) => a - b);
  let seen = 0;
  return steps.map((step) => {
    while (seen < validations.length && validations[seen].step <= step) seen++;
    const checkpoint = kept.get(step);
    return {
      step, epoch: answered.get(step) ?? checkpoint?.epoch ?? 0,
      validationLoss: checkpoint?.validationLoss ?? (seen === 0 ? null : validations[seen - 1].loss),
      isCheckpoint: checkpoint !== undefined, isBest: checkpoint?.best ?? false, isAnswered: answered.has(step),
    };
  });
}

/** The checkpoint to ask about a moment: of its own step, or the last before it, or else the first of all. */
export function checkpointAt(checkpoints: readonly CheckpointInfo[], step: number): CheckpointInfo | null {
  return checkpoints.findLast((checkpoint) => placeOf(checkpoint) <= step) ?? checkpoints.at(0) ?? null;
}

/** `step 3,100 · epoch 6.2 · validation loss 0.682 · best checkpoint`. */
export function describeMoment({ step, epoch, validationLoss, isBest }: Moment): string {
  const isMean = checkpointOfPlace(step) === null;
  const parts = [`${isMean ? 'up to ' : ''}step ${formatExact(stepOfPlace(step))}`, `epoch ${formatEpoch(Math.round(epoch * 10) / 10)}`];
  if (validationLoss !== null) parts.push(`validation loss ${formatLoss(validationLoss)}`);
  if (isBest) parts.push(isMean ? 'mean of the last checkpoints, the best' : 'best checkpoint');
  return parts.join(' · ');
}
