/** Names of run folders: `20250131-142503-translator`, so that a list sorted by name is sorted by time. */

/** Letters, digits and hyphens of a name, for a folder on any system; letters of every script are kept. */
export function slugOf(name: string): string {
  const slug = name.normalize('NFC').replace(/[^\p{L}\p{M}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '').slice(0, 40).replace(/-+$/, '').toLowerCase();
  return slug === '' ? 'run' : slug;
}

/** @param taken tells whether a folder of that name exists already; then `-2`, `-3`, … is added */
export function createRunId(name: string, now: Date, taken: (id: string) => boolean = () => false): string {
  const two = (part: number): string => String(part).padStart(2, '0');
  const day = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`;
  const id = `${day}-${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}-${slugOf(name)}`;
  for (let copy = 1; ; copy++) {
    const candidate = copy === 1 ? id : `${id}-${copy}`;
    if (!taken(candidate)) return candidate;
  }
}

/** The name of an experiment: its file's name without `.seqlab.json`. */
export const nameOfExperiment = (path: string): string => path.replace(/^.*[\\/]/, '').replace(/\.seqlab\.jsonc?$|\.[^.]+$/, '');
