/** The meter: hears what happens in the editor, writes the figures down from time to time and shows today's in the status bar. */
import * as vscode from 'vscode';
import type { CompletionModel } from '../completion/completionModel';
import type { Problems } from '../problems';
import { readCompletionSettings } from '../settings';
import { sumFigures, type Figures } from './figures';
import { FiguresCounter } from './figuresCounter';
import { dayOf, FiguresStore, type DayFigures } from './figuresStore';
import { meterText, meterTooltip } from './meterText';

/** Figures are written so often, where there are new ones. */
const WRITE_MS = 30_000;
/** How often kept text is looked at, and the status bar drawn anew. */
const LOOK_MS = 2000;

/** The command of every item; internal, so that it shows in no palette. */
export const ACCEPTED_COMMAND = '_sequenceLab.completionAccepted';

export class Meter implements vscode.Disposable {
  private readonly store: FiguresStore;
  private readonly counter = new FiguresCounter();
  private readonly item = vscode.window.createStatusBarItem('sequenceLab.meter', vscode.StatusBarAlignment.Right, 89);
  private readonly subscriptions: vscode.Disposable[];
  /** Of today, all windows, as last read. */
  private today: Figures | null = null;
  private nextId = 1;
  private writtenMs = Date.now();

  constructor(private readonly model: CompletionModel, globalStorage: vscode.Uri, private readonly problems: Problems) {
    this.store = new FiguresStore(vscode.Uri.joinPath(globalStorage, 'statistics').fsPath);
    this.item.name = 'Sequence Lab: Completion Meter';
    this.item.command = 'sequenceLab.showCompletionStatistics';
    const ticks = setInterval(() => this.look(), LOOK_MS);
    this.subscriptions = [
      vscode.commands.registerCommand(ACCEPTED_COMMAND, (id: unknown) => { if (typeof id === 'number') this.counter.committed(id); }),
      vscode.workspace.onDidChangeTextDocument((change) => this.changed(change)),
      vscode.workspace.onDidCloseTextDocument((document) => this.counter.closed(document.uri.toString(), readDocument)),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor: { document }, selections: [{ active }] }) => this.counter.moved(document.uri.toString(), document.offsetAt(active))),
      vscode.window.onDidChangeActiveTextEditor(() => { this.counter.endOffer(); this.draw(); }),
      vscode.workspace.onDidChangeConfiguration((change) => { if (change.affectsConfiguration('sequenceLab.completions')) this.draw(); }),
      { dispose: () => clearInterval(ticks) },
    ];
    void problems.guard(() => this.begin());
  }

  /**
   * Told of what goes to the editor.
   * @param milliseconds from the request to the answer, without the pause; null where it was remembered
   * @returns the id for the command of its items
   */
  offered(document: vscode.TextDocument, position: vscode.Position, texts: readonly string[], milliseconds: number | null): number {
    const id = this.nextId++;
    const model = this.modelName();
    if (!readCompletionSettings().meter || model === null || texts.length === 0) return id;
    return this.counter.offered({ id, document: document.uri.toString(), offset: document.offsetAt(position), texts, model }, milliseconds);
  }

  /** What is inserted next does not come from ghost text. */
  endOffer(): void { this.counter.endOffer(); }

  /** Everything counted on this machine, what is not yet written included. */
  async read(): Promise<DayFigures[]> {
    await this.write();
    return this.store.read();
  }

  async clear(): Promise<void> {
    this.counter.endOffer();
    this.counter.take();
    await this.store.clear();
    this.today = null;
    this.draw();
  }

  dispose(): void {
    this.counter.endOffer();
    try {
      this.store.addNow(dayOf(new Date()), this.counter.take());
    } catch (error) {
      this.problems.log.warn(`the last figures of the meter are lost: ${(error as Error).message}`);
    }
    this.item.dispose();
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private async begin(): Promise<void> {
    await this.store.compact(dayOf(new Date()));
    await this.readToday();
  }

  private changed({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (contentChanges.length === 0) return;
    const { meter, enabled, languages } = readCompletionSettings();
    const isCounted = meter && enabled && languages.includes(document.languageId) && (document.uri.scheme === 'file' || document.uri.scheme === 'untitled');
    const changes = contentChanges.map(({ rangeOffset, rangeLength, text }) => ({ offset: rangeOffset, removed: rangeLength, text }));
    this.counter.changed(document.uri.toString(), changes, isCounted ? this.modelName() : null);
  }

  private look(): void {
    this.counter.judge(readDocument);
    if (Date.now() - this.writtenMs >= WRITE_MS) void this.problems.guard(() => this.write());
    this.draw();
  }

  private async write(): Promise<void> {
    this.writtenMs = Date.now();
    const figures = this.counter.take();
    if (figures.size === 0) return;
    await this.store.add(dayOf(new Date()), figures);
    await this.readToday();
  }

  private async readToday(): Promise<void> {
    const today = dayOf(new Date());
    this.today = sumFigures((await this.store.read()).filter(({ day }) => day === today).map(({ figures }) => figures));
    this.draw();
  }

  /** By name, so that a model trained again goes on under the same heading. */
  private modelName(): string | null { return this.model.current?.name ?? null; }

  private draw(): void {
    const { meter, enabled, languages } = readCompletionSettings();
    const language = vscode.window.activeTextEditor?.document.languageId;
    const figures = sumFigures([...(this.today ? [this.today] : []), ...this.counter.counted.values()]);
    if (!meter || !enabled || language === undefined || !languages.includes(language) || this.model.current === null) {
      this.item.hide();
      return;
    }
    this.item.text = meterText(figures);
    this.item.accessibilityInformation = { label: `Sequence Lab completion meter: ${figures.keystrokesSaved} keystrokes saved today`, role: 'button' };
    this.item.tooltip = new vscode.MarkdownString(meterTooltip(figures));
    this.item.show();
  }
}

function readDocument(uri: string, start: number, end: number): string | null {
  const document = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri);
  return document ? document.getText(new vscode.Range(document.positionAt(start), document.positionAt(end))) : null;
}
