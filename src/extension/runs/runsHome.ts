/** Where this window's runs live: in each workspace folder under `.sequence-lab/runs`, or, without a workspace, with the extension's own data. */
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { RunSummary } from '../../protocol/run';
import { runFiles, RUNS_FOLDER } from '../../protocol/runFiles';
import { createRunId } from '../../protocol/runIds';
import { listRuns } from './runStore';

export class RunsHome implements vscode.Disposable {
  private readonly watcher = vscode.workspace.createFileSystemWatcher(`**/${RUNS_FOLDER}/*/${runFiles.record}`);
  private readonly changed = new vscode.EventEmitter<string>();

  /** The folder of a run in the workspace whose record was written or deleted, by whomever: runs also come from the command line. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly globalStorage: vscode.Uri) {
    const tell = ({ fsPath }: vscode.Uri): void => this.changed.fire(dirname(fsPath));
    this.watcher.onDidCreate(tell);
    this.watcher.onDidChange(tell);
    this.watcher.onDidDelete(tell);
  }

  dispose(): void {
    this.watcher.dispose();
    this.changed.dispose();
  }

  /** The folder that holds a file's workspace, or the first workspace folder, or null where none is open. */
  workspaceFolderOf(uri?: vscode.Uri): string | null {
    const folder = (uri && vscode.workspace.getWorkspaceFolder(uri)) ?? localFolders()[0];
    return folder?.uri.scheme === 'file' ? folder.uri.fsPath : null;
  }

  /** Makes the folder of a new run, empty, in the workspace folder of `near`. */
  async createRunFolder(name: string, near?: vscode.Uri): Promise<string> {
    const workspace = this.workspaceFolderOf(near);
    const runs = workspace === null ? this.globalRuns : join(workspace, ...RUNS_FOLDER.split('/'));
    await mkdir(runs, { recursive: true });
    const folder = join(runs, createRunId(name, new Date(), (id) => existsSync(join(runs, id))));
    await mkdir(folder);
    return folder;
  }

  /** Removes the folder of a run that never began, with nothing in it but what was copied there for it. */
  async discardRunFolder(folder: string): Promise<void> {
    const names: readonly string[] = await readdir(folder).catch(() => []);
    const record: string = runFiles.record;
    if (!names.includes(record)) await rm(folder, { recursive: true, force: true });
  }

  /** All runs of this window, newest first. */
  list(): Promise<RunSummary[]> {
    const workspaces = localFolders().map(({ uri }) => join(uri.fsPath, ...RUNS_FOLDER.split('/')));
    return listRuns([...workspaces, this.globalRuns]);
  }

  private get globalRuns(): string { return join(this.globalStorage.fsPath, 'runs'); }
}

const localFolders = (): vscode.WorkspaceFolder[] => (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
