/** Runs a TypeScript file of the project in a process of its own, which a test may kill. */
import { build } from 'esbuild';
import { fork, type ChildProcess } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..', '..');

/** Bundles the script into a folder of the project, so that the packages that stay outside of the bundle are found. */
export async function bundleScript(entry: string): Promise<{ run(...args: string[]): ChildProcess; dispose(): void }> {
  const folder = join(root, 'out', 'scripts', `${process.pid}-${Date.now()}`);
  const outfile = join(folder, 'script.mjs');
  mkdirSync(folder, { recursive: true });
  await build({
    entryPoints: [join(root, entry)], outfile, bundle: true, platform: 'node', format: 'esm', mainFields: ['module', 'main'], external: ['onnxruntime-node', 'onnxruntime-web'], logLevel: 'error',
    banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
  });
  return {
    run: (...args) => fork(outfile, args, { serialization: 'advanced', execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }),
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The code or the signal that a process ended with. */
export const ended = (child: ChildProcess): Promise<number | string | null> =>
  new Promise((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal)));
