/** Shows a training in the terminal by reading what its run folder records, as anybody may. */
import { closeSync, existsSync, fstatSync, openSync, readFileSync, readSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** @param {string} workspace */
const runsOf = (workspace) => path.join(workspace, '.sequence-lab/runs');
const pollMs = 500;
/** On a terminal progress is one line that is written over; in a file it is a line now and then. */
const plainIntervalMs = 5000;

/**
 * Follows the first run that appears in a workspace after this call, to its end.
 * @param {string} workspace
 * @returns {() => void} ends following
 */
export function followNewRun(workspace) {
  const before = new Set(runNames(workspace));
  /** @type {ReturnType<typeof printer> | undefined} */
  let print;
  /** @type {() => string[]} */
  let newLines = () => [];
  let folder = '';
  const timer = setInterval(() => {
    if (!print) {
      const name = runNames(workspace).find((candidate) => !before.has(candidate));
      if (!name) return;
      folder = path.join(runsOf(workspace), name);
      console.log(`Training ${path.relative(process.cwd(), folder)}`);
      newLines = tail(path.join(folder, 'metrics.jsonl'));
      print = printer();
    }
    for (const line of newLines()) print(line);
    const status = statusOf(folder);
    if (status && !['starting', 'running'].includes(status.status)) {
      for (const line of newLines()) print(line);
      console.log(`\nThe training is ${status.status}${status.reason ? `: ${status.reason}` : ''}.`);
      clearInterval(timer);
    }
  }, pollMs);
  return () => clearInterval(timer);
}

/** The runs that have begun: a folder without a record is still being made. @param {string} workspace */
const runNames = (workspace) => (existsSync(runsOf(workspace)) ? readdirSync(runsOf(workspace)).filter((name) => existsSync(path.join(runsOf(workspace), name, 'run.json'))) : []);

/** @param {string} folder @returns {{ status: string, reason: string | null } | undefined} */
function statusOf(folder) {
  try { return JSON.parse(readFileSync(path.join(folder, 'run.json'), 'utf8')); } catch { return undefined; } // not written yet
}

/** Reads a growing file: each call returns the whole lines that came since the last. @param {string} file @returns {() => string[]} */
function tail(file) {
  let position = 0;
  let rest = '';
  return () => {
    if (!existsSync(file)) return [];
    const handle = openSync(file, 'r');
    try {
      const bytes = Buffer.alloc(Math.max(0, fstatSync(handle).size - position));
      position += readSync(handle, bytes, 0, bytes.length, position);
      const lines = (rest + bytes.toString()).split('\n');
      rest = /** @type {string} */ (lines.pop());
      return lines;
    } finally {
      closeSync(handle);
    }
  };
}

function printer() {
  let lastMs = 0;
  return (/** @type {string} */ line) => {
    const report = JSON.parse(line);
    if (report.kind === 'validation') {
      const scores = [['loss', report.loss], ['perplexity', report.perplexity], ['BLEU', report.bleu], ['exact', report.exactMatch]]
        .filter(([, value]) => value !== undefined).map(([name, value]) => `${name} ${shortNumber(value)}`);
      write(`  held out after epoch ${report.epoch.toFixed(0)}: ${scores.join(', ')}${report.best ? ' (best)' : ''}`, true);
    } else if (report.kind === 'progress') {
      if (!process.stdout.isTTY && Date.now() - lastMs < plainIntervalMs) return;
      lastMs = Date.now();
      write(`  epoch ${report.epoch.toFixed(1)} of ${report.totalEpochs}, step ${report.step}/${report.totalSteps}: loss ${shortNumber(report.loss)}, `
        + `${Math.round(report.tokensPerSecond)} tokens/s, ${duration(report.secondsLeft)} left`, !process.stdout.isTTY);
    }
  };
}

/** @param {string} text @param {boolean} keep  whether the next line goes below, not over it */
const write = (text, keep) => process.stdout.write(`${process.stdout.isTTY ? '\r\x1b[2K' : ''}${text}${keep ? '\n' : ''}`);

/** @param {number | string} value  "NaN" and "Infinity" are words in the file */
const shortNumber = (value) => (typeof value === 'number' ? value.toPrecision(4) : value);

/** @param {number | string} seconds */
function duration(seconds) {
  if (typeof seconds !== 'number') return 'unknown time';
  return seconds < 90 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}
