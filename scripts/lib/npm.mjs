/** Calls npm as a person would, whatever started us: `npm run` leaves variables behind that mislead an npm inside another package. */
import { run, runQuietly } from './processes.mjs';

const inherited = /^npm_(package|lifecycle|command|node_execpath|execpath|config_(local|global)_prefix|config_noproxy)|^INIT_CWD$/;

/** The environment without what an outer `npm run` put there. */
export function plainEnvironment() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !inherited.test(name)));
}

/** @param {readonly string[]} args @returns {[string, string[]]} */
function npmCommand(args) {
  const script = process.env.npm_execpath;
  return script?.endsWith('npm-cli.js') ? [process.execPath, [script, ...args]] : [process.platform === 'win32' ? 'npm.cmd' : 'npm', [...args]];
}

/** @param {readonly string[]} args @param {string} cwd @returns {Promise<number>} the exit code */
export const npm = (args, cwd) => run(...npmCommand(args), { cwd, env: plainEnvironment(), shell: process.platform === 'win32' && !process.env.npm_execpath });

/**
 * Installs into a folder with a package.json, running no script of any package.
 * @param {string} cwd
 * @param {readonly string[]} [flags]
 */
export const npmInstall = (cwd, flags = []) =>
  runQuietly(...npmCommand(['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error', ...flags]), { cwd, env: plainEnvironment() });
