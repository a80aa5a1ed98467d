import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const library = path.join(import.meta.dirname, 'processes.mjs');
/** A program that starts another, tells both ids and never ends. */
const family = `
  const grandchild = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  console.log(process.pid, grandchild.pid);
  setInterval(() => {}, 1000);`;
/** Starts the family through the library as a script would, and tells its ids. */
const script = `
  import { endOnSignals, start } from ${JSON.stringify(library)};
  endOnSignals();
  const child = start(process.execPath, ['-e', ${JSON.stringify(family)}], { output: 'pipe' });
  child.stdout.pipe(process.stdout);`;

const lives = (pid: number): boolean => {
  try { return process.kill(pid, 0); } catch { return false; }
};
const until = async (condition: () => boolean): Promise<boolean> => {
  for (const end = Date.now() + 10_000; Date.now() < end && !condition();) await new Promise((resolve) => setTimeout(resolve, 50));
  return condition();
};

describe.skipIf(process.platform === 'win32')('what a script starts ends with it', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const)('on %s', async (signal) => {
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = await once(parent.stdout, 'data') as [Buffer];
    const pids = String(line).trim().split(' ').map(Number);
    expect(pids.map(lives)).toEqual([true, true]);
    parent.kill(signal);
    expect(await until(() => !pids.some(lives))).toBe(true);
  });
});
