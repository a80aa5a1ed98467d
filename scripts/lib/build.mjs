/** Bundles the extension with esbuild.mjs, in a process of its own so that a script may do so again. */
import { run } from './processes.mjs';
import { root } from './places.mjs';

/** @param {readonly ('--production' | '--tests')[]} flags @returns {Promise<boolean>} whether it succeeded */
export const build = async (...flags) => await run(process.execPath, ['esbuild.mjs', ...flags], { cwd: root }) === 0;
