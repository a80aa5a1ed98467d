/**
 * Ghost text: the stages gate → context → request → filter → item, in that order, each in a file of its own. Nothing here computes or
 * blocks; a keystroke that comes meanwhile cancels the rest. While a snippet is active VS Code itself holds ghost text back
 * (`editor.inlineSuggest.suppressInSnippetMode`).
 */
import * as vscode from 'vscode';
import { UserError } from '../../errors/userError';
import type { PredictionController } from '../background/predictionController';
import type { Problems } from '../problems';
import { readCompletionSettings } from '../settings';
import type { CompletionModel } from './completionModel';
import { contextStart, wholeLines } from './context';
import { fitSuggestion } from './filter';
import { isSuggestionWanted } from './gate';
import type { LastEdits } from './lastEdit';
import { PrefixCache } from './prefixCache';

/** Candidates when the user asks for suggestions and may cycle through them. */
const ALTERNATIVES = 3;

/** The place of a suggestion: what stands before it (a selected entry of the suggestion list included) and what it replaces. */
interface Place { readonly before: string; readonly lineBefore: string; readonly lineAfter: string; readonly range: vscode.Range; readonly selected: string }

export class InlineCompletions implements vscode.InlineCompletionItemProvider {
  private readonly cache = new PrefixCache();
  private cachedRun = '';

  constructor(private readonly model: CompletionModel, private readonly predictor: PredictionController, private readonly edits: LastEdits, private readonly problems: Problems) {}

  async provideInlineCompletionItems(
    document: vscode.TextDocument, position: vscode.Position, context: vscode.InlineCompletionContext, token: vscode.CancellationToken,
  ): Promise<vscode.InlineCompletionItem[]> {
    const settings = readCompletionSettings();
    const run = this.model.current;
    if (!settings.enabled || run === null) return [];
    const isExplicit = context.triggerKind === vscode.InlineCompletionTriggerKind.Invoke;
    const place = placeOf(document, position, context.selectedCompletionInfo);
    const gate = { isExplicit, lastEdit: this.edits.of(document), lineBefore: place.lineBefore, lineAfter: place.lineAfter, hasSelectedCompletion: place.selected !== '' };
    if (!isSuggestionWanted(gate)) return [];

    this.forgetOldModel(`${run.folder} ${run.updated} ${settings.maxWords} ${settings.minProbability}`);
    const remembered = isExplicit ? undefined : this.cache.find(place.before);
    if (remembered !== undefined) return remembered === null ? [] : toItems([remembered], place);

    if (!isExplicit) await pause(settings.delay, token);
    if (token.isCancellationRequested) return [];
    try {
      const { maxWords, minProbability } = settings;
      const completions = await this.predictor.complete({ runFolder: run.folder, text: place.before, maxWords, minProbability, alternatives: isExplicit ? ALTERNATIVES : 1 }, token);
      this.model.reportHealth();
      const texts = completions.map(({ text }) => text).filter((text) => text !== '');
      this.cache.add(place.before, texts.at(0) ?? null);
      return toItems(texts, place);
    } catch (error) {
      if (!token.isCancellationRequested) this.complain(error as Error);
      return [];
    }
  }

  /** In the log and in the status bar only: a message that pops up while one types is worse than no suggestion. */
  private complain(error: Error): void {
    if (!(error instanceof UserError && error.code === 'busy')) this.problems.log.error(`ghost text: ${error.message}`);
    this.model.reportTrouble(error.message);
  }

  private forgetOldModel(key: string): void {
    if (key === this.cachedRun) return;
    this.cachedRun = key;
    this.cache.clear();
  }
}

function placeOf(document: vscode.TextDocument, position: vscode.Position, selected: vscode.SelectedCompletionInfo | undefined): Place {
  const line = document.lineAt(position.line).text;
  const range = selected?.range ?? new vscode.Range(position, position);
  const start = contextStart(document.offsetAt(range.start));
  const text = document.getText(new vscode.Range(document.positionAt(start), range.start));
  const inserted = selected?.text ?? '';
  return {
    before: wholeLines(text, start === 0) + inserted,
    lineBefore: line.slice(0, range.start.character) + inserted,
    lineAfter: line.slice(Math.max(range.end.character, position.character)),
    range, selected: inserted,
  };
}

function toItems(texts: readonly string[], { lineBefore, lineAfter, range, selected }: Place): vscode.InlineCompletionItem[] {
  const fitted = texts.map((text) => fitSuggestion(text, lineBefore, lineAfter)).filter((text) => text !== null);
  return [...new Set(fitted)].map((text) => new vscode.InlineCompletionItem(selected + text, range));
}

function pause(milliseconds: number, token: vscode.CancellationToken): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    token.onCancellationRequested(() => { clearTimeout(timer); resolve(); });
  });
}
