/** Bundles the extension with esbuild.mjs, in a process of its own so that a script may do so again. */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { run } from './processes.mjs';
import { root } from './places.mjs';

/**
 * @param {readonly ('--production' | '--tests')[]} flags  a production build starts from an empty folder: chunks of earlier builds are not shipped
 * @returns {Promise<boolean>} whether it succeeded
 */
export async function build(...flags) {
  if (flags.includes('--production')) rmSync(path.join(root, 'dist'), { recursive: true, force: true });
  return await run(process.execPath, ['esbuild.mjs', ...flags], { cwd: root }) === 0;
}
