/** Translate File: the active file, line by line, into a new editor beside it while it is being translated. Cancelling keeps what is done. */
import * as vscode from 'vscode';
import { UserError } from '../../errors/userError';
import { plural } from '../../protocol/format';
import type { RunSummary } from '../../protocol/run';
import type { App } from '../app';
import { joinLines, linesWith, splitLines } from './lines';
import { GrowingDocument } from './growingDocument';
import { translateInChunks } from './translateInChunks';
import { chooseTranslator, findTranslators } from './translators';

const COMMAND = 'Translate File';

export async function translateFile(app: App): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (!document) throw new UserError('no text editor is active', COMMAND, 'open the file to translate');
  if (document.getText().trim() === '') throw new UserError('there is nothing to translate', document.fileName, 'open a file that has some text');
  const { all, chosen } = await findTranslators(app, COMMAND);
  await translateBy(app, document, all, chosen);
}

async function translateBy(app: App, document: vscode.TextDocument, all: readonly RunSummary[], run: RunSummary): Promise<void> {
  const lines = splitLines(document.getText());
  const sentences = lines.map(({ text }) => text).filter((text) => text !== '');
  const target = await GrowingDocument.open(document.languageId);
  const title = `Translating ${plural(sentences.length, 'line')} with “${run.name}”`;
  let done = 0;
  const finished = await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title, cancellable: true }, async (progress, token) => {
    const source = new vscode.CancellationTokenSource();
    const watchers = [token.onCancellationRequested(() => source.cancel()), target.onDidClose(() => source.cancel())];
    let next = 0;
    try {
      for await (const translations of translateInChunks(app, run.folder, sentences, source.token)) {
        app.knownTranslations.add(String(target.uri), translations);
        done += translations.length;
        // The lines up to the last one translated, with the empty ones between and, at the end, those that follow.
        const end = done === sentences.length ? lines.length : next + linesWith(lines.slice(next), translations.length);
        const text = joinLines(lines.slice(next, end), translations.map(({ output }) => output), '\n');
        await target.append(end === lines.length ? text : `${text}\n`);
        next = end;
        progress.report({ increment: 100 * translations.length / sentences.length, message: `${done} of ${sentences.length}` });
      }
      return true;
    } catch (error) {
      if (error instanceof vscode.CancellationError) return false;
      throw error;
    } finally {
      for (const watcher of watchers) watcher.dispose();
      source.dispose();
    }
  });
  const again = async (): Promise<void> => translateBy(app, document, all, await chooseTranslator(app, all));
  if (target.isClosed) return;
  app.problems.tell(
    finished ? `Translated ${plural(done, 'line')} with “${run.name}”. Hover over a line to see what else the model considered.` : `Stopped: ${done} of ${plural(sentences.length, 'line')} translated.`,
    ...(all.length > 1 ? [{ title: 'Other Model…', run: () => app.problems.guard(again) }] : []),
  );
}
