/**
 * Child processes that never outlive us. Each long-lived child leads a process group of its own, so that what it starts
 * (extension host, training process) ends with it; groups still alive when we end or are interrupted are ended too.
 */
import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Problem } from './problem.mjs';

const windows = process.platform === 'win32';
const supervisor = path.join(import.meta.dirname, 'supervise.mjs');
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
 * Starts a long-lived program in a process group of its own. Off Windows a supervisor ends the group even where we are killed.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, shell?: boolean, output?: 'pipe' | 'ignore' }} [options]
 */
export function start(command, args, { env, shell, output = 'ignore' } = {}) {
  const child = windows
    ? spawn(command, args, { env, shell, stdio: ['ignore', output, output] })
    : spawn(process.execPath, [supervisor, command, ...args], { env, stdio: ['pipe', output, output], detached: true });
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

/** @type {Set<() => Promise<void> | void>} */
const cleanups = new Set();

/**
 * Has something closed when we are interrupted.
 * @param {() => Promise<void> | void} cleanup
 * @returns {() => void} takes that back
 */
export function atInterruption(cleanup) {
  cleanups.add(cleanup);
  return () => { cleanups.delete(cleanup); };
}

/** Ends orderly on Ctrl-C, when the terminal closes and when the process is asked to end: cleans up, ends the children, then us. */
export function endOnSignals() {
  /** @type {[NodeJS.Signals, number][]} */
  const signals = [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]];
  let ending = false;
  for (const [signal, code] of signals) {
    process.on(signal, async () => {
      if (ending) process.exit(code); // asked twice: at once
      ending = true;
      await Promise.allSettled([...cleanups].map(async (cleanup) => cleanup()));
      await Promise.all([...alive].map(stop));
      process.exit(code);
    });
  }
}
