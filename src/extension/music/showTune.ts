/** Show Sheet Music: the tunes of the selection, or the one that the cursor is in and those around it, drawn and played beside the text. */
import * as vscode from 'vscode';
import { UserError } from '../../errors/userError';
import type { Tune } from '../../protocol/music';
import type { App } from '../app';

/** A whole tune book would be a long list. */
const MOST_TUNES = 200;

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
  const first = Math.max(0, Math.min(current, tunes.length - MOST_TUNES));
  app.tunesPanel.show(vscode.workspace.asRelativePath(document.uri), rotate(tunes.slice(first, first + MOST_TUNES), current - first));
}

/** The index of the tune that holds an offset: how many `X:` lines stand before it, less one. */
const tuneAt = (text: string, offset: number): number => Math.max(0, [...text.slice(0, offset + 2).matchAll(/^X:/gm)].length - 1);

/** The list from one tune on, and then those before it. */
const rotate = (tunes: readonly Tune[], from: number): Tune[] => [...tunes.slice(from), ...tunes.slice(0, from)];
