/** Writes what was chosen in the palette as an experiment file, for who wants to change it further. */
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { ExperimentFile } from '../../protocol/experiment';
import { Cancelled } from '../problems';

/** @param build the experiment with its paths relative to a folder */
export async function saveExperiment(name: string, folder: string, build: (baseFolder: string) => ExperimentFile): Promise<void> {
  const target = await vscode.window.showSaveDialog({
    title: 'Save as Experiment File', defaultUri: vscode.Uri.file(join(folder, `${name}.seqlab.json`)), filters: { 'Sequence Lab experiment': ['json'] },
  });
  if (!target) throw new Cancelled();
  const text = `${JSON.stringify(build(dirname(target.fsPath)), null, 2)}\n`;
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
  await vscode.window.showTextDocument(target);
}
