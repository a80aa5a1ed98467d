/** One training at a time in a run's folder: a lock file that names its process. The lock of a process that has died is recovered. */
import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, rmdir, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname, uptime } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../errors/userError';

const LOCK_FILE = 'train.lock';
/** A lock from another machine cannot be checked against its process: it counts as held until it has not been touched for so long. */
const FOREIGN_LOCK_MS = 10 * 60_000;
const RECOVERY_MS = 5000;
const ATTEMPTS = 10;

interface Owner { readonly pid: number; readonly host: string; /** When the process began, where the system tells. */ readonly processStart: string | null; readonly token: string }

export interface RunLock {
  /** Shows other machines on the same disk that this training is alive. */
  touch(): Promise<void>;
  release(): Promise<void>;
}

/** @throws UserError (busy) while another living process trains in this folder */
export async function lockRun(folder: string): Promise<RunLock> {
  const path = join(folder, LOCK_FILE);
  const owner: Owner = { pid: process.pid, host: hostname(), processStart: await processStart(process.pid), token: randomUUID() };
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    try {
      await createWhole(path, owner);
      return {
        touch: async () => utimes(path, new Date(), new Date()),
        release: async () => { if ((await readOwner(path))?.token === owner.token) await rm(path, { force: true }); },
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = await livingOwner(path);
    if (holder) throw new UserError(`process ${holder.pid}${holder.host === owner.host ? '' : ` on ${holder.host}`} is training in this folder`, folder, 'wait for it or stop it', 'busy');
    await removeStale(path);
  }
  throw new UserError('other processes keep taking this folder', folder, 'stop them or choose another folder', 'busy');
}

/** Whether a living process trains in the folder. */
export async function isRunLocked(folder: string): Promise<boolean> {
  return (await livingOwner(join(folder, LOCK_FILE))) !== null;
}

/** Makes the file with its content at once, so that nobody reads half an owner. @throws EEXIST where there is one */
async function createWhole(path: string, owner: Owner): Promise<void> {
  const draft = `${path}.${owner.token}`;
  await writeFile(draft, JSON.stringify(owner));
  try {
    await link(draft, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw error;
    await writeFile(path, JSON.stringify(owner), { flag: 'wx' }); // a disk without hard links
  } finally {
    await rm(draft, { force: true });
  }
}

/**
 * Removes the lock if nobody living holds it. Of several that find it stale only one may do so at a time, or the slower would remove the new
 * lock of the faster: a folder serves as the key, and a key that a crash left is as good as none after some seconds.
 */
async function removeStale(path: string): Promise<void> {
  const key = `${path}.recovery`;
  try {
    await mkdir(key);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const age = await stat(key).then(({ mtimeMs }) => Date.now() - mtimeMs, () => 0);
    if (age > RECOVERY_MS) await rmdir(key).catch(() => undefined);
    else await new Promise((resolve) => setTimeout(resolve, 20));
    return;
  }
  try {
    if (!(await livingOwner(path))) await rm(path, { force: true });
  } finally {
    await rmdir(key);
  }
}

async function livingOwner(path: string): Promise<Owner | null> {
  const touched = await stat(path).then(({ mtimeMs }) => mtimeMs, () => null);
  if (touched === null) return null;
  const owner = await readOwner(path);
  const age = Date.now() - touched;
  if (!owner) return age < 1000 ? { pid: 0, host: hostname(), processStart: null, token: '' } : null; // being written, or torn by a crash
  if (owner.host !== hostname()) return age < FOREIGN_LOCK_MS ? owner : null;
  const bootedMs = Date.now() - uptime() * 1000;
  if (touched < bootedMs - 1000 || !isAlive(owner.pid)) return null;
  return owner.processStart === null || owner.processStart === await processStart(owner.pid) ? owner : null;
}

async function readOwner(path: string): Promise<Owner | null> {
  try {
    const owner = JSON.parse(await readFile(path, 'utf8')) as Partial<Owner> | null;
    return typeof owner?.pid === 'number' && typeof owner.host === 'string' ? { processStart: null, token: '', ...owner } as Owner : null;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // it lives and belongs to someone else
  }
}

/** Tells a process from a later one with the same number: the 22nd field of Linux's /proc/PID/stat. Null on other systems. */
async function processStart(pid: number): Promise<string | null> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  // The second field, the program's name in parentheses, may itself hold spaces and parentheses.
  return line === null ? null : line.slice(line.lastIndexOf(')') + 2).split(' ')[19];
}
