/** Fills a webview with the panel's bundle. */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { panelHtml } from './panelHtml';

export const webviewOptions = (extensionUri: vscode.Uri): vscode.WebviewOptions => ({ enableScripts: true, enableForms: false, localResourceRoots: [bundleFolder(extensionUri)] });

/** @param bundle name of the page's script and style sheet in dist/webview */
export function showPage(webview: vscode.Webview, extensionUri: vscode.Uri, title: string, bundle: 'panel' | 'tunes' = 'panel'): void {
  webview.options = webviewOptions(extensionUri);
  const resource = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(bundleFolder(extensionUri), name)).toString();
  webview.html = panelHtml({ title, cspSource: webview.cspSource, nonce: randomBytes(16).toString('base64url'), scriptUri: resource(`${bundle}.js`), styleUri: resource(`${bundle}.css`) });
}

const bundleFolder = (extensionUri: vscode.Uri): vscode.Uri => vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
