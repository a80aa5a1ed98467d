/** Hovering over a word: what the completion model expected in its place, how much the word surprised it, and where it was learnt. */
import { resolve } from 'node:path';
import * as vscode from 'vscode';
import type { Explanation } from '../../protocol/language';
import type { PredictionController } from '../background/predictionController';
import type { CompletionModel } from '../completion/completionModel';
import { isSecretFile, looksSecret } from '../completion/secrets';
import { textBefore } from '../completion/place';
import type { Problems } from '../problems';
import { readRun } from '../runs/runStore';
import { readCompletionSettings } from '../settings';
import { AnswerCache } from './answerCache';
import { explanationMarkdown } from './explanationText';
import { wordAt } from './wordAt';

/** A hover that is not there by then does not come: it would hold back those of others, or pop up under a pointer that has moved on. */
const PATIENCE_MS = 1500;
const REMEMBERED = 200;

export class WordHover implements vscode.HoverProvider {
  private readonly answers = new AnswerCache<Explanation>(REMEMBERED);

  constructor(private readonly model: CompletionModel, private readonly predictor: PredictionController, private readonly problems: Problems) {}

  async provideHover(document: vscode.TextDocument, position: vscode.Position, token: vscode.CancellationToken): Promise<vscode.Hover | null> {
    const { enabled, hover, languages } = readCompletionSettings();
    const run = this.model.current;
    if (!enabled || !hover || run === null || !languages.includes(document.languageId)) return null;
    const line = document.lineAt(position.line).text;
    if (isSecretFile(document.uri.path) || looksSecret(line)) return null;
    const word = wordAt(line, position.character);
    // Beside a word, what comes next is of interest where the ghost text stands: at the cursor.
    const isAtCursor = vscode.window.activeTextEditor?.document === document && vscode.window.activeTextEditor.selection.active.isEqual(position);
    if (word === null && !isAtCursor) return null;
    const start = word === null ? position : new vscode.Position(position.line, word.start);
    const range = word === null ? new vscode.Range(position, position) : new vscode.Range(start, new vscode.Position(position.line, word.end));
    const explanation = await this.explain(`${run.updated} ${run.folder}`, run.folder, textBefore(document, start), word?.text ?? null, token);
    if (explanation === null) return null;
    const { baseFolder } = explanation.sources.length > 0 ? (await readRun(run.folder))?.record ?? {} : {};
    const linkOf = (file: string, line: number): string | null => (baseFolder === undefined ? null : vscode.Uri.file(resolve(baseFolder, file)).with({ fragment: `L${line}` }).toString());
    const markdown = new vscode.MarkdownString(explanationMarkdown(explanation, word?.text ?? null, run.name, linkOf));
    return new vscode.Hover(markdown, range);
  }

  private async explain(version: string, runFolder: string, text: string, word: string | null, token: vscode.CancellationToken): Promise<Explanation | null> {
    const key = JSON.stringify([version, text.slice(-400), word]);
    const known = this.answers.get(key);
    if (known !== undefined) return known;
    const tooLate = new vscode.CancellationTokenSource();
    const timer = setTimeout(() => tooLate.cancel(), PATIENCE_MS);
    token.onCancellationRequested(() => tooLate.cancel());
    try {
      const explanation = await this.predictor.explain(runFolder, text, word, tooLate.token);
      this.answers.set(key, explanation);
      return explanation;
    } catch (error) {
      if (!tooLate.token.isCancellationRequested) this.problems.log.warn(`hover: ${(error as Error).message}`);
      return null;
    } finally {
      clearTimeout(timer);
      tooLate.dispose();
    }
  }
}
