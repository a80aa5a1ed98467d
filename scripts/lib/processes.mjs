/**
 * Child processes that never outlive us. Each long-lived child leads a process group of its own, so that what it starts
 * (extension host, training process) ends with it; groups still alive when we end or are interrupted are ended too.
 */
import { spawn, spawnSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { Problem } from './problem.mjs';

const windows = process.platform === 'win32';
/** @type {Set<import('node:child_process').ChildProcess>} */
const alive = new Set();
/** How long a group may take to end by itself before it is killed. */
const graceMs = 5000;

/**
 * Runs a program to its end, showing what it prints.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>} its exit code; 1 where a signal ended it
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options });
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

/**
 * Runs a program quietly; where it fails, its output is the message.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<string>} what it printed
 */
export function runQuietly(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    let output = '';
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => { output += chunk; });
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(output);
      else reject(new Problem(`\`${[command, ...args].join(' ')}\` ended with ${code}\n${output.trim()}`));
    });
  });
}

/**
 * Starts a long-lived program in a process group of its own.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 */
export function start(command, args, options = {}) {
  const child = spawn(command, args, { ...options, detached: !windows });
  alive.add(child);
  child.once('error', () => alive.delete(child));
  return child;
}

/**
 * Ends a program made by `start` together with everything it started.
 * @param {import('node:child_process').ChildProcess} child
 */
export async function stop(child) {
  if (!alive.delete(child)) return;
  signalGroup(child, 'SIGTERM');
  for (const end = Date.now() + graceMs; Date.now() < end && groupLives(child);) await delay(50);
  signalGroup(child, 'SIGKILL');
}

/** Ends every program made by `start`. */
export const stopAll = () => Promise.all([...alive].map(stop));

/** @param {import('node:child_process').ChildProcess} child @param {NodeJS.Signals} signal */
function signalGroup({ pid }, signal) {
  if (pid === undefined) return;
  if (windows) spawnSync('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore' });
  else try { process.kill(-pid, signal); } catch { /* the group is gone */ }
}

/** @param {import('node:child_process').ChildProcess} child */
function groupLives({ pid }) {
  if (pid === undefined || windows) return false;
  try { return process.kill(-pid, 0); } catch { return false; }
}

process.once('exit', () => { for (const child of alive) signalGroup(child, 'SIGKILL'); });

/**
 * Ends the children, then us, when the reader interrupts (Ctrl-C), the terminal closes or the process is asked to end.
 * @param {() => Promise<void> | void} [before]  what else has to be closed first
 */
export function endOnSignals(before) {
  /** @type {[NodeJS.Signals, number][]} */
  const signals = [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]];
  let ending = false;
  for (const [signal, code] of signals) {
    process.on(signal, async () => {
      if (ending) process.exit(code);
      ending = true;
      try { await before?.(); } finally { await stopAll(); }
      process.exit(code);
    });
  }
}
