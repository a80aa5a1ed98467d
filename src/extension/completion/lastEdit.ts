/** Remembers of each document what its last change was. */
import * as vscode from 'vscode';
import { kindOfEdit, type LastEdit } from './editKind';

export class LastEdits implements vscode.Disposable {
  private readonly edits = new WeakMap<vscode.TextDocument, LastEdit>();
  private readonly subscription = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges, reason }) => {
    if (contentChanges.length > 0) this.edits.set(document, kindOfEdit(contentChanges, reason !== undefined));
  });

  of(document: vscode.TextDocument): LastEdit | null { return this.edits.get(document) ?? null; }
  dispose(): void { this.subscription.dispose(); }
}
