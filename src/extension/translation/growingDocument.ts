/** A new document beside the active editor to which text is added as it comes; all of it is one step of undo while its editor is shown. */
import * as vscode from 'vscode';
import { UserError } from '../../errors/userError';

export class GrowingDocument {
  private constructor(private readonly document: vscode.TextDocument, private readonly editor: vscode.TextEditor) {}

  static async open(language: string): Promise<GrowingDocument> {
    const document = await vscode.workspace.openTextDocument({ language, content: '' });
    return new GrowingDocument(document, await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true, preview: false }));
  }

  get uri(): vscode.Uri { return this.document.uri; }
  get isClosed(): boolean { return this.document.isClosed; }

  onDidClose(listener: () => void): vscode.Disposable {
    return vscode.workspace.onDidCloseTextDocument((closed) => { if (closed === this.document) listener(); });
  }

  /** Adds to the end, whatever was typed there meanwhile. @throws CancellationError when it has been closed */
  async append(text: string): Promise<void> {
    if (this.document.isClosed) throw new vscode.CancellationError();
    const end = this.document.lineAt(this.document.lineCount - 1).range.end;
    const shown = vscode.window.visibleTextEditors.includes(this.editor);
    const done = shown && await this.editor.edit((edit) => edit.insert(end, text), { undoStopBefore: false, undoStopAfter: false });
    if (done) return;
    const edit = new vscode.WorkspaceEdit();
    edit.insert(this.document.uri, end, text);
    if (!await vscode.workspace.applyEdit(edit)) throw new UserError('the editor refused the text', String(this.document.uri), 'try again', 'unavailable');
  }
}
