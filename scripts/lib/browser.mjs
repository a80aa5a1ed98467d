/**
 * Finds a Chromium-based browser to show the served VS Code: the reader's own, else one installed on demand. On Linux x64 that is a
 * headless Chromium that travels inside an npm package, so that neither root nor a download from elsewhere is needed; on other
 * Debian-like systems the distribution's, where we are root.
 */
import { accessSync, chmodSync, constants, createReadStream, createWriteStream, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { npmInstall } from './npm.mjs';
import { filledFolder } from './onDemand.mjs';
import { Problem } from './problem.mjs';
import { runQuietly } from './processes.mjs';

/**
 * @typedef {object} Browser
 * @property {string} executable
 * @property {Record<string, string>} environment  variables that it needs beside ours
 */

/** @sparticuz/chromium: we unpack its archives ourselves and run none of its code, so its demand for a newer Node does not matter. */
const packaged = { name: '@sparticuz/chromium', version: '153.0.0' };

const commands = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge', 'msedge', 'brave-browser'];

/** The reader's own browser, if any. @returns {Browser | undefined} */
export function findBrowser() {
  const named = process.env.CHROMIUM;
  if (named) {
    if (!isExecutable(named)) throw new Problem(`CHROMIUM names ${named}, which cannot be run: set it to a Chromium, Chrome or Edge, or unset it`);
    return { executable: named, environment: {} };
  }
  const suffixes = process.platform === 'win32' ? ['.exe'] : [''];
  const onPath = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean)
    .flatMap((folder) => commands.flatMap((command) => suffixes.map((suffix) => path.join(folder, command + suffix))));
  const executable = [...usualPlaces(), ...onPath].find(isExecutable);
  return executable ? { executable, environment: {} } : undefined;
}

/** Finds a browser or installs one. Throws a Problem with one clear line where neither is possible. @returns {Promise<Browser>} */
export async function ensureBrowser() {
  const found = findBrowser();
  if (found) return found;
  const failures = [];
  for (const install of [fromNpm, fromApt]) {
    try {
      const browser = await install();
      if (browser) return browser;
    } catch (error) {
      failures.push(/** @type {Error} */ (error).message.split('\n')[0]);
    }
  }
  const because = failures.length ? ` (${failures.join('; ')})` : '';
  throw new Problem(`no browser found${because}: install Chromium, Chrome or Edge, or set CHROMIUM to the path of one`);
}

/** @returns {Promise<Browser | undefined>} */
async function fromNpm() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const folder = await filledFolder(`browser-${packaged.version}`, async (empty) => {
    console.log(`Installing a headless Chromium (${packaged.name} ${packaged.version}) …`);
    writeFileSync(path.join(empty, 'package.json'), JSON.stringify({ name: 'browser', private: true, dependencies: { [packaged.name]: packaged.version } }));
    await npmInstall(empty);
    const archives = path.join(empty, 'node_modules', packaged.name, 'bin');
    const executable = path.join(empty, 'chromium');
    await pipeline(createReadStream(path.join(archives, 'chromium.br')), createBrotliDecompress(), createWriteStream(executable));
    chmodSync(executable, 0o755);
    await unpack(path.join(archives, 'al2023.tar.br'), path.join(empty, 'libraries'));
    await unpack(path.join(archives, 'fonts.tar.br'), path.join(empty, 'fonts'));
    await unpack(path.join(archives, 'swiftshader.tar.br'), empty); // looked for beside the executable
  });
  const browser = {
    executable: path.join(folder, 'chromium'),
    environment: {
      LD_LIBRARY_PATH: [path.join(folder, 'libraries/lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':'),
      ...(existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_PATH: path.join(folder, 'fonts') }),
    },
  };
  await runQuietly(browser.executable, ['--version'], { env: { ...process.env, ...browser.environment } });
  return browser;
}

/** @param {string} archive  a .tar.br file @param {string} folder */
async function unpack(archive, folder) {
  mkdirSync(folder, { recursive: true });
  const tar = spawn('tar', ['-x', '-C', folder], { stdio: ['pipe', 'ignore', 'inherit'] });
  const closed = once(tar, 'close');
  await pipeline(createReadStream(archive), createBrotliDecompress(), tar.stdin);
  const [code] = await closed;
  if (code !== 0) throw new Error(`tar could not unpack ${path.basename(archive)}`);
}

/** @returns {Promise<Browser | undefined>} */
async function fromApt() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined;
  console.log('Installing Chromium with apt-get …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await runQuietly('apt-get', ['update'], { env });
  await runQuietly('apt-get', ['install', '--yes', '--no-install-recommends', 'chromium'], { env });
  return findBrowser();
}

/** Where installers put browsers that are not on the PATH. */
function usualPlaces() {
  if (process.platform === 'darwin') {
    return ['Google Chrome', 'Chromium', 'Microsoft Edge', 'Brave Browser'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  }
  if (process.platform === 'win32') {
    return ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].flatMap((name) => process.env[name] ?? []).flatMap((folder) => [
      path.join(folder, 'Google/Chrome/Application/chrome.exe'),
      path.join(folder, 'Microsoft/Edge/Application/msedge.exe'),
      path.join(folder, 'Chromium/Application/chrome.exe'),
    ]);
  }
  return ['/usr/bin/chromium', '/opt/google/chrome/chrome', '/opt/microsoft/msedge/msedge'];
}

/** @param {string} file */
function isExecutable(file) {
  try { accessSync(file, constants.X_OK); return true; } catch { return false; }
}
