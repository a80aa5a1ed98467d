/**
 * Folders that are filled once and then reused. A folder is filled under another name and renamed when it is whole, so that
 * it is either complete or absent however the filling was interrupted, and two runs at once do no harm.
 */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder } from './places.mjs';

/**
 * @param {string} name  folder name with the versions of what is inside: another version is another folder
 * @param {(folder: string) => Promise<void>} fill  fills an empty folder
 * @param {string} [parent]  where the folder lies
 * @returns {Promise<string>} the complete folder
 */
export async function filledFolder(name, fill, parent = cacheFolder) {
  const whole = path.join(parent, name);
  if (existsSync(whole)) return whole;
  mkdirSync(parent, { recursive: true });
  removeAbandoned(name, parent);
  const partial = `${whole}.partial-${process.pid}`;
  mkdirSync(partial);
  try {
    await fill(partial);
    renameSync(partial, whole);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    if (!existsSync(whole)) throw error; // else another run was faster: use its folder
  }
  return whole;
}

/** Removes what an interrupted run left, but not what a living one is filling. @param {string} name @param {string} parent */
function removeAbandoned(name, parent) {
  for (const entry of readdirSync(parent)) {
    const pid = entry.startsWith(`${name}.partial-`) ? Number(entry.slice(entry.lastIndexOf('-') + 1)) : undefined;
    if (pid !== undefined && !lives(pid)) rmSync(path.join(parent, entry), { recursive: true, force: true });
  }
}

/** @param {number} pid */
function lives(pid) {
  try { return process.kill(pid, 0); } catch { return false; }
}
