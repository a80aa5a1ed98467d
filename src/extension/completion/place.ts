/** Second stage: the place of a suggestion, and the text that the model reads there. */
import * as vscode from 'vscode';
import { contextStart, wholeLines } from './context';
import { withoutSecrets } from './secrets';

export interface Place {
  /** What the model reads: the document before the cursor, without lines that look secret, and a selected entry of the suggestion list. */
  readonly before: string;
  readonly lineBefore: string;
  readonly lineAfter: string;
  /** What the suggestion replaces: nothing, or what the suggestion list would. */
  readonly range: vscode.Range;
  readonly selected: string;
}

export function placeOf(document: vscode.TextDocument, position: vscode.Position, selected?: vscode.SelectedCompletionInfo): Place {
  const line = document.lineAt(position.line).text;
  const range = selected?.range ?? new vscode.Range(position, position);
  const inserted = selected?.text ?? '';
  return {
    before: textBefore(document, range.start) + inserted,
    lineBefore: line.slice(0, range.start.character) + inserted,
    lineAfter: line.slice(Math.max(range.end.character, position.character)),
    range, selected: inserted,
  };
}

/** Whole lines before a position, 1,500 to 2,500 characters where there are so many, without those that look secret. */
export function textBefore(document: vscode.TextDocument, position: vscode.Position): string {
  const start = contextStart(document.offsetAt(position));
  const text = document.getText(new vscode.Range(document.positionAt(start), position));
  return withoutSecrets(wholeLines(text, start === 0));
}
