/** Pick the Next Word…: the likeliest words with their probabilities; each pick is inserted and the model is asked again, until Escape. */
import * as vscode from 'vscode';
import { UserError } from '../../errors/userError';
import type { App } from '../app';
import { textBefore } from '../completion/place';
import { isSecretFile, looksSecret } from '../completion/secrets';
import { bar, percent } from '../explain/explanationText';
import { readPickCount } from '../settings';

interface WordItem extends vscode.QuickPickItem { readonly insert: string }

/** Blocks of a bar that stands for probability 1. */
const BAR = 20;

export async function pickNextWord(app: App): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) throw new UserError('no text editor is active', 'Pick the Next Word', 'open a text first');
  if (app.completionModel.current === null) throw new UserError('no next-word model has been trained here yet', 'Pick the Next Word', 'run “Sequence Lab: Train Next-Word Model…” first', 'unavailable');
  const input = vscode.window.createQuickPick<WordItem>();
  input.title = 'Pick the Next Word';
  input.ignoreFocusOut = true;
  input.matchOnDescription = false;
  const undo = { iconPath: new vscode.ThemeIcon('discard'), tooltip: 'Take the last word back' };
  let picked: { insert: string; at: number }[] = [];
  let candidates: readonly WordItem[] = [];

  const show = (): void => {
    const typed = input.value.trim();
    const own = typed === '' || candidates.some(({ label }) => label === typed) ? [] : [{ label: `Write “${typed}”`, insert: spaced(editor, typed), alwaysShow: true }];
    input.items = [...candidates, ...own];
  };
  const ask = async (): Promise<void> => {
    input.busy = true;
    input.value = '';
    input.buttons = picked.length > 0 ? [undo] : [];
    candidates = await candidatesAt(app, editor);
    input.placeholder = candidates.length > 0 ? `${lineEnd(editor)} …` : 'The model has no word to offer here; type one';
    show();
    input.busy = false;
  };
  const insert = async (text: string): Promise<void> => {
    const at = editor.selection.active;
    app.meter.endOffer(); // or a word that the ghost text offers too would count as accepted from it
    const isDone = await editor.edit((edit) => edit.insert(at, text));
    if (!isDone) throw new UserError('the editor refused the change', editor.document.fileName, 'check that the file can be written', 'unavailable');
    const end = editor.document.positionAt(editor.document.offsetAt(at) + text.length);
    editor.selection = new vscode.Selection(end, end);
    editor.revealRange(new vscode.Range(end, end));
    picked = [...picked, { insert: text, at: editor.document.offsetAt(at) }];
    await ask();
  };
  const takeBack = async (): Promise<void> => {
    const last = picked.at(-1);
    if (!last) return;
    const { document } = editor;
    const range = new vscode.Range(document.positionAt(last.at), document.positionAt(last.at + last.insert.length));
    picked = picked.slice(0, -1);
    if (document.getText(range) === last.insert) await editor.edit((edit) => edit.delete(range));
    await ask();
  };
  await new Promise<void>((resolve, reject) => {
    /** One thing at a time: a second Enter while the model thinks picks nothing. */
    let isAtWork = false;
    const work = (what: () => Promise<void>): void => {
      if (isAtWork) return;
      isAtWork = true;
      what().catch(reject).finally(() => { isAtWork = false; });
    };
    input.onDidChangeValue(show);
    input.onDidAccept(() => { const item = input.activeItems.at(0); if (item) work(() => insert(item.insert)); });
    input.onDidTriggerButton(() => work(takeBack));
    input.onDidHide(() => resolve());
    input.show();
    work(ask);
  }).finally(() => input.dispose());
}

async function candidatesAt(app: App, { document, selection: { active } }: vscode.TextEditor): Promise<readonly WordItem[]> {
  const run = app.completionModel.current;
  if (run === null || isSecretFile(document.uri.path) || looksSecret(document.lineAt(active.line).text)) return [];
  const candidates = await app.predictor.nextWords(run.folder, textBefore(document, active), readPickCount());
  return candidates.map(({ word, insert, probability }) => ({
    label: word, insert, description: `${percent(probability)}  ${bar(probability, BAR)}`,
  }));
}

/** A typed word, with a space before it where one is needed. */
const spaced = ({ document, selection: { active } }: vscode.TextEditor, word: string): string =>
  (active.character === 0 || /\s$/.test(document.lineAt(active.line).text.slice(0, active.character)) || /^\p{P}/u.test(word) ? word : ` ${word}`);

const lineEnd = ({ document, selection: { active } }: vscode.TextEditor): string => document.lineAt(active.line).text.slice(0, active.character).slice(-60);
