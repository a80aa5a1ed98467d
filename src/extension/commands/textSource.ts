/** The text of a next-word model: the active file, what is selected, or a folder. */
import { writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { App } from '../app';
import { formatCount } from '../../protocol/format';
import { nameOfExperiment } from '../../protocol/runIds';
import { pathIn } from './paths';
import { browse } from './steps';

export interface TextSource {
  readonly name: string;
  /** Bytes or characters of text, as far as known: the presets' sizes follow it. */
  readonly size: number;
  /** Fixes the text for a training: a file of its own in the run's folder where the editor's text is not (only) on disk. */
  readonly prepare: () => Promise<PreparedText>;
}
export interface PreparedText { readonly train: string; readonly baseFolder: string; readonly runFolder?: string }

export interface SourceItem extends vscode.QuickPickItem { readonly choose: () => Promise<TextSource> }

/** The sources that there are now; the most specific first. */
export function textSources(app: App): SourceItem[] {
  const editor = vscode.window.activeTextEditor;
  const items: SourceItem[] = [];
  if (editor && !editor.selection.isEmpty) {
    const text = editor.document.getText(editor.selection);
    items.push({ label: '$(selection) The selection', description: `${formatCount(text.length)} characters`, detail: 'A copy is kept with the run', choose: () => Promise.resolve(copied(app, `${nameOf(editor.document)}-selection`, text, editor.document.uri)) });
  }
  if (editor) {
    const { document } = editor;
    items.push({ label: '$(file) The active file', description: basename(document.fileName), detail: describe(document), choose: () => Promise.resolve(fileSource(app, document)) });
  }
  for (const { uri, name } of vscode.workspace.workspaceFolders ?? []) {
    if (uri.scheme === 'file') items.push({ label: '$(folder) The workspace', description: name, detail: 'All its .txt and .md files', choose: () => folderSource(app, uri) });
  }
  const chooseFolder = (): Promise<vscode.Uri> => browse({ title: 'A folder of .txt and .md files', canSelectFolders: true, canSelectFiles: false, openLabel: 'Train on This Folder' });
  items.push({ label: '$(folder-opened) A folder…', detail: 'All its .txt and .md files', choose: async () => folderSource(app, await chooseFolder()) });
  return items;
}

const isOnDisk = (document: vscode.TextDocument): boolean => document.uri.scheme === 'file' && !document.isDirty;
const nameOf = (document: vscode.TextDocument): string => nameOfExperiment(document.fileName);
const describe = (document: vscode.TextDocument): string =>
  `${formatCount(document.getText().length)} characters${isOnDisk(document) ? '' : ', as it stands in the editor: a copy is kept with the run'}`;

function fileSource(app: App, document: vscode.TextDocument): TextSource {
  if (!isOnDisk(document)) return copied(app, nameOf(document), document.getText(), document.uri);
  const baseFolder = app.runs.workspaceFolderOf(document.uri) ?? dirname(document.fileName);
  return { name: nameOf(document), size: document.getText().length, prepare: () => Promise.resolve({ train: pathIn(baseFolder, document.fileName), baseFolder }) };
}

function copied(app: App, name: string, text: string, near: vscode.Uri): TextSource {
  return {
    name, size: text.length,
    prepare: async () => {
      const runFolder = await app.runs.createRunFolder(name, near);
      await writeFile(join(runFolder, 'text.txt'), text);
      return { train: 'text.txt', baseFolder: runFolder, runFolder };
    },
  };
}

async function folderSource(app: App, folder: vscode.Uri): Promise<TextSource> {
  const files = await vscode.workspace.findFiles(new vscode.RelativePattern(folder, '**/*.{txt,md}'), '**/{node_modules,.*}/**', 2000);
  const sizes = await Promise.all(files.map((file) => vscode.workspace.fs.stat(file).then(({ size }) => size, () => 0)));
  const baseFolder = app.runs.workspaceFolderOf(folder) ?? folder.fsPath;
  return { name: basename(folder.fsPath), size: sizes.reduce((sum, size) => sum + size, 0), prepare: () => Promise.resolve({ train: pathIn(baseFolder, folder.fsPath), baseFolder }) };
}
