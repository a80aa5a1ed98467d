#!/usr/bin/env node
/**
 * Stands in for the desktop `code` executable where there is none: takes the arguments that @vscode/test-electron passes, opens the
 * folder in the served VS Code with a headless browser, runs the Mocha suites inside its real extension host and exits with their code.
 * User data and extensions are always fresh here. Its time limit is SEQUENCE_LAB_SHIM_TIMEOUT_MS, five minutes by default.
 */
import path from 'node:path';
import { format } from 'node:util';
import { pathToFileURL } from 'node:url';
import { ensureBrowser } from './lib/browser.mjs';
import { outFolder } from './lib/places.mjs';
import { runMain } from './lib/problem.mjs';
import { endOnSignals } from './lib/processes.mjs';
import { serveCode } from './lib/servedCode.mjs';
import { launch } from './lib/workbench.mjs';

/** Lines of the host itself that say nothing about the suites. */
const noise = /additional builtin extensions|^Creating a socket|connection token|reconnection-grace-time|Service Worker|^\[AgentHost|^\[AccountPolicyGate|native-watchdog|^Canceled: /i;
const timeoutMs = Number(process.env.SEQUENCE_LAB_SHIM_TIMEOUT_MS ?? 300_000);

/** @param {readonly string[]} args */
function readArguments(args) {
  const asked = { developmentPaths: /** @type {string[]} */ ([]), testsPath: '', folder: '' };
  for (const argument of args) {
    const [, name, value] = /^--([^=]+)(?:=(.*))?$/s.exec(argument) ?? [];
    if (!name) asked.folder ||= path.resolve(argument);
    else if (name === 'extensionDevelopmentPath' && value) asked.developmentPaths.push(value);
    else if (name === 'extensionTestsPath' && value) asked.testsPath = value;
  }
  return asked;
}

await runMain(async () => {
  const asked = readArguments(process.argv.slice(2));
  endOnSignals();
  const browser = await launch(await ensureBrowser());
  const served = await serveCode({ testDriver: true });
  const page = await browser.newPage({ viewport: { width: 1280, height: 860 }, locale: 'en-US' });
  const remote = (/** @type {string} */ file) => `vscode-remote://${new URL(served.url).host}${pathToFileURL(file).pathname}`;
  const payload = [
    ...asked.developmentPaths.map((file) => ['extensionDevelopmentPath', remote(file)]),
    ['extensionTestsPath', remote(asked.testsPath)], ['skipWelcome', 'true'],
  ];
  const place = asked.folder ? `folder=${encodeURIComponent(asked.folder)}` : 'ew=true';
  try {
    const code = await exitCode(page, `${served.url}/?${place}&payload=${encodeURIComponent(JSON.stringify(payload))}`);
    if (code !== 0) await keepEvidence();
    return code;
  } catch (error) {
    await keepEvidence();
    throw error;
  } finally {
    await browser.close();
    await served.stop();
  }

  /** What a reader of a failure wants to see. */
  async function keepEvidence() {
    const folder = path.join(outFolder, 'failures', 'editor');
    await page.screenshot({ path: path.join(folder, 'screen.png'), timeout: 10_000 }).catch(() => {});
    served.keepLogs(path.join(folder, 'logs'));
    console.error(`The screen and the host's logs are in ${path.relative(process.cwd(), folder)}.`);
  }
});

/**
 * Opens the workbench with the suites and waits until it reports their exit code.
 * @param {import('playwright-core').Page} page @param {string} address @returns {Promise<number>}
 */
function exitCode(page, address) {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`no result after ${timeoutMs / 1000} s`)), timeoutMs).unref();
    page.once('crash', () => reject(new Error('the page crashed')));
    const open = async () => {
      await page.exposeFunction('codeAutomationLog', (/** @type {string} */ type, /** @type {unknown[]} */ args) => {
        const line = format(...args);
        if (!noise.test(line)) (type === 'error' ? console.error : console.log)(line);
      });
      await page.exposeFunction('codeAutomationExit', resolve);
      await page.goto(address);
    };
    open().catch(reject);
  });
}
