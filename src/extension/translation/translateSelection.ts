/** Translate Selection: what is selected, or the line of the cursor, by the newest translator; the result is shown and can be put into the text. */
import * as vscode from 'vscode';
import { UserError } from '../../errors/userError';
import type { Translation } from '../../protocol/messages';
import type { RunSummary } from '../../protocol/run';
import type { App } from '../app';
import { firstLine, plural } from '../../protocol/format';
import { joinLines, splitLines } from './lines';
import { translateInChunks } from './translateInChunks';
import { chooseTranslator, findTranslators } from './translators';

export async function translateSelection(app: App): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) throw new UserError('no text editor is active', 'Translate Selection', 'open a file and select the text to translate');
  const { all, chosen } = await findTranslators(app, 'Translate Selection');
  await translateBy(app, chosen, editor.document, rangeToTranslate(editor), all);
}

function rangeToTranslate({ document, selection }: vscode.TextEditor): vscode.Range {
  const range = selection.isEmpty ? document.lineAt(selection.active.line).range : new vscode.Range(selection.start, selection.end);
  if (document.getText(range).trim() === '') throw new UserError('there is nothing to translate', 'Translate Selection', 'select some text, or put the cursor on a line that has some');
  return range;
}

async function translateBy(app: App, run: RunSummary, document: vscode.TextDocument, range: vscode.Range, runs: readonly RunSummary[]): Promise<void> {
  const selected = document.getText(range);
  const lines = splitLines(selected);
  const translations = await translateLines(app, run, lines.map(({ text }) => text).filter((text) => text !== ''));
  const translated = joinLines(lines, translations.map(({ output }) => output), document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n');
  app.knownTranslations.add(String(document.uri), translations);
  await app.translationPanel.show(run.folder, translations);
  const another = async (): Promise<void> => {
    await translateBy(app, await chooseTranslator(app, runs), document, range, runs);
  };
  app.problems.tell(
    `${firstLine(translated, 200)}   (${run.name})`,
    { title: 'Replace', run: () => app.problems.guard(() => insert(document, range, selected, translated, 'replace')) },
    { title: 'Insert Below', run: () => app.problems.guard(() => insert(document, range, selected, translated, 'below')) },
    { title: 'Copy', run: () => vscode.env.clipboard.writeText(translated) },
    ...(runs.length > 1 ? [{ title: 'Other Model…', run: () => app.problems.guard(another) }] : []),
  );
}

function translateLines(app: App, run: RunSummary, lines: readonly string[]): Thenable<Translation[]> {
  const title = `Translating ${plural(lines.length, 'line')} with “${run.name}”`;
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title, cancellable: true }, async (progress, token) => {
    const translations: Translation[] = [];
    for await (const chunk of translateInChunks(app, run.folder, lines, token)) {
      translations.push(...chunk);
      progress.report({ increment: 100 * chunk.length / lines.length, message: `${translations.length} of ${lines.length}` });
    }
    return translations;
  });
}

/** One edit, so one step of undo. The text may have moved on since it was read: then nothing is overwritten. */
async function insert(document: vscode.TextDocument, range: vscode.Range, selected: string, translated: string, place: 'replace' | 'below'): Promise<void> {
  if (document.isClosed || document.getText(range) !== selected) {
    throw new UserError('the text has changed since it was translated', document.fileName, 'select it and translate again, or use Copy');
  }
  const edit = new vscode.WorkspaceEdit();
  if (place === 'replace') edit.replace(document.uri, range, translated);
  else edit.insert(document.uri, document.lineAt(lastLine(range)).range.end, `${document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n'}${translated}`);
  if (!await vscode.workspace.applyEdit(edit)) throw new UserError('the editor refused the change', document.fileName, 'check that the file can be written', 'unavailable');
}

/** A selection of whole lines ends at the start of the next one, which is not part of it. */
const lastLine = (range: vscode.Range): number => (range.end.character === 0 && range.end.line > range.start.line ? range.end.line - 1 : range.end.line);
