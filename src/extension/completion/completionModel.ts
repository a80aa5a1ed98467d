/** Which model completes: the run named by the setting, else the newest language model of this window; and its place in the status bar. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { RunSummary } from '../../protocol/run';
import type { RunsHome } from '../runs/runsHome';
import { readCompletionSettings } from '../settings';
import { currentFolder, isAdaptation } from '../trainOnSave/adaptations';

/** After a failure the model is left alone for so long: ghost text must not hammer what is broken. */
const REST_MS = 30_000;

export class CompletionModel implements vscode.Disposable {
  private chosen: RunSummary | null = null;
  private first: RunSummary | null = null;
  private trouble: string | null = null;
  private restUntil = 0;
  private readonly item = vscode.window.createStatusBarItem('sequenceLab.completions', vscode.StatusBarAlignment.Right, 90);
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable[];
  /** Another model, other weights, or none any more. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly runs: RunsHome) {
    this.item.name = 'Sequence Lab: Completion Model';
    this.item.command = 'sequenceLab.chooseCompletionModel';
    this.subscriptions = [
      runs.onDidChange(() => void this.refresh()),
      vscode.window.onDidChangeActiveTextEditor(() => this.draw()),
      vscode.workspace.onDidChangeConfiguration((change) => { if (change.affectsConfiguration('sequenceLab')) void this.refresh(); }),
      vscode.workspace.onDidChangeWorkspaceFolders(() => void this.refresh()),
    ];
  }

  /** The run whose model completes now; null where there is none, or where it just failed. */
  get current(): RunSummary | null { return Date.now() < this.restUntil ? null : this.chosen; }

  /** The run as it was trained, where `current` is one that has learnt from saved documents since. */
  get base(): RunSummary | null { return this.first; }

  /** Adaptations are not among them: they stand behind the run that they adapt. */
  async candidates(): Promise<RunSummary[]> {
    return (await this.languageModels()).filter(({ folder }) => !isAdaptation(folder));
  }

  /** Looks again what runs there are. */
  async refresh(): Promise<void> {
    const models = await this.languageModels();
    const candidates = models.filter(({ folder }) => !isAdaptation(folder));
    const { run } = readCompletionSettings();
    this.first = run === '' ? candidates.at(0) ?? null : candidates.find(({ folder }) => basename(folder) === run || folder === run) ?? null;
    const weights = this.first && await currentFolder(this.first.folder);
    this.chosen = models.find(({ folder }) => folder === weights) ?? this.first;
    this.trouble = run !== '' && this.chosen === null ? `the run “${run}” of the setting sequenceLab.completions.run is not here, or has no checkpoint` : null;
    this.restUntil = 0;
    this.draw();
    this.changed.fire();
  }

  reportTrouble(message: string): void {
    this.trouble = message;
    this.restUntil = Date.now() + REST_MS;
    this.draw();
  }

  /** It answered: whatever was wrong is over. */
  reportHealth(): void {
    if (this.trouble === null) return;
    this.trouble = null;
    this.draw();
  }

  dispose(): void {
    this.item.dispose();
    this.changed.dispose();
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private async languageModels(): Promise<RunSummary[]> {
    return (await this.runs.list()).filter(({ task, hasCheckpoint }) => task === 'language-model' && hasCheckpoint);
  }

  private draw(): void {
    const { enabled, languages } = readCompletionSettings();
    const language = vscode.window.activeTextEditor?.document.languageId;
    const relevant = language !== undefined && languages.includes(language) && (this.chosen !== null || this.trouble !== null);
    if (!relevant) {
      this.item.hide();
      return;
    }
    const icon = this.trouble !== null ? '$(warning)' : enabled ? '$(sparkle)' : '$(circle-slash)';
    this.item.text = `${icon} ${this.chosen?.name.replaceAll('$(', '$ (') ?? 'no completion model'}`;
    this.item.tooltip = [`Sequence Lab completes with ${this.chosen?.id ?? 'no model'}`, this.trouble ?? (enabled ? 'Inline completions are on' : 'Inline completions are off'), 'Click to choose a model'].join('\n');
    this.item.show();
  }
}
