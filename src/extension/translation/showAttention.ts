/** Show Attention for Selection: what is selected, or the line of the cursor, in the training panel, at any moment of training. */
import * as vscode from 'vscode';
import { UserError } from '../../errors/userError';
import type { App } from '../app';
import { splitLines } from './lines';

/** A page of text would be a list to scroll, not sentences to look at. */
const MOST_LINES = 8;
const WHERE = 'Show Attention for Selection';

export async function showAttention(app: App): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) throw new UserError('no text editor is active', WHERE, 'open a file and select a sentence');
  const { document, selection } = editor;
  const text = document.getText(selection.isEmpty ? document.lineAt(selection.active.line).range : selection);
  const lines = [...new Set(splitLines(text).map((line) => line.text.trim()).filter((line) => line !== ''))];
  if (lines.length === 0) throw new UserError('there is no sentence to look at', WHERE, 'select some text, or put the cursor on a line that has some');
  const run = await translatorOf(app);
  await app.trainingPanel.showSentences(run, lines.slice(0, MOST_LINES));
  if (lines.length > MOST_LINES) vscode.window.setStatusBarMessage(`Sequence Lab: the first ${MOST_LINES} of ${lines.length} lines are shown`, 6000);
}

/** The run that the panel shows, where it is a translator that can be asked; else the newest one. */
async function translatorOf(app: App): Promise<string> {
  const shown = await app.trainingPanel.shownRunFolder();
  const runs = (await app.runs.list()).filter(({ task, hasCheckpoint, folder }) => task === 'translation' && (hasCheckpoint || (folder === shown && app.trainings.isRunning)));
  const run = runs.find(({ folder }) => folder === shown) ?? runs.at(0);
  if (!run) throw new UserError('no translator has been trained here yet', WHERE, 'run “Sequence Lab: Train Translator…” first', 'unavailable');
  if (app.trainings.isRunning && run.folder !== shown) throw new UserError('the training panel shows the training that is running, which is no translator', WHERE, 'use “Translate Selection”, or wait until the training has ended', 'busy');
  return run.folder;
}
