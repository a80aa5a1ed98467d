/** Colours documents by how much each token surprises the completion model, while they are edited, until it is switched off. */
import * as vscode from 'vscode';
import { UserError } from '../../errors/userError';
import type { PredictionController } from '../background/predictionController';
import type { CompletionModel } from '../completion/completionModel';
import { isSecretFile, withSecretsMasked } from '../completion/secrets';
import { surpriseText } from '../explain/explanationText';
import type { Problems } from '../problems';
import { readCompletionSettings } from '../settings';
import { Chunks, CONTEXT_LENGTH, LONGEST_DOCUMENT, type MeasuredToken, type Piece } from './chunks';
import { legendMarkdown, legendText, levelOf, levels, unknownBorder } from './levels';

/** After the last keystroke, before what changed is measured. */
const REST_MS = 250;
const CONTEXT_KEY = 'sequenceLab.surpriseShown';

interface Coloured { readonly document: vscode.TextDocument; readonly chunks: Chunks; measuring: vscode.CancellationTokenSource | null; timer: NodeJS.Timeout | undefined }

export class SurpriseView implements vscode.Disposable {
  private readonly coloured = new Map<vscode.TextDocument, Coloured>();
  /** One for each level, the last for unknown words. */
  private readonly decorations = [...levels, unknownBorder].map(({ border, width }, index) => vscode.window.createTextEditorDecorationType({
    ...(index < levels.length ? { backgroundColor: new vscode.ThemeColor(`sequenceLab.surprise${index + 1}Background`) } : {}),
    borderColor: new vscode.ThemeColor('sequenceLab.surpriseLine'), borderStyle: border, borderWidth: width, rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  }));
  private readonly legend = vscode.window.createStatusBarItem('sequenceLab.surprise', vscode.StatusBarAlignment.Left, 9);
  private readonly subscriptions: vscode.Disposable[];
  private model = '';

  constructor(private readonly completionModel: CompletionModel, private readonly predictor: PredictionController, private readonly problems: Problems) {
    this.legend.name = 'Sequence Lab: Surprise';
    this.legend.command = 'sequenceLab.hideSurprise';
    this.subscriptions = [
      vscode.workspace.onDidChangeTextDocument((change) => this.edited(change)),
      vscode.workspace.onDidCloseTextDocument((document) => this.hide(document)),
      vscode.window.onDidChangeVisibleTextEditors((editors) => { for (const { document } of editors) this.draw(document); }),
      vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor: { document } }) => this.continue(this.coloured.get(document))),
      vscode.window.onDidChangeActiveTextEditor(() => this.drawLegend()),
      completionModel.onDidChange(() => this.modelChanged()),
    ];
  }

  /** Colours a document, or takes its colours away. @throws UserError where there is no model to be surprised */
  toggle(editor: vscode.TextEditor | undefined): void {
    if (!editor) throw new UserError('no text editor is active', 'Toggle Surprise Colouring', 'open a text first');
    const { document } = editor;
    if (this.coloured.has(document)) return this.hide(document);
    if (this.completionModel.current === null) throw new UserError('no next-word model has been trained here yet', 'Toggle Surprise Colouring', 'run “Sequence Lab: Train Next-Word Model…” first', 'unavailable');
    if (isSecretFile(document.uri.path)) throw new UserError('files of credentials are not read by a model', document.fileName, 'open another text');
    const coloured: Coloured = { document, chunks: new Chunks(document.getText()), measuring: null, timer: undefined };
    this.coloured.set(document, coloured);
    this.model = modelKey(this.completionModel);
    this.drawLegend();
    this.continue(coloured);
  }

  /** Takes the colours of a document away. @param document default the active one */
  hide(document = vscode.window.activeTextEditor?.document): void {
    const coloured = document && this.coloured.get(document);
    if (!coloured) return;
    this.coloured.delete(coloured.document);
    clearTimeout(coloured.timer);
    coloured.measuring?.cancel();
    for (const editor of editorsOf(coloured.document)) {
      for (const decoration of this.decorations) editor.setDecorations(decoration, []);
    }
    this.drawLegend();
  }

  /** How many pieces of a document are measured, for tests; null where it is not coloured. */
  progress(document: vscode.TextDocument): { readonly measured: number; readonly of: number } | null {
    const pieces = this.coloured.get(document)?.chunks.pieces;
    return pieces ? { measured: pieces.filter(({ stale }) => !stale).length, of: pieces.length } : null;
  }

  dispose(): void {
    for (const document of [...this.coloured.keys()]) this.hide(document);
    for (const disposable of [...this.decorations, this.legend, ...this.subscriptions]) disposable.dispose();
  }

  private edited({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const coloured = this.coloured.get(document);
    if (!coloured || contentChanges.length === 0) return;
    coloured.measuring?.cancel();
    const text = document.getText();
    // Changes of one event are given from the last to the first, so that each offset holds as it stands.
    for (const { rangeOffset, rangeLength, text: inserted } of contentChanges) coloured.chunks.edit({ offset: rangeOffset, removed: rangeLength, inserted: inserted.length }, text);
    clearTimeout(coloured.timer);
    coloured.timer = setTimeout(() => this.continue(coloured), REST_MS);
  }

  private modelChanged(): void {
    const model = modelKey(this.completionModel);
    if (model === this.model || this.completionModel.current === null) return;
    this.model = model;
    for (const coloured of this.coloured.values()) {
      coloured.measuring?.cancel();
      coloured.chunks.forget();
      this.continue(coloured);
    }
  }

  /** Measures piece after piece, one at a time, until all are measured or something changes. */
  private continue(coloured: Coloured | undefined): void {
    if (!coloured || (coloured.measuring && !coloured.measuring.token.isCancellationRequested)) return;
    const source = coloured.measuring = new vscode.CancellationTokenSource();
    void this.measure(coloured, source.token).catch((error: Error) => {
      if (source.token.isCancellationRequested) return;
      this.hide(coloured.document);
      this.problems.show(error);
    }).finally(() => { if (coloured.measuring === source) coloured.measuring = null; });
  }

  private async measure(coloured: Coloured, token: vscode.CancellationToken): Promise<void> {
    const { document, chunks } = coloured;
    for (;;) {
      const run = this.completionModel.current;
      const piece = chunks.next(visibleOffsets(document));
      if (piece === null || run === null || token.isCancellationRequested) return;
      const text = document.getText();
      const start = Math.max(0, piece.start - CONTEXT_LENGTH);
      const { tokens } = await this.predictor.surprise(run.folder, withSecretsMasked(text.slice(start, piece.end)), token);
      if (token.isCancellationRequested) return;
      piece.tokens = tokens.filter((one) => start + one.start >= piece.start && one.end > one.start).map((one) => ({ ...one, start: one.start + start - piece.start, end: one.end + start - piece.start }));
      piece.stale = false;
      this.draw(document);
      this.drawLegend();
    }
  }

  private draw(document: vscode.TextDocument): void {
    const coloured = this.coloured.get(document);
    if (!coloured) return;
    const { enabled, hover, languages } = readCompletionSettings();
    const explains = enabled && hover && languages.includes(document.languageId);
    const options: vscode.DecorationOptions[][] = this.decorations.map(() => []);
    for (const piece of coloured.chunks.pieces) {
      for (const token of piece.tokens) {
        const level = token.unknown ? levels.length : levelOf(token.bits);
        if (level >= 0) options[level].push({ range: rangeOf(document, piece, token), ...(explains ? {} : { hoverMessage: hoverOf(token) }) });
      }
    }
    for (const editor of editorsOf(document)) options.forEach((marks, level) => editor.setDecorations(this.decorations[level], marks));
  }

  private drawLegend(): void {
    const document = vscode.window.activeTextEditor?.document;
    const coloured = document && this.coloured.get(document);
    void vscode.commands.executeCommand('setContext', CONTEXT_KEY, coloured !== undefined);
    if (!coloured) return this.legend.hide();
    const { meanBits, pieces } = coloured.chunks;
    this.legend.text = `${pieces.some(({ stale }) => stale) ? '$(loading~spin)' : '$(symbol-color)'} ${legendText(meanBits)}`;
    this.legend.tooltip = new vscode.MarkdownString(legendMarkdown(this.completionModel.current?.name ?? '', meanBits, document.getText().length > LONGEST_DOCUMENT ? LONGEST_DOCUMENT : null));
    this.legend.show();
  }
}

const modelKey = ({ current }: CompletionModel): string => (current ? `${current.folder} ${current.updated}` : '');
const editorsOf = (document: vscode.TextDocument): vscode.TextEditor[] => vscode.window.visibleTextEditors.filter((editor) => editor.document === document);
const hoverOf = ({ bits, unknown }: MeasuredToken): string => `${unknown ? 'A word that the model does not know; some unknown word' : 'This'} ${surpriseText(2 ** -bits, bits)}`;

function rangeOf(document: vscode.TextDocument, piece: Piece, token: MeasuredToken): vscode.Range {
  return new vscode.Range(document.positionAt(piece.start + token.start), document.positionAt(piece.start + token.end));
}

function visibleOffsets(document: vscode.TextDocument): { start: number; end: number }[] {
  return editorsOf(document).flatMap(({ visibleRanges }) => visibleRanges.map((range) => ({ start: document.offsetAt(range.start), end: document.offsetAt(range.end) })));
}
