/** What the status bar and the notification say of a training. */
import type { ProgressReport } from '../../protocol/run';
import { formatCount, formatDuration, formatLoss, formatShare } from '../../protocol/format';
import type { TrainingOutcome, TrainingPhase } from './trainingSession';

/** E.g. "$(sync~spin) translator 34 % · loss 1.82 · 4 min left". */
export function statusText(name: string, phase: TrainingPhase, progress: ProgressReport | undefined): string {
  const label = name.replaceAll('$(', '$ ('); // a name is no icon
  switch (phase) {
    case 'starting': return `$(sync~spin) ${label}: reading data…`;
    case 'stopping': return `$(sync~spin) ${label}: stopping…`;
    case 'ended': return `$(graph-line) ${label}`;
    case 'running': {
      if (progress === undefined) return `$(sync~spin) ${label}: starting…`;
      const left = Number.isFinite(progress.secondsLeft) ? ` · ${formatDuration(progress.secondsLeft)} left` : '';
      return `$(sync~spin) ${label} ${formatShare(progress.step / progress.totalSteps)} · loss ${formatLoss(progress.loss)}${left}`;
    }
  }
}

/** E.g. "step 120 of 3,000 · 9.1k tokens/s · 4 min left". */
export function progressText(progress: ProgressReport): string {
  const left = Number.isFinite(progress.secondsLeft) ? ` · ${formatDuration(progress.secondsLeft)} left` : '';
  return `step ${progress.step.toLocaleString('en')} of ${progress.totalSteps.toLocaleString('en')} · ${formatCount(progress.tokensPerSecond)} tokens/s${left}`;
}

/** The sentence that tells how a training ended. */
export function outcomeText(name: string, { status, error }: TrainingOutcome, validationLoss: number | null, step: number): string {
  const loss = validationLoss === null ? '' : `, best validation loss ${formatLoss(validationLoss)}`;
  switch (status) {
    case 'finished': return `“${name}” has finished${loss}.`;
    case 'stopped': return step === 0 ? `“${name}” was stopped before its first step.` : `“${name}” was stopped after step ${step.toLocaleString('en')}${loss}. A checkpoint is kept: it can be resumed.`;
    case 'failed': return `“${name}” failed: ${error?.message ?? 'no reason was given'}`;
    case 'interrupted': return `“${name}” was interrupted: ${error?.message ?? 'no reason was given'}`;
    case 'refused': return error?.message ?? `“${name}” cannot be trained.`;
  }
}
