/** What the suites in the extension host share. */
import * as vscode from 'vscode';
import type { SequenceLabApi } from '../extension/extension';

export function extension(): vscode.Extension<SequenceLabApi> {
  const found = vscode.extensions.getExtension<SequenceLabApi>('sequence-lab.sequence-lab');
  if (!found) throw new Error('VS Code does not know the extension');
  return found;
}

export const workspaceFolder = (): vscode.Uri => vscode.workspace.workspaceFolders![0].uri;

/** Writes a file of the workspace. */
export async function write(name: string, content: string): Promise<vscode.Uri> {
  const file = vscode.Uri.joinPath(workspaceFolder(), name);
  await vscode.workspace.fs.writeFile(file, Buffer.from(content));
  return file;
}

/** Waits until something holds. */
export async function until<T>(what: string, probe: () => T | Promise<T>, timeoutMs = 60_000): Promise<NonNullable<T>> {
  for (const end = Date.now() + timeoutMs; ;) {
    const value = await probe();
    if (value) return value;
    if (Date.now() > end) throw new Error(`not within ${timeoutMs / 1000} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
