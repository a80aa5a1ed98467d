/** Show Sheet Music: the tunes of the selection, or the one that the cursor is in and those around it, drawn and played beside the text. */
import * as vscode from 'vscode';
import { UserError } from '../../errors/userError';
import type { App } from '../app';
import { listed } from './listed';

export async function showTune(app: App): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) throw new UserError('no text editor is active', 'Show Sheet Music', 'open a file in ABC notation, or select a tune in any file');
  const { document, selection } = editor;
  const text = document.getText(selection.isEmpty ? undefined : selection);
  const tunes = await app.predictor.readTunes(text);
  if (tunes.length === 0) {
    throw new UserError(selection.isEmpty ? 'no tune was found in this file' : 'no tune was found in the selection', vscode.workspace.asRelativePath(document.uri), 'a tune in ABC notation begins with a line X:1 and has the fields T:, M: and K: before its notes');
  }
  const current = selection.isEmpty ? tuneAt(text, document.offsetAt(selection.active)) : 0;
  const { list, which } = listed(tunes, current);
  app.tunesPanel.show(`${vscode.workspace.asRelativePath(document.uri)}${which}`, list);
}

/** The index of the tune that holds an offset: how many `X:` lines stand before it, less one. */
const tuneAt = (text: string, offset: number): number => Math.max(0, [...text.slice(0, offset + 2).matchAll(/^X:/gm)].length - 1);
