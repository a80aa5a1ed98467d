/** The common end of every command that trains: check, make the run's folder, open the panel, start. */
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { checkExperiment, readExperimentJson } from '../../protocol/experiment';
import type { App } from '../app';
import { nameOfExperiment } from '../../protocol/runIds';
import { readEngine, readProvider, readThreads } from '../settings';
import { withThreads } from './presets';

export interface NewTraining {
  readonly experiment: unknown;
  readonly name: string;
  /** What refusals call the experiment: its file. Default: its name. */
  readonly source?: string;
  /** What the experiment's paths are relative to. */
  readonly baseFolder: string;
  /** The run's folder, where it was made before to hold a copy of the text. */
  readonly runFolder?: string;
}

/** @throws UserError where the experiment will not do; Cancelled where another one runs and the user thinks better of it */
export async function startTraining(app: App, { experiment, name, source = name, baseFolder, runFolder }: NewTraining): Promise<void> {
  const complete = withThreads(experiment, readThreads());
  checkExperiment(complete, source); // refused here, it needs no process to say so
  const folder = runFolder ?? await app.runs.createRunFolder(name, vscode.Uri.file(baseFolder));
  app.trainingPanel.open();
  await app.trainings.start({ request: { experiment: complete, name, baseFolder, runFolder: folder, resume: false, engine: readEngine(), provider: readProvider() } });
}

/** Trains what an experiment file says; the file as it stands in the editor, saved or not. */
export async function trainFromFile(app: App, file: vscode.Uri): Promise<void> {
  const document = await vscode.workspace.openTextDocument(file);
  const fileName = file.path.replace(/^.*\//, '');
  try {
    await startTraining(app, { experiment: readExperimentJson(document.getText(), fileName), name: nameOfExperiment(fileName), source: fileName, baseFolder: dirname(file.fsPath) });
  } catch (error) {
    await app.problems.showAt(error, dirname(file.fsPath));
  }
}
