/** Finds a desktop VS Code and opens it on a folder with the extension under development, in a profile of its own. */
import { accessSync, constants, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import os from 'node:os';
import path from 'node:path';
import { plainEnvironment } from './npm.mjs';
import { root } from './places.mjs';
import { atInterruption, runQuietly, start, stop } from './processes.mjs';

const windows = process.platform === 'win32';

/** Whether this process can show windows. */
export const hasDisplay = () => process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

/** The `code` command of a desktop VS Code that is new enough and can be used here; undefined where there is none. */
export async function findDesktopCode() {
  if (process.env.CI || !hasDisplay()) return undefined;
  if (process.platform === 'linux' && process.getuid?.() === 0) return undefined; // refuses to run as root
  for (const command of candidates().filter(isExecutable)) {
    if (/remote-cli/.test(command) || (process.platform === 'linux' && command.startsWith('/mnt/'))) continue; // opens a window elsewhere, without our profile and variables
    if (await isNewEnough(command)) return command;
  }
  return undefined;
}

function candidates() {
  const names = ['code', 'code-insiders'].map((name) => (windows ? `${name}.cmd` : name));
  const onPath = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean).flatMap((folder) => names.map((name) => path.join(folder, name)));
  if (process.platform === 'darwin') {
    return [...onPath, '/Applications/Visual Studio Code.app/Contents/Resources/app/bin/code', '/Applications/Visual Studio Code - Insiders.app/Contents/Resources/app/bin/code'];
  }
  const installed = ['LOCALAPPDATA', 'ProgramFiles'].flatMap((name) => process.env[name] ?? [])
    .map((folder, index) => path.join(folder, index === 0 ? 'Programs' : '', 'Microsoft VS Code', 'bin', 'code.cmd'));
  return windows ? [...onPath, ...installed] : onPath;
}

/** @param {string} command */
async function isNewEnough(command) {
  const { engines } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const wanted = numbers(engines.vscode);
  try {
    const found = numbers((await runQuietly(quoted(command), ['--version'], { shell: windows })).split('\n')[0]);
    const enough = found[0] > wanted[0] || (found[0] === wanted[0] && found[1] >= wanted[1]);
    if (!enough) console.log(`${command} is VS Code ${found.join('.')}, older than the ${wanted.join('.')} that the extension needs.`);
    return enough;
  } catch {
    return false; // something else of that name
  }
}

/** @param {string} version */
const numbers = (version) => (version.match(/\d+/g) ?? []).slice(0, 2).map(Number);
/** A command for the shell that Windows needs to start a .cmd file. @param {string} command */
const quoted = (command) => (windows ? `"${command}"` : command);

/** @param {string} file */
function isExecutable(file) {
  try { accessSync(file, constants.X_OK); return true; } catch { return false; }
}

/**
 * Opens the window.
 * @param {string} command  from `findDesktopCode`
 * @param {string} folder  the workspace
 * @param {Record<string, string>} environment  variables for the extension host
 * @returns {Promise<void>} resolves when the reader has closed the window
 */
export function openDesktopCode(command, folder, environment) {
  const profile = mkdtempSync(path.join(os.tmpdir(), 'sequence-lab-code-')); // short: its sockets' paths have a limit
  mkdirSync(path.join(profile, 'User'));
  writeFileSync(path.join(profile, 'User/settings.json'), JSON.stringify({ 'workbench.startupEditor': 'none', 'telemetry.telemetryLevel': 'off' }));
  const args = [
    '--extensionDevelopmentPath', root, '--user-data-dir', profile, '--extensions-dir', path.join(profile, 'extensions'),
    '--disable-workspace-trust', '--skip-welcome', '--skip-release-notes', '--new-window', '--wait', folder,
  ];
  const child = start(quoted(command), windows ? args.map((argument) => `"${argument}"`) : args, {
    shell: windows, env: { ...plainEnvironment(), ...environment },
  });
  const close = async () => {
    forget();
    endMainProcess(profile);
    await stop(child);
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  };
  const forget = atInterruption(close);
  return once(child, 'exit').then(close);
}

/** The command only waits; the editor itself is another process, whose id it keeps in its profile. @param {string} profile */
function endMainProcess(profile) {
  try {
    process.kill(Number(readFileSync(path.join(profile, 'code.lock'), 'utf8')));
  } catch { /* it has ended already */ }
}
