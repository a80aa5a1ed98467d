/** One served VS Code with the extension as it is installed, on a workspace of its own, for the length of a suite. */
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ensureBrowser } from '../../../scripts/lib/browser.mjs';
import { outFolder } from '../../../scripts/lib/places.mjs';
import { endOnSignals } from '../../../scripts/lib/processes.mjs';
import { serveCode } from '../../../scripts/lib/servedCode.mjs';
import { Workbench } from '../../../scripts/lib/workbench.mjs';

endOnSignals();

export class Session {
  /** @param {Workbench} workbench @param {string} folder @param {import('../../../scripts/lib/servedCode.mjs').ServedCode} served */
  constructor(workbench, folder, served) {
    this.workbench = workbench;
    this.folder = folder;
    this.served = served;
    /** The test that failed, if one did. */
    this.failed = '';
  }

  /**
   * @param {Record<string, string>} files  name -> content of the workspace's files
   * @param {Record<string, unknown>} [settings]
   */
  static async open(files, settings) {
    const extension = process.env.SEQUENCE_LAB_STAGED;
    if (!extension) throw new Error('internal: SEQUENCE_LAB_STAGED is not set: run `npm test -- workbench`');
    const folder = mkdtempSync(path.join(os.tmpdir(), 'sequence-lab-workspace-'));
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), content);
    }
    const served = await serveCode({ extension, settings });
    try {
      return new Session(await Workbench.open(await ensureBrowser(), served.url, folder), folder, served);
    } catch (error) {
      await served.stop();
      throw error;
    }
  }

  async close() {
    await this.workbench.close();
    await this.served.stop();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }

  /**
   * Before each test: those of a suite are steps of one story, so the rest is skipped where one failed. Keeps the screen and the host's
   * logs of a failure.
   * @param {import('vitest').TestContext} context
   */
  beginStep(context) {
    if (this.failed && this.failed !== context.task.name) context.skip(`an earlier step failed: ${this.failed}`);
    this.failed = ''; // the same one may be tried once more
    context.onTestFailed(async ({ task }) => {
      this.failed = task.name;
      const folder = path.join(outFolder, 'failures', task.name.replace(/[^\p{L}\p{N}]+/gu, '-'));
      await this.workbench.screenshot(path.join(folder, 'screen.png')).catch(() => {});
      this.served.keepLogs(path.join(folder, 'logs'));
      console.error(`The screen and the host's logs are in ${path.relative(process.cwd(), folder)}.`);
    });
  }

  /** The folders of the runs, oldest first. */
  runs() {
    const home = path.join(this.folder, '.sequence-lab/runs');
    try { return readdirSync(home).sort().map((name) => path.join(home, name)); } catch { return []; }
  }

  /** The record of the newest run. @returns {any} */
  record() {
    return JSON.parse(readFileSync(path.join(this.runs().at(-1) ?? '', 'run.json'), 'utf8'));
  }

  /** The reports of the newest run. @param {'progress' | 'validation'} kind @returns {any[]} */
  reports(kind) {
    try {
      const lines = readFileSync(path.join(this.runs().at(-1) ?? '', 'metrics.jsonl'), 'utf8').split('\n').slice(0, -1);
      return lines.map((line) => JSON.parse(line)).filter((report) => report.kind === kind);
    } catch {
      return []; // not begun
    }
  }
}

/**
 * Waits until something holds.
 * @template T
 * @param {string} what  for the message
 * @param {() => T | Promise<T>} probe  truthy when it holds
 * @param {number} [timeoutMs]
 * @returns {Promise<Exclude<T, false | null | undefined>>}
 */
export async function until(what, probe, timeoutMs = 60_000) {
  for (const end = Date.now() + timeoutMs; ;) {
    const value = await probe();
    if (value) return /** @type {Exclude<T, false | null | undefined>} */ (value);
    if (Date.now() > end) throw new Error(`not within ${timeoutMs / 1000} s: ${what}`);
    await delay(200);
  }
}
