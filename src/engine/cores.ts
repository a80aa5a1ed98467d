/** How many physical cores this process may use: two hardware threads on one core gain nothing in matrix products. */
import { readFileSync, readdirSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';

/** At least 1, at most what the system lets this process use. */
export function physicalCores(): number {
  const usable = availableParallelism();
  return Math.max(1, Math.min(usable, countCores()));
}

function countCores(): number {
  switch (process.platform) {
    case 'linux': return linuxCores() ?? cpus().length;
    case 'darwin': return process.arch === 'arm64' ? cpus().length : Math.ceil(cpus().length / 2);
    default: return Math.ceil(cpus().length / 2); // two hardware threads a core, as on nearly every machine of this kind
  }
}

/** Hardware threads that share a core name each other in its list of siblings. */
function linuxCores(): number | null {
  const folder = '/sys/devices/system/cpu';
  try {
    const names = readdirSync(folder).filter((name) => /^cpu\d+$/.test(name));
    const siblings = names.map((name) => readFileSync(`${folder}/${name}/topology/thread_siblings_list`, 'utf8').trim());
    return siblings.length > 0 ? new Set(siblings).size : null;
  } catch {
    return null; // not every container shows it
  }
}
