/** The running experiment in the status bar; a click opens its panel. It stays a while after the end, then gives the room back. */
import * as vscode from 'vscode';
import { progressText, statusText } from './statusText';
import type { TrainingController } from './trainingController';

const LINGER_MS = 60_000;

export function showTrainingStatus(trainings: TrainingController): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('sequenceLab.training', vscode.StatusBarAlignment.Left, 10);
  item.name = 'Sequence Lab: Training';
  item.command = 'sequenceLab.openTrainingPanel';
  let hiding: NodeJS.Timeout | undefined;
  const draw = (): void => {
    const { session, queued } = trainings;
    if (session === null) return;
    const { phase, history, request } = session;
    item.text = statusText(request.name, phase, history.lastProgress);
    const lines = [`Sequence Lab: ${request.name}`, history.lastProgress && progressText(history.lastProgress), queued.length > 0 && `${queued.length} queued`, 'Click to open the training panel'];
    item.tooltip = lines.filter(Boolean).join('\n');
    item.show();
    clearTimeout(hiding);
    if (phase === 'ended') hiding = setTimeout(() => item.hide(), LINGER_MS);
  };
  const subscription = vscode.Disposable.from(
    trainings.onDidChange(draw),
    trainings.onDidEnd(({ outcome }) => { if (outcome.status === 'refused') setImmediate(() => { if (!trainings.isRunning) item.hide(); }); }),
  );
  draw();
  return { dispose: () => { clearTimeout(hiding); subscription.dispose(); item.dispose(); } };
}
