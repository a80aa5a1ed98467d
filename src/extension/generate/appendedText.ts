/** Appends text to a document as it comes, whatever else the user does there meanwhile. */
import * as vscode from 'vscode';

export class AppendedText {
  private waiting = '';
  private writing: Promise<void> | null = null;
  private isLost = false;
  private readonly closing: vscode.Disposable;

  /** @param onLost the document was closed: more text has nowhere to go */
  constructor(private readonly document: vscode.TextDocument, private readonly editor: vscode.TextEditor, private readonly onLost: () => void) {
    this.closing = vscode.workspace.onDidCloseTextDocument((closed) => { if (closed === document) this.lose(); });
  }

  add(text: string): void {
    this.waiting += text;
    this.writing ??= this.write().finally(() => { this.writing = null; });
  }

  /** Settles when all is written. */
  async end(): Promise<void> {
    while (this.writing) await this.writing;
    this.closing.dispose();
  }

  private async write(): Promise<void> {
    while (this.waiting !== '' && !this.isLost) {
      const text = this.waiting;
      this.waiting = '';
      const edit = new vscode.WorkspaceEdit();
      const end = this.document.lineAt(this.document.lineCount - 1).range.end;
      // Who reads the end goes on reading it; who has moved the cursor elsewhere stays there.
      const follows = this.editor.selection.isEmpty && this.editor.selection.active.isEqual(end);
      edit.insert(this.document.uri, end, text);
      if (!await vscode.workspace.applyEdit(edit)) this.lose();
      else if (follows) this.follow();
    }
  }

  private follow(): void {
    const end = this.document.lineAt(this.document.lineCount - 1).range.end;
    this.editor.selection = new vscode.Selection(end, end);
    this.editor.revealRange(new vscode.Range(end, end));
  }

  private lose(): void {
    if (this.isLost) return;
    this.isLost = true;
    this.onLost();
  }
}
