/** Fills a webview with the panel's bundle. */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { panelHtml } from './panelHtml';

export const webviewOptions = (extensionUri: vscode.Uri): vscode.WebviewOptions => ({ enableScripts: true, enableForms: false, localResourceRoots: [bundleFolder(extensionUri)] });

export function showPage(webview: vscode.Webview, extensionUri: vscode.Uri, title: string): void {
  webview.options = webviewOptions(extensionUri);
  const resource = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(bundleFolder(extensionUri), name)).toString();
  webview.html = panelHtml({ title, cspSource: webview.cspSource, nonce: randomBytes(16).toString('base64url'), scriptUri: resource('panel.js'), styleUri: resource('panel.css') });
}

const bundleFolder = (extensionUri: vscode.Uri): vscode.Uri => vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
