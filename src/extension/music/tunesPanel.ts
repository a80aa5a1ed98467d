/** A side panel with tunes: drawn as sheet music and played. Its page is a bundle of its own, so that the training panel needs not carry it. */
import * as vscode from 'vscode';
import { openChannel, type Channel } from '../../protocol/channel';
import { tunePageHostSide, tunePageSide, type Tune } from '../../protocol/music';
import { servePages } from '../panel/pageTransport';
import { showPage } from '../panel/webviewPage';
import type { Problems } from '../problems';
import { saveTune } from './saveTune';

export class TunesPanel implements vscode.Disposable {
  private panel: vscode.WebviewPanel | null = null;
  private page: Channel<typeof tunePageSide> | null = null;
  private shown: { title: string; tunes: Tune[] } = { title: '', tunes: [] };

  constructor(private readonly extensionUri: vscode.Uri, private readonly problems: Problems) {}

  /** Shows tunes beside the text, without taking the focus from it. @param title where they come from */
  show(title: string, tunes: readonly Tune[]): void {
    this.shown = { title, tunes: [...tunes] };
    if (this.panel === null) this.create();
    else {
      this.panel.reveal(undefined, true);
      this.page?.notify('tunes/show', this.shown);
    }
  }

  dispose(): void { this.panel?.dispose(); }

  private create(): void {
    const panel = vscode.window.createWebviewPanel('sequenceLab.tunes', 'Sheet Music', { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true }, { retainContextWhenHidden: false });
    this.panel = panel;
    panel.iconPath = vscode.Uri.joinPath(this.extensionUri, 'media', 'icon.png');
    const pages = servePages(panel.webview, (transport) => {
      this.page = openChannel(transport, tunePageHostSide, tunePageSide, {
        'tunes/ready': () => this.shown,
        'tunes/save': (tune) => saveTune(tune),
      }, (error) => this.problems.log.error(error.stack ?? error.message));
    });
    panel.onDidDispose(() => {
      pages.dispose();
      if (this.panel === panel) [this.panel, this.page] = [null, null];
    });
    showPage(panel.webview, this.extensionUri, 'Sheet Music', 'tunes');
  }
}
