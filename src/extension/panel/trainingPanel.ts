/**
 * The panel "Sequence Lab: Training". It keeps nothing of its own: each page asks for a snapshot and gets the running training from
 * memory or the last run from its folder, so that it survives being closed, hidden and reloaded.
 */
import * as vscode from 'vscode';
import { UserError } from '../../errors/userError';
import { openChannel, type Channel } from '../../protocol/channel';
import { panelHostSide, panelSide, type PanelSnapshot } from '../../protocol/messages';
import type { Composed, Composition } from '../../protocol/music';
import type { SampleReport } from '../../protocol/run';
import type { PredictionController } from '../background/predictionController';
import { saveTune } from '../music/saveTune';
import type { Problems } from '../problems';
import type { RunsHome } from '../runs/runsHome';
import { readRun, type StoredRun } from '../runs/runStore';
import { startingRecord } from '../training/startingRecord';
import type { TrainingController } from '../training/trainingController';
import { insightHandlers } from './insight';
import { servePages } from './pageTransport';
import { ReportThrottle } from './reportThrottle';
import { showPage } from './webviewPage';
import { watchStoredRun } from './watchStoredRun';

export const TRAINING_VIEW = 'sequenceLab.training';
/** In the workspace's state: the folder of the run that the panel showed last. */
const LAST_RUN_KEY = 'panel.lastRun';

const emptySnapshot: PanelSnapshot = { run: null, running: false, progress: [], validation: [], samples: [] };

export class TrainingPanel implements vscode.Disposable, vscode.WebviewPanelSerializer {
  private panel: vscode.WebviewPanel | null = null;
  private page: Channel<typeof panelSide> | null = null;
  private readonly throttle = new ReportThrottle((report) => this.page?.notify('panel/report', report));
  private readonly subscriptions: vscode.Disposable[];
  /** The folder of the stored run that the page shows. */
  private shown: string | null = null;
  /** Sentences that a page asks once it is drawn. */
  private waiting: readonly string[] = [];
  /** What was last told of the run, so that each change is told once. */
  private lastTold = '';

  constructor(
    private readonly context: vscode.ExtensionContext, private readonly trainings: TrainingController, private readonly predictor: PredictionController,
    private readonly runs: RunsHome, private readonly problems: Problems,
  ) {
    this.subscriptions = [
      trainings.onDidBegin(({ request }) => { this.remember(request.runFolder); void this.drawAnew(); }),
      trainings.onDidReport((report) => { if (this.panel?.visible) this.throttle.add(report); }),
      trainings.onDidChange(() => this.tellRun()),
      trainings.onDidEnd(() => void this.drawAnew()),
      // A run of another window or of the command line, or one whose process ends after its window was reloaded.
      runs.onDidChange((folder) => { if (!trainings.isRunning && folder === this.shown) void this.drawAnew(); }),
    ];
  }

  /**
   * Shows a translator, with these sentences asked as if they had been typed into the panel. A page that is not drawn yet asks them when it is.
   * @param folder the run; while a training runs, that is what the panel shows
   */
  async showSentences(folder: string, sources: readonly string[]): Promise<void> {
    this.remember(folder);
    if (this.page !== null && this.panel?.visible === true) {
      if (this.shown !== folder) await this.drawAnew();
      this.page.notify('panel/ask', { sources: [...sources] });
    } else this.waiting = sources;
    this.open();
  }

  /** The run that is shown, or would be. */
  async shownRunFolder(): Promise<string | null> {
    if (this.trainings.isRunning) return this.trainings.session!.request.runFolder;
    const remembered = this.context.workspaceState.get<string>(LAST_RUN_KEY);
    if (remembered !== undefined && await readRun(remembered) !== null) return remembered;
    return (await this.runs.list())[0]?.folder ?? null;
  }

  /** Opens the panel, or brings it to the front, beside a text that is being edited. */
  open(): void {
    const editor = vscode.window.activeTextEditor;
    if (this.panel) {
      // Not over the text: where both are tabs of one group, the panel moves to the side.
      this.panel.reveal(editor?.viewColumn === this.panel.viewColumn ? vscode.ViewColumn.Beside : undefined, true);
      return;
    }
    const beside = editor !== undefined;
    const column = beside ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
    const panel = vscode.window.createWebviewPanel(TRAINING_VIEW, 'Training', { viewColumn: column, preserveFocus: beside }, { retainContextWhenHidden: false, enableFindWidget: true });
    this.adopt(panel);
  }

  /** After the window was reloaded VS Code brings the panel back. */
  deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    this.panel?.dispose();
    this.adopt(panel);
    return Promise.resolve();
  }

  dispose(): void {
    this.throttle.dispose();
    this.panel?.dispose();
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private adopt(panel: vscode.WebviewPanel): void {
    this.panel = panel;
    panel.iconPath = vscode.Uri.joinPath(this.context.extensionUri, 'media', 'icon.png');
    const pages = servePages(panel.webview, (transport) => {
      this.page = openChannel(transport, panelHostSide, panelSide, {
        'panel/ready': () => this.firstSnapshot(),
        ...insightHandlers(() => this.shownRunFolder(), this.predictor),
        'panel/compose': (composition, signal) => this.compose(composition, signal),
        'panel/saveTune': (tune) => saveTune(tune),
        'panel/stop': async () => { await this.trainings.stop(); return null; },
        'panel/watch': ({ source }, signal) => this.watch(source, signal),
        'panel/command': async ({ command }) => {
          const folder = command === 'openRunFolder' || command === 'resumeTraining' || command === 'trainWithAttention' ? await this.shownRunFolder() : undefined;
          void vscode.commands.executeCommand(`sequenceLab.${command}`, folder ?? undefined);
          return null;
        },
      }, (error) => this.problems.log.error(error.stack ?? error.message));
    });
    panel.onDidDispose(() => {
      pages.dispose();
      if (this.panel !== panel) return;
      [this.panel, this.page] = [null, null];
    });
    showPage(panel.webview, this.context.extensionUri, 'Training');
  }

  private async firstSnapshot(): Promise<PanelSnapshot> {
    const snapshot = await this.snapshot();
    const ask = [...this.waiting];
    this.waiting = [];
    return ask.length === 0 ? snapshot : { ...snapshot, ask };
  }

  private async snapshot(): Promise<PanelSnapshot> {
    const { session, isRunning } = this.trainings;
    if (session !== null && isRunning) return { run: session.record ?? startingRecord(session.request), running: true, ...session.history.toHistory() };
    const run = await this.storedRun();
    return run === null ? emptySnapshot : { run: run.record, running: false, ...run.history };
  }

  private async storedRun(): Promise<StoredRun | null> {
    this.shown = await this.shownRunFolder();
    return this.shown === null ? null : readRun(this.shown);
  }

  private async drawAnew(): Promise<void> {
    if (this.page === null) return;
    const snapshot = await this.snapshot();
    this.throttle.flush();
    this.page.notify('panel/snapshot', snapshot);
  }

  /** The record changes a few times in a training; its progress travels as reports. */
  private tellRun(): void {
    const { session, isRunning } = this.trainings;
    if (this.page === null || session === null) return;
    const run = session.record ?? startingRecord(session.request);
    const state = `${session.request.runFolder} ${session.phase} ${run.updated}`;
    if (state === this.lastTold) return;
    this.lastTold = state;
    this.page.notify('panel/run', { run, running: isRunning });
  }

  private async watch(source: string, signal: AbortSignal): Promise<SampleReport> {
    const { session, isRunning } = this.trainings;
    if (session !== null && isRunning) return session.watch(source, signal);
    const run = await this.storedRun();
    if (run === null) throw new UserError('there is no run yet', 'training panel', 'train a model first', 'unavailable');
    return watchStoredRun(run, source, this.predictor);
  }

  private async compose(composition: Composition, signal: AbortSignal): Promise<Composed> {
    const folder = await this.shownRunFolder();
    if (folder === null) throw new UserError('there is no run yet', 'training panel', 'train a model on tunes first', 'unavailable');
    return this.predictor.compose(folder, composition, signal);
  }

  private remember(runFolder: string): void {
    void this.context.workspaceState.update(LAST_RUN_KEY, runFolder);
  }
}
