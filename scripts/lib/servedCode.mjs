/** Starts the served VS Code on a free port of 127.0.0.1 with a profile of its own, which is removed afterwards. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureHost } from './host.mjs';
import { plainEnvironment } from './npm.mjs';
import { atInterruption, start, stop } from './processes.mjs';

/**
 * @typedef {object} ServedCode
 * @property {string} url
 * @property {string} logs  folder of the host's log files
 * @property {(folder: string) => void} keepLogs  copies them there
 * @property {() => Promise<void>} stop  ends it and removes its profile
 */

/** A quiet workbench: nothing that asks, updates or reports. */
const quietSettings = {
  'workbench.startupEditor': 'none', 'workbench.tips.enabled': false, 'chat.disableAIFeatures': true, 'telemetry.telemetryLevel': 'off',
  'extensions.autoUpdate': false, 'extensions.autoCheckUpdates': false, 'extensions.ignoreRecommendations': true, 'git.enabled': false,
  'window.commandCenter': false, 'workbench.secondarySideBar.defaultVisibility': 'hidden',
};

/**
 * @param {object} [options]
 * @param {string} [options.extension]  an unpacked extension to install, by link
 * @param {string} [options.extensionsDir]  a folder of extensions to use instead of an empty one
 * @param {Record<string, unknown>} [options.settings]  user settings beside the quiet ones
 * @param {Record<string, string>} [options.environment]  variables for the extension host
 * @param {boolean} [options.testDriver]  accept extensionDevelopmentPath and extensionTestsPath in the address; also silences notifications
 * @param {boolean} [options.askForTrust]  ask before a workspace is trusted. Default: trust it
 * @returns {Promise<ServedCode>}
 */
export async function serveCode({ extension, extensionsDir, settings = {}, environment = {}, testDriver = false, askForTrust = false } = {}) {
  const host = await ensureHost();
  const profile = mkdtempSync(path.join(os.tmpdir(), 'sequence-lab-code-'));
  const userData = path.join(profile, 'data');
  const extensions = extensionsDir ?? path.join(profile, 'extensions');
  mkdirSync(path.join(userData, 'User'), { recursive: true });
  mkdirSync(extensions, { recursive: true });
  writeFileSync(path.join(userData, 'User/settings.json'), JSON.stringify({ ...quietSettings, ...settings }));
  writeFileSync(path.join(profile, 'config.yaml'), 'auth: none\n');
  if (extension) linkExtension(extension, extensions);

  const server = start(host.node, [
    host.entry, '--auth', 'none', '--bind-addr', '127.0.0.1:0', '--config', path.join(profile, 'config.yaml'),
    '--user-data-dir', userData, '--extensions-dir', extensions,
    '--disable-telemetry', '--disable-update-check', '--disable-getting-started-override', '--ignore-last-opened',
    ...(askForTrust ? [] : ['--disable-workspace-trust']),
    ...(testDriver ? ['--vscode-option', 'enable-smoke-test-driver'] : []),
  ], { env: hostEnvironment(profile, environment), output: 'pipe' });

  const end = async () => {
    forget();
    await stop(server);
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  const forget = atInterruption(end);
  const logs = path.join(userData, 'logs');
  const keepLogs = (/** @type {string} */ folder) => cpSync(logs, folder, { recursive: true });
  try {
    return { url: await address(server), logs, keepLogs, stop: end };
  } catch (error) {
    await end();
    throw error;
  }
}

/**
 * An installed extension is a folder among others; a link is as good, and the host reads the newest build.
 * @param {string} extension @param {string} extensions
 */
function linkExtension(extension, extensions) {
  const { publisher, name, version } = JSON.parse(readFileSync(path.join(extension, 'package.json'), 'utf8'));
  symlinkSync(path.resolve(extension), path.join(extensions, `${publisher}.${name}-${version}`), 'dir');
}

/**
 * HOME and the XDG folders lie in the profile, or the host would write into the reader's own configuration.
 * @param {string} profile @param {Record<string, string>} extra
 */
function hostEnvironment(profile, extra) {
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...plainEnvironment(), HOME: profile, XDG_CONFIG_HOME: `${profile}/config`, XDG_DATA_HOME: `${profile}/share`, EXTENSIONS_GALLERY: '{}', ...extra };
  for (const name of ['NODE_OPTIONS', 'ELECTRON_RUN_AS_NODE', 'VSCODE_IPC_HOOK_CLI', 'PORT', 'PASSWORD', 'HASHED_PASSWORD']) delete env[name];
  return env;
}

/** Waits until the server tells its address. @param {import('node:child_process').ChildProcess} server @returns {Promise<string>} */
function address(server) {
  return new Promise((resolve, reject) => {
    let output = '';
    const timer = setTimeout(() => reject(new Error(`the served VS Code did not start within a minute\n${output}`)), 60_000);
    const read = (/** @type {Buffer} */ chunk) => {
      output += chunk;
      const found = /HTTP server listening on (http:\/\/[^\s/]+)/.exec(output);
      if (!found) return;
      clearTimeout(timer);
      output = ''; // the streams flow on, unread
      resolve(found[1]);
    };
    server.stdout?.on('data', read);
    server.stderr?.on('data', read);
    server.once('error', reject);
    server.once('exit', (code) => { clearTimeout(timer); reject(new Error(`the served VS Code ended with ${code}\n${output}`)); });
  });
}
