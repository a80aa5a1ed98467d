import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isRunLocked, lockRun } from './runLock';
import { makeFolder } from './testing/tinyRuns';

let folder: ReturnType<typeof makeFolder>;
beforeEach(() => { folder = makeFolder(); });
afterEach(() => folder.dispose());

const lockFile = (): string => join(folder.path, 'train.lock');
const hold = (owner: Record<string, unknown>): void => writeFileSync(lockFile(), JSON.stringify({ host: hostname(), processStart: null, token: 'x', ...owner }));

/** The number of a process that has ended. */
async function deadProcess(): Promise<number> {
  const child = fork(join(import.meta.dirname, 'nothing.mjs'), { stdio: 'ignore' });
  await once(child, 'exit');
  return child.pid!;
}

describe('the lock of a run', () => {
  it('lets one in, refuses the second by name, and opens again', async () => {
    const lock = await lockRun(folder.path);
    expect(await isRunLocked(folder.path)).toBe(true);
    await expect(lockRun(folder.path)).rejects.toMatchObject({ code: 'busy', what: `process ${process.pid} is training in this folder`, where: folder.path });
    await lock.release();
    expect(await isRunLocked(folder.path)).toBe(false);
    await (await lockRun(folder.path)).release();
    expect(existsSync(lockFile())).toBe(false);
  });

  it('lets exactly one of many in', async () => {
    const results = await Promise.allSettled(Array.from({ length: 12 }, () => lockRun(folder.path)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('of a dead process is recovered, by exactly one of many', async () => {
    hold({ pid: await deadProcess() });
    expect(await isRunLocked(folder.path)).toBe(false);
    const results = await Promise.allSettled(Array.from({ length: 12 }, () => lockRun(folder.path)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(JSON.parse(readFileSync(lockFile(), 'utf8'))).toMatchObject({ pid: process.pid });
  });

  it.runIf(process.platform === 'linux')('of a process whose number another one has now is recovered', async () => {
    hold({ pid: process.pid, processStart: '12' });
    expect(await isRunLocked(folder.path)).toBe(false);
    await (await lockRun(folder.path)).release();
  });

  it('from before the machine was started is recovered', async () => {
    hold({ pid: process.pid });
    expect(await isRunLocked(folder.path)).toBe(true);
    utimesSync(lockFile(), 1, 1);
    expect(await isRunLocked(folder.path)).toBe(false);
  });

  it('that a crash tore is recovered after a second', async () => {
    writeFileSync(lockFile(), '{"pid"');
    expect(await isRunLocked(folder.path)).toBe(true);
    utimesSync(lockFile(), Date.now() / 1000 - 5, Date.now() / 1000 - 5);
    await (await lockRun(folder.path)).release();
  });

  it('of another machine counts as long as it is touched', async () => {
    hold({ pid: 1, host: 'elsewhere' });
    await expect(lockRun(folder.path)).rejects.toThrow(/process 1 on elsewhere/);
    utimesSync(lockFile(), Date.now() / 1000 - 3600, Date.now() / 1000 - 3600);
    const lock = await lockRun(folder.path);
    await lock.touch();
    expect(await isRunLocked(folder.path)).toBe(true);
    await lock.release();
  });

  it('that someone else took over is left to them', async () => {
    const lock = await lockRun(folder.path);
    hold({ pid: process.pid, token: 'theirs' });
    await lock.release();
    expect(existsSync(lockFile())).toBe(true);
  });
});
