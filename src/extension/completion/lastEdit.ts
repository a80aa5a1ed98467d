/** Remembers of each document what its last change was: typed, deleted or undone. */
import * as vscode from 'vscode';

export type LastEdit = 'typed' | 'deleted' | 'undone';

export class LastEdits implements vscode.Disposable {
  private readonly edits = new WeakMap<vscode.TextDocument, LastEdit>();
  private readonly subscription = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges, reason }) => {
    if (contentChanges.length > 0) this.edits.set(document, kindOf(contentChanges, reason));
  });

  of(document: vscode.TextDocument): LastEdit | null { return this.edits.get(document) ?? null; }
  dispose(): void { this.subscription.dispose(); }
}

function kindOf(changes: readonly vscode.TextDocumentContentChangeEvent[], reason: vscode.TextDocumentChangeReason | undefined): LastEdit {
  if (reason !== undefined) return 'undone';
  return changes.every(({ text }) => text === '') ? 'deleted' : 'typed';
}
