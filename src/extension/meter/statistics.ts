/** Show and clear the figures of the meter. */
import * as vscode from 'vscode';
import type { App } from '../app';
import { Cancelled } from '../problems';
import { dayOf } from './figuresStore';
import { statisticsHtml } from './statisticsHtml';

let panel: vscode.WebviewPanel | null = null;

export async function showCompletionStatistics(app: App): Promise<void> {
  const html = statisticsHtml(await app.meter.read(), dayOf(new Date()));
  if (panel === null) {
    panel = vscode.window.createWebviewPanel('sequenceLab.statistics', 'Completion Statistics', vscode.ViewColumn.Active, { enableScripts: false, enableCommandUris: ['sequenceLab.clearCompletionStatistics'] });
    panel.iconPath = vscode.Uri.joinPath(app.context.extensionUri, 'media', 'icon.png');
    panel.onDidDispose(() => { panel = null; });
    panel.onDidChangeViewState(({ webviewPanel }) => { if (webviewPanel.active) void app.problems.guard(() => draw(app)); });
  }
  panel.webview.html = html;
  panel.reveal();
}

export async function clearCompletionStatistics(app: App): Promise<void> {
  const clear = 'Clear';
  const answer = await vscode.window.showWarningMessage('Clear all completion statistics?', { modal: true, detail: 'The figures of every day and model on this machine are deleted. This cannot be undone.' }, clear);
  if (answer !== clear) throw new Cancelled();
  await app.meter.clear();
  await draw(app);
  vscode.window.setStatusBarMessage('Sequence Lab: completion statistics are cleared', 4000);
}

/** Draws the page anew where it is open. */
async function draw(app: App): Promise<void> {
  const html = statisticsHtml(await app.meter.read(), dayOf(new Date()));
  if (panel !== null) panel.webview.html = html;
}
