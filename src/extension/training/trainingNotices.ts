/** What a training tells in notifications: how it gets going, and how it ended. In between the status bar is enough. */
import * as vscode from 'vscode';
import type { Problems } from '../problems';
import { outcomeText, progressText } from './statusText';
import type { TrainingController } from './trainingController';
import type { TrainingOutcome, TrainingSession } from './trainingSession';

/** The progress notification stays so long after the first step, for rate and time left to be read; then the status bar goes on. */
const SHOW_RATE_MS = 8000;
/** A stop that takes longer is a step that does not end; the user may then kill. */
const PATIENCE_MS = 20_000;

export function tellTrainings(trainings: TrainingController, problems: Problems): vscode.Disposable {
  return vscode.Disposable.from(
    trainings.onDidBegin((session) => void showStart(session, trainings)),
    trainings.onDidBegin((session) => offerToKill(session, trainings, problems)),
    trainings.onDidEnd(({ session, outcome }) => tellEnd(session, outcome, problems)),
  );
}

async function showStart(session: TrainingSession, trainings: TrainingController): Promise<void> {
  const options = { location: vscode.ProgressLocation.Notification, title: `Training “${session.request.name}”`, cancellable: true };
  await vscode.window.withProgress(options, async (progress, token) => {
    progress.report({ message: session.request.resume ? 'reading the checkpoint…' : 'reading data…' });
    token.onCancellationRequested(() => void session.stop());
    await new Promise<void>((resolve) => {
      let timer: NodeJS.Timeout | undefined;
      const reports = trainings.onDidReport((report) => {
        if (report.kind !== 'progress') return;
        progress.report({ message: progressText(report) });
        timer ??= setTimeout(resolve, SHOW_RATE_MS);
      });
      void session.ended.then(() => resolve()).finally(() => { clearTimeout(timer); reports.dispose(); });
    });
  });
}

function offerToKill(session: TrainingSession, trainings: TrainingController, problems: Problems): void {
  let timer: NodeJS.Timeout | undefined;
  const changes = trainings.onDidChange(() => {
    if (session.phase !== 'stopping' || timer !== undefined) return;
    timer = setTimeout(() => {
      problems.warn(`“${session.request.name}” still finishes its step.`, { title: 'End It Now', run: () => session.kill() });
    }, PATIENCE_MS);
  });
  void session.ended.then(() => { clearTimeout(timer); changes.dispose(); });
}

function tellEnd(session: TrainingSession, outcome: TrainingOutcome, problems: Problems): void {
  const { name, runFolder, baseFolder } = session.request;
  const losses = session.history.toHistory().validation.map(({ loss }) => loss).filter(Number.isFinite);
  const step = session.history.lastProgress?.step ?? 0;
  const text = outcomeText(name, outcome, losses.length === 0 ? null : Math.min(...losses), step);
  const resume = { title: 'Resume', run: () => vscode.commands.executeCommand('sequenceLab.resumeTraining', runFolder) };
  const open = { title: 'Open Training Panel', run: () => vscode.commands.executeCommand('sequenceLab.openTrainingPanel') };
  switch (outcome.status) {
    case 'finished': return problems.tell(text, open);
    case 'stopped': return problems.tell(text, ...(step > 0 ? [resume, open] : []));
    case 'refused': return void problems.showAt(outcome.error ?? text, baseFolder);
    case 'failed': return void problems.showAt(outcome.error ?? new Error(text), baseFolder);
    case 'interrupted': return problems.show(new Error(text), ...(step > 0 ? [resume] : []));
  }
}
