/** A page of its own over several runs (runs compared, the bottleneck lab), drawn by the training panel's bundle from data that it is given. */
import * as vscode from 'vscode';
import { openChannel, type Channel, type RequestHandlers } from '../../protocol/channel';
import type { Bottleneck, Comparison } from '../../protocol/insight';
import { panelHostSide, panelSide, type PanelSnapshot } from '../../protocol/messages';
import type { Problems } from '../problems';
import { servePages } from './pageTransport';
import { showPage } from './webviewPage';

/** Such a page shows what it has; it asks nothing of a model. */
const refusals = Object.fromEntries(Object.keys(panelHostSide.requests).map((name) => [name, () => { throw new Error(`internal: this page was asked ${name}`); }])) as unknown as RequestHandlers<typeof panelHostSide>;

export type Overview = { readonly comparison: Comparison } | { readonly bottleneck: Bottleneck };

export class OverviewPanel implements vscode.Disposable {
  private panel: vscode.WebviewPanel | null = null;
  private page: Channel<typeof panelSide> | null = null;
  private shown: Overview | null = null;

  /** @param view of the kind of panel, `sequenceLab.…`; @param title of its tab */
  constructor(private readonly view: string, private readonly title: string, private readonly extensionUri: vscode.Uri, private readonly problems: Problems) {}

  /** Opens the page, or brings it to the front, with these data. */
  show(overview: Overview): void {
    this.shown = overview;
    if (this.panel === null) this.create();
    else {
      this.panel.reveal();
      this.page?.notify('panel/snapshot', this.snapshot());
    }
  }

  /** The data have grown: a page that is open draws them, one that was closed stays so. */
  update(overview: Overview): void {
    this.shown = overview;
    if ('bottleneck' in overview) this.page?.notify('panel/bottleneck', overview.bottleneck);
    else this.page?.notify('panel/snapshot', this.snapshot());
  }

  /** As `update`, where what is shown is still what was meant. */
  updateIf(isMeant: (shown: Overview) => boolean, overview: Overview): void {
    if (this.shown !== null && isMeant(this.shown)) this.update(overview);
  }

  dispose(): void { this.panel?.dispose(); }

  private create(): void {
    const panel = vscode.window.createWebviewPanel(this.view, this.title, vscode.ViewColumn.Active, { retainContextWhenHidden: false, enableFindWidget: true });
    this.panel = panel;
    panel.iconPath = vscode.Uri.joinPath(this.extensionUri, 'media', 'icon.png');
    const pages = servePages(panel.webview, (transport) => {
      this.page = openChannel(transport, panelHostSide, panelSide, {
        ...refusals,
        'panel/ready': () => this.snapshot(),
        'panel/command': ({ command }) => {
          void vscode.commands.executeCommand(`sequenceLab.${command}`);
          return null;
        },
      }, (error) => this.problems.log.error(error.stack ?? error.message));
    });
    panel.onDidDispose(() => {
      pages.dispose();
      if (this.panel === panel) [this.panel, this.page] = [null, null];
    });
    showPage(panel.webview, this.extensionUri, this.title);
  }

  private snapshot(): PanelSnapshot {
    return { run: null, running: false, progress: [], validation: [], samples: [], ...this.shown };
  }
}
