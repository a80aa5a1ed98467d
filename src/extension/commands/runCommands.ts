/** The commands on runs that exist: resume, stop, open the folder, choose the completion model. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../errors/userError';
import type { App } from '../app';
import { Cancelled } from '../problems';
import { isResumable, readRun } from '../runs/runStore';
import { readCompletionSettings, readEngine, readProvider, writeSetting } from '../settings';
import { describe, pickRun } from './pickRun';

/** @param folder the run; asked for where it is not given */
export async function resumeTraining(app: App, folder?: string): Promise<void> {
  const runs = (await app.runs.list()).filter(isResumable);
  if (runs.length === 0) throw new UserError('there is no run to resume', 'Resume Training', 'stopped and interrupted runs with a checkpoint can be resumed', 'unavailable');
  const given = runs.find((run) => run.folder === folder);
  const chosen = given ?? await pickRun(runs, 'Resume Training');
  const run = await readRun(chosen.folder);
  if (run === null) throw new UserError('run.json cannot be read', chosen.folder, 'choose another run');
  const { record, history } = run;
  app.trainingPanel.open();
  const request = { experiment: record.experiment, name: record.name, baseFolder: record.baseFolder, runFolder: chosen.folder, resume: true, engine: readEngine(), provider: readProvider(), resumed: record };
  await app.trainings.start({ request, earlier: history });
}

export async function stopTraining(app: App): Promise<void> {
  const { trainings } = app;
  if (!trainings.isRunning) throw new UserError('no training is running', 'Stop Training', 'start one with “Sequence Lab: Train Translator…” or “Train Next-Word Model…”');
  if (trainings.queued.length > 0) {
    const names = trainings.queued.map(({ request }) => `“${request.name}”`).join(', ');
    const items = [
      { label: '$(debug-stop) Stop, then begin the next', detail: names, clears: false },
      { label: '$(clear-all) Stop and empty the queue', detail: `${names} will not be trained`, clears: true },
    ];
    const choice = await vscode.window.showQuickPick(items, { title: 'Stop Training' });
    if (!choice) throw new Cancelled();
    if (choice.clears) await trainings.clearQueue();
  }
  await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title: 'Stopping: keeping a checkpoint…' }, () => trainings.stop());
}

/** Shows a run's folder: in the Explorer where it lies in the workspace, else in the system's own file manager. */
export async function openRunFolder(app: App, folder?: string): Promise<void> {
  const runs = await app.runs.list();
  if (folder === undefined && runs.length === 0) throw new UserError('there is no run yet', 'Open Run Folder', 'train a model first', 'unavailable');
  const uri = vscode.Uri.joinPath(vscode.Uri.file(folder ?? (await pickRun(runs, 'Open Run Folder')).folder), 'run.json');
  const showsInExplorer = vscode.workspace.getWorkspaceFolder(uri) !== undefined;
  await vscode.commands.executeCommand(showsInExplorer ? 'revealInExplorer' : 'revealFileInOS', uri);
}

export async function chooseCompletionModel(app: App): Promise<void> {
  const runs = await app.completionModel.candidates();
  const { enabled, run: current } = readCompletionSettings();
  if (runs.length === 0) throw new UserError('no next-word model has been trained here yet', 'Choose Completion Model', 'run “Sequence Lab: Train Next-Word Model…” first', 'unavailable');
  const now = new Date();
  const mark = (value: string): string => (value === current ? ' · in use' : '');
  const items = [
    { label: '$(history) The newest', description: `now ${runs[0].name}${mark('')}`, choose: () => writeSetting('completions.run', undefined) },
    ...runs.map((run) => {
      const id = basename(run.folder);
      return { label: `$(whole-word) ${run.name}`, description: `${describe(run, now)}${mark(id)}`, detail: id, choose: () => writeSetting('completions.run', id) };
    }),
    { label: enabled ? '$(circle-slash) Switch inline completions off' : '$(sparkle) Switch inline completions on', choose: () => toggleInlineCompletions() },
  ];
  const picked = await vscode.window.showQuickPick(items, { title: 'Completion Model', matchOnDescription: true, matchOnDetail: true });
  if (!picked) throw new Cancelled();
  await picked.choose();
  await app.completionModel.refresh();
}

export async function toggleInlineCompletions(): Promise<void> {
  const enabled = !readCompletionSettings().enabled;
  await writeSetting('completions.enabled', enabled);
  vscode.window.setStatusBarMessage(`Sequence Lab: inline completions are ${enabled ? 'on' : 'off'}`, 4000);
}
