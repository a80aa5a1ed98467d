/** Saves a tune to a file of the user's choice, and opens it beside. */
import * as vscode from 'vscode';
import { tuneFileName } from './tuneFileName';

/** @returns whether it was saved: the user may have chosen no place */
export async function saveTune({ abc, title }: { readonly abc: string; readonly title: string }): Promise<{ saved: boolean }> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const name = tuneFileName(title);
  const uri = await vscode.window.showSaveDialog({
    title: 'Save Tune', filters: { 'ABC notation': ['abc'] }, defaultUri: folder ? vscode.Uri.joinPath(folder, name) : undefined,
  });
  if (!uri) return { saved: false };
  await vscode.workspace.fs.writeFile(uri, Buffer.from(abc.endsWith('\n') ? abc : `${abc}\n`, 'utf8'));
  await vscode.window.showTextDocument(uri, { preview: false, preserveFocus: false });
  return { saved: true };
}
