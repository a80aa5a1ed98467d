/** Brings node_modules in step with the lockfile, so that every script works on a fresh clone and after a pull. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { npm } from './npm.mjs';
import { root } from './places.mjs';
import { Problem } from './problem.mjs';

/** Installs what the lockfile says, unless it is there already. */
export async function ensureDependencies() {
  const stale = firstStalePackage();
  if (!stale) return;
  console.log(`Installing dependencies (${stale}) …`);
  if (await npm(['ci', '--no-audit', '--no-fund'], root) !== 0) throw new Problem('`npm ci` failed: see its message above, then run the command again.');
}

/** @typedef {Record<string, { version?: string, optional?: boolean, devOptional?: boolean, peer?: boolean, link?: boolean }>} Packages */

/** What is missing or of another version than the lockfile says, in words; undefined where all is in step. Packages of other platforms may be absent. */
function firstStalePackage() {
  const installedFile = path.join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installedFile)) return 'node_modules is missing';
  const wanted = packagesOf(path.join(root, 'package-lock.json'));
  const installed = packagesOf(installedFile);
  for (const [place, { version, optional, devOptional, peer }] of Object.entries(wanted)) {
    if (place === '' || peer || ((optional || devOptional) && !installed[place])) continue;
    if (installed[place]?.version !== version) return `${place.replace(/^node_modules\//, '')} ${version} is missing`;
  }
  return undefined;
}

/** @param {string} file @returns {Packages} */
const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
