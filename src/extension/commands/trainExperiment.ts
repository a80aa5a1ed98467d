/** Train From Experiment File: the file that the menu was opened on, the active one, or one of the workspace's. */
import * as vscode from 'vscode';
import { UserError } from '../../errors/userError';
import type { App } from '../app';
import { Cancelled } from '../problems';
import { trainFromFile } from './startTraining';

export async function trainExperiment(app: App, file?: unknown): Promise<void> {
  const active = vscode.window.activeTextEditor?.document.uri;
  if (file instanceof vscode.Uri) await trainFromFile(app, file);
  else if (active?.path.endsWith('.seqlab.json')) await trainFromFile(app, active);
  else await trainFromFile(app, await pickExperiment());
}

async function pickExperiment(): Promise<vscode.Uri> {
  const files = await vscode.workspace.findFiles('**/*.seqlab.json', '**/{node_modules,.sequence-lab}/**', 200);
  if (files.length === 0) throw new UserError('this workspace has no experiment file', 'Train From Experiment File', 'make one: “Train Translator…”, last step, “Save as Experiment File…”');
  const items = files.map((file) => ({ label: file.path.replace(/^.*\//, ''), description: vscode.workspace.asRelativePath(file), file })).sort((a, b) => a.description.localeCompare(b.description));
  const picked = await vscode.window.showQuickPick(items, { title: 'Train From Experiment File', matchOnDescription: true });
  if (!picked) throw new Cancelled();
  return picked.file;
}
