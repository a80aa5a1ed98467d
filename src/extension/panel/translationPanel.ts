/** A side panel with what was translated last: each sentence with its translation and its attention, drawn by the training panel's own bundle. */
import * as vscode from 'vscode';
import { openChannel, type Channel } from '../../protocol/channel';
import { placeOf } from '../../protocol/insight';
import { panelHostSide, panelSide, type PanelSnapshot, type Translation } from '../../protocol/messages';
import type { PredictionController } from '../background/predictionController';
import type { Problems } from '../problems';
import { readRun, type StoredRun } from '../runs/runStore';
import { insightHandlers } from './insight';
import { servePages } from './pageTransport';
import { watchStoredRun } from './watchStoredRun';
import { showPage } from './webviewPage';

export class TranslationPanel implements vscode.Disposable {
  private panel: vscode.WebviewPanel | null = null;
  private page: Channel<typeof panelSide> | null = null;
  private run: StoredRun | null = null;
  private translations: readonly Translation[] = [];
  /** The checkpoint that translated. */
  private moment = { step: 0, epoch: 0 };

  constructor(private readonly extensionUri: vscode.Uri, private readonly predictor: PredictionController, private readonly problems: Problems) {}

  /** Shows translations beside the text, without taking the focus from it. */
  async show(runFolder: string, translations: readonly Translation[]): Promise<void> {
    this.run = await readRun(runFolder);
    const checkpoints = await this.predictor.checkpoints(runFolder).catch(() => []);
    const checkpoint = checkpoints.findLast(({ best }) => best) ?? checkpoints.at(-1) ?? { step: 0, epoch: 0 };
    this.moment = { step: placeOf(checkpoint), epoch: checkpoint.epoch };
    this.translations = translations;
    if (this.panel === null) this.create();
    else {
      this.panel.reveal(undefined, true);
      this.page?.notify('panel/snapshot', this.snapshot());
    }
  }

  dispose(): void { this.panel?.dispose(); }

  private create(): void {
    const panel = vscode.window.createWebviewPanel('sequenceLab.translation', 'Translation', { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true }, { retainContextWhenHidden: false });
    this.panel = panel;
    panel.iconPath = vscode.Uri.joinPath(this.extensionUri, 'media', 'icon.png');
    const pages = servePages(panel.webview, (transport) => {
      this.page = openChannel(transport, panelHostSide, panelSide, {
        'panel/ready': () => this.snapshot(),
        ...insightHandlers(() => Promise.resolve(this.run?.folder ?? null), this.predictor),
        'panel/compose': () => { throw new Error('internal: a translator was asked for tunes'); },
        'panel/saveTune': () => ({ saved: false }),
        'panel/stop': () => null,
        'panel/watch': ({ source }) => {
          if (this.run === null) throw new Error('the run of this translation is gone');
          return watchStoredRun(this.run, source, this.predictor);
        },
        'panel/command': ({ command }) => {
          void vscode.commands.executeCommand(`sequenceLab.${command}`, this.run?.folder);
          return null;
        },
      }, (error) => this.problems.log.error(error.stack ?? error.message));
    });
    panel.onDidDispose(() => {
      pages.dispose();
      if (this.panel === panel) [this.panel, this.page] = [null, null];
    });
    showPage(panel.webview, this.extensionUri, 'Translation');
  }

  /** No numbers, only answers: the page then shows these alone. */
  private snapshot(): PanelSnapshot {
    const items = this.translations.map(({ source, output, attention }) => ({ source, reference: null, output, attention, watched: true }));
    return { run: this.run?.record ?? null, running: false, progress: [], validation: [], samples: [{ kind: 'sample', step: this.moment.step, epoch: this.moment.epoch, items }] };
  }
}
