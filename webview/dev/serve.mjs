/** Serves the panel with a made-up host, under the policy that the extension gives it: `node webview/dev/serve.mjs [port]`. */
import * as esbuild from 'esbuild';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import path from 'node:path';

const root = fileURLToPath(new URL('../..', import.meta.url));
const out = path.join(root, 'out', 'webview-dev');
const options = { bundle: true, platform: 'browser', target: 'chrome120', format: 'esm', sourcemap: 'inline', splitting: true, loader: { '.svg': 'text' }, outdir: out, logLevel: 'warning', absWorkingDir: root };
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };
const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Training</title><link rel="stylesheet" href="panel.css"></head>
<body><script type="module" src="fakeHost.js"></script><script type="module" src="panel.js"></script></body></html>`;
const policy = "default-src 'none'; script-src 'self'; style-src 'self'";

/** @returns the address and a way to stop */
export async function serve(port = 0) {
  await esbuild.build({ ...options, entryPoints: { panel: 'webview/panel/main.ts', fakeHost: 'webview/dev/fakeHost.ts' } });
  const server = createServer(async (request, response) => {
    const name = new URL(request.url ?? '/', 'http://localhost').pathname.slice(1) || 'index.html';
    try {
      const body = name === 'index.html' ? page : name === 'favicon.ico' ? '' : await readFile(path.join(out, path.basename(name)));
      response.writeHead(200, { 'content-type': types[path.extname(name)] ?? 'application/octet-stream', 'content-security-policy': policy, 'cache-control': 'no-store' }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  return { address: `http://127.0.0.1:${server.address().port}/`, stop: () => server.close() };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { address } = await serve(Number(process.argv[2] ?? 0));
  console.log(`${address}?scenario=live&theme=dark`);
}
