/**
 * Ghost text, in stages that each have a file of their own:
 *
 *     gate → place and context → what is remembered → prediction → confidence → fit → items
 *
 * Nothing here computes or blocks: the prediction process keeps the model's state along the document and never contradicts a partly typed word; a keystroke
 * that comes meanwhile cancels the rest. While a snippet is active VS Code itself holds ghost text back (`editor.inlineSuggest.suppressInSnippetMode`).
 */
import * as vscode from 'vscode';
import { UserError } from '../../errors/userError';
import type { PredictionController } from '../background/predictionController';
import { ACCEPTED_COMMAND, type Meter } from '../meter/meter';
import type { Problems } from '../problems';
import { readCompletionSettings, type CompletionSettings } from '../settings';
import type { CompletionModel } from './completionModel';
import { refusalOf } from './gate';
import type { LastEdits } from './lastEdit';
import { placeOf, type Place } from './place';
import { isCopilotOff, yieldsTo } from './rivals';
import { fitAll, Suggestions, type Predicted } from './suggestions';

/** Candidates when the user asks for suggestions and may cycle through them. */
const ALTERNATIVES = 3;

/** Texts to show, and what they took; null where they were remembered. */
interface Found { readonly texts: readonly string[]; readonly milliseconds: number | null }

export class InlineCompletions implements vscode.InlineCompletionItemProvider {
  private readonly suggestions = new Suggestions();

  constructor(
    private readonly model: CompletionModel, private readonly predictor: PredictionController, private readonly edits: LastEdits, private readonly meter: Meter, private readonly problems: Problems,
  ) {}

  async provideInlineCompletionItems(
    document: vscode.TextDocument, position: vscode.Position, context: vscode.InlineCompletionContext, token: vscode.CancellationToken,
  ): Promise<vscode.InlineCompletionItem[]> {
    const settings = readCompletionSettings();
    const run = this.model.current;
    if (!settings.enabled || run === null) return [];
    const isExplicit = context.triggerKind === vscode.InlineCompletionTriggerKind.Invoke;
    const place = placeOf(document, position, context.selectedCompletionInfo);
    if (this.refusal(document, place, isExplicit, settings) !== null) return [];

    const { maxWords, minProbability, minConfidence, endWithSpace } = settings;
    this.suggestions.keepFor(`${run.folder} ${run.updated} ${maxWords} ${minProbability} ${minConfidence} ${endWithSpace}`);
    const { texts, milliseconds } = await this.find(run.folder, place.before, isExplicit, settings, token);
    if (token.isCancellationRequested) return [];
    return this.toItems(document, position, fitAll(texts, place.lineBefore, place.lineAfter), place, milliseconds);
  }

  private refusal(document: vscode.TextDocument, { lineBefore, lineAfter, selected }: Place, isExplicit: boolean, settings: CompletionSettings): string | null {
    return refusalOf({
      isExplicit, trigger: settings.trigger, language: document.languageId, languages: settings.languages, scheme: document.uri.scheme, path: document.uri.path,
      yields: !isExplicit && this.yields(document, settings.yieldTo), lastEdit: this.edits.of(document), lineBefore, lineAfter, hasSelectedCompletion: selected !== '',
    });
  }

  private yields(document: vscode.TextDocument, yieldTo: readonly string[]): boolean {
    return yieldsTo(yieldTo, (id) => {
      if (vscode.extensions.getExtension(id) === undefined) return undefined;
      const isCopilot = id.toLowerCase().startsWith('github.copilot');
      return { id, isOff: isCopilot && isCopilotOff(vscode.workspace.getConfiguration('github.copilot', document).get('enable'), document.languageId) };
    });
  }

  /** What was asked before, else what the model says. Who asks explicitly gets the other candidates too, the one that stands there first. */
  private async find(runFolder: string, before: string, isExplicit: boolean, settings: CompletionSettings, token: vscode.CancellationToken): Promise<Found> {
    const remembered = this.suggestions.remembered(before);
    if (remembered !== undefined && !isExplicit) return { texts: remembered, milliseconds: null };
    if (!isExplicit) await pause(settings.delay, token);
    if (token.isCancellationRequested) return { texts: [], milliseconds: null };
    const began = performance.now();
    const predicted = await this.predict(runFolder, before, isExplicit, settings, token);
    if (predicted === null) return { texts: [], milliseconds: null };
    return { texts: this.suggestions.offer(before, predicted, isExplicit, settings), milliseconds: performance.now() - began };
  }

  /** @returns null where there is no answer: cancelled, or the model failed */
  private async predict(runFolder: string, text: string, isExplicit: boolean, { maxWords, minProbability, minConfidence, endWithSpace }: CompletionSettings, token: vscode.CancellationToken): Promise<readonly Predicted[] | null> {
    const asked = isExplicit ? { alternatives: ALTERNATIVES } : { alternatives: 1, offer: { minConfidence, endWithSpace } };
    try {
      const completions = await this.predictor.complete({ runFolder, text, maxWords, minProbability, ...asked }, token);
      this.model.reportHealth();
      return completions;
    } catch (error) {
      if (!token.isCancellationRequested) this.complain(error as Error);
      return null;
    }
  }

  /** In the log and in the status bar only: a message that pops up while one types is worse than no suggestion. */
  private complain(error: Error): void {
    if (!(error instanceof UserError && error.code === 'busy')) this.problems.log.error(`ghost text: ${error.message}`);
    this.model.reportTrouble(error.message);
  }

  private toItems(document: vscode.TextDocument, position: vscode.Position, texts: readonly string[], { range, selected }: Place, milliseconds: number | null): vscode.InlineCompletionItem[] {
    // Behind a selected entry of the list the text is inserted where the entry will have put its own: only its command tells of it.
    const id = this.meter.offered(document, position, selected === '' ? texts : [], milliseconds);
    const command = { title: 'Accepted', command: ACCEPTED_COMMAND, arguments: [id] };
    return texts.map((text) => new vscode.InlineCompletionItem(selected + text, range, command));
  }
}

function pause(milliseconds: number, token: vscode.CancellationToken): Promise<void> {
  if (milliseconds === 0) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    token.onCancellationRequested(() => { clearTimeout(timer); resolve(); });
  });
}
