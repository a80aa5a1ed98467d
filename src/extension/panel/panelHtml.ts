/** The page that a panel's bundle draws itself into. Nothing runs in it but that bundle. */

export interface PanelPage {
  /** Origin of the extension's own resources in this webview. */
  readonly cspSource: string;
  readonly scriptUri: string;
  readonly styleUri: string;
  /** Fresh for every page: the one key by which a script may run. */
  readonly nonce: string;
  readonly title: string;
}

/**
 * The content security policy lets in the bundled script by its nonce and the style sheet from the extension's folder; nothing else: no
 * network, no inline script or style, no `eval`, no fonts, no pictures, no frames, no forms.
 */
export function panelHtml({ cspSource, scriptUri, styleUri, nonce, title }: PanelPage): string {
  const policy = [`default-src 'none'`, `script-src 'nonce-${nonce}'`, `style-src ${cspSource}`, `base-uri 'none'`, `form-action 'none'`].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${escapeHtml(title)}</title>
  <link rel="stylesheet" href="${escapeHtml(styleUri)}">
</head>
<body>
  <script type="module" nonce="${escapeHtml(nonce)}" src="${escapeHtml(scriptUri)}"></script>
</body>
</html>`;
}

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
