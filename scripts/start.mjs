/**
 * `npm start`: on a fresh clone installs and builds, opens VS Code with the extension on the sample workspace and starts the sample
 * translator's training with its panel open. The desktop VS Code where there is one, else one served to the browser on 127.0.0.1;
 * the training's progress is shown here, and Ctrl-C ends everything. `npm start -- --help` lists the options.
 */
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { build } from './lib/build.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { findDesktopCode, hasDisplay, openDesktopCode } from './lib/desktop.mjs';
import { followNewRun } from './lib/followRun.mjs';
import { cacheFolder, root, samplesFolder } from './lib/places.mjs';
import { Problem, runMain } from './lib/problem.mjs';
import { endOnSignals } from './lib/processes.mjs';
import { openAddress } from './lib/openAddress.mjs';
import { serveCode } from './lib/servedCode.mjs';

/** Relative to the sample workspace. */
const sample = '02-phrasebook/translator.seqlab.json';

const usage = `npm start [-- OPTIONS]
  --served           a VS Code served to the browser even where there is a desktop one
  --headless         served, shown to an invisible browser: the training starts with nobody looking (the default without a display)
  --screenshot FILE  headless; saves a picture of the window, then ends
  --after SECONDS    how long the training has run when the picture is taken (default 60)
  --no-train         opens the sample workspace without training`;

const options = /** @type {const} */ ({
  served: { type: 'boolean', default: false }, headless: { type: 'boolean', default: false }, screenshot: { type: 'string' },
  after: { type: 'string', default: '60' }, 'no-train': { type: 'boolean', default: false }, help: { type: 'boolean', default: false },
});

await runMain(async () => {
  const asked = readOptions();
  if (asked.help) return console.log(usage);
  endOnSignals();
  await ensureDependencies();
  if (!await build()) throw new Problem('the build failed: see its messages above');
  if (!existsSync(path.join(samplesFolder, sample))) throw new Problem(`samples/${sample} is missing: check out the samples folder again`);
  /** @type {Record<string, string>} */
  const environment = asked['no-train'] ? {} : { SEQUENCE_LAB_AUTOSTART: sample, SEQUENCE_LAB_AUTOSTART_MARK: freshMark() };
  const headless = asked.headless || asked.screenshot !== undefined || !hasDisplay();
  const command = asked.served || headless ? undefined : await findDesktopCode();
  followNewRun(samplesFolder);
  if (command) return openDesktop(command, environment);
  return openServed(environment, headless, asked.screenshot, Number(asked.after));
});

/** A file that is not there: the first window that makes it trains, a reloaded or second one only looks on. */
function freshMark() {
  mkdirSync(cacheFolder, { recursive: true });
  const mark = path.join(cacheFolder, `training-started-${process.pid}`);
  const remove = () => rmSync(mark, { force: true });
  remove();
  process.once('exit', remove);
  return mark;
}

function readOptions() {
  try {
    const { values } = parseArgs({ options });
    if (!(Number(values.after) >= 0)) throw new Error(`--after ${values.after} is not a number of seconds`);
    return values;
  } catch (error) {
    throw new Problem(`${/** @type {Error} */ (error).message}\n${usage}`);
  }
}

/** @param {string} command @param {Record<string, string>} environment */
async function openDesktop(command, environment) {
  console.log(`Opening ${command} on samples/. Close the window or press Ctrl-C to end.`);
  await openDesktopCode(command, samplesFolder, environment);
  process.exit();
}

/** @param {Record<string, string>} environment @param {boolean} headless @param {string | undefined} picture @param {number} afterSeconds */
async function openServed(environment, headless, picture, afterSeconds) {
  const served = await serveCode({ extension: root, environment, settings: picture ? { 'workbench.colorTheme': 'Default Dark Modern' } : {} });
  const address = `${served.url}/?folder=${encodeURIComponent(samplesFolder)}`;
  const begins = headless || !environment.SEQUENCE_LAB_AUTOSTART ? '' : ' The training begins when a browser shows it.';
  console.log(`\n  VS Code is served at ${address}\n ${begins} Press Ctrl-C to end.\n`);
  if (!headless) openAddress(address);
  else await showToNobody(served.url, picture, afterSeconds);
  if (picture === undefined) return new Promise(() => setInterval(() => {}, 2 ** 30)); // until Ctrl-C
  await served.stop();
  process.exit();
}

/**
 * The extension runs only while a browser looks.
 * @param {string} url @param {string | undefined} picture @param {number} afterSeconds
 */
async function showToNobody(url, picture, afterSeconds) {
  const [{ ensureBrowser }, { Workbench }] = await Promise.all([import('./lib/browser.mjs'), import('./lib/workbench.mjs')]);
  const workbench = await Workbench.open(await ensureBrowser(), url, samplesFolder);
  if (picture === undefined) return;
  await delay(afterSeconds * 1000);
  await workbench.screenshot(path.resolve(picture));
  console.log(`\nSaved ${picture}.`);
  await workbench.close();
}
