/** The page that a panel's bundle draws itself into. Nothing runs in it but that bundle. */

export interface PanelPage {
  /** Origin of the extension's own resources in this webview. */
  readonly cspSource: string;
  readonly scriptUri: string;
  readonly styleUri: string;
  /** Fresh for every page: the one key by which a script may run. */
  readonly nonce: string;
  readonly title: string;
  /** What the bundle shows: the training panel with everything, or a translation alone. */
  readonly view: 'training' | 'translation';
}

/**
 * The content security policy lets in the bundled script by its nonce, and styles, fonts and images from the extension's folder alone:
 * no network, no inline script, no `eval`, no frames, no forms.
 */
export function panelHtml({ cspSource, scriptUri, styleUri, nonce, title, view }: PanelPage): string {
  const policy = [
    `default-src 'none'`, `script-src 'nonce-${nonce}'`, `style-src ${cspSource}`, `font-src ${cspSource}`, `img-src ${cspSource} data:`,
    `base-uri 'none'`, `form-action 'none'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${escapeHtml(title)}</title>
  <link id="vscode-codicon-stylesheet" rel="stylesheet" href="${escapeHtml(styleUri)}" nonce="${escapeHtml(nonce)}">
</head>
<body data-view="${view}">
  <main id="root"></main>
  <script type="module" nonce="${escapeHtml(nonce)}" src="${escapeHtml(scriptUri)}"></script>
</body>
</html>`;
}

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
