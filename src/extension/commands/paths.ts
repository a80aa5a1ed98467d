/** Paths as an experiment writes them: relative to its folder, with forward slashes; absolute where a file lies outside of it. */
import { isAbsolute, relative, sep } from 'node:path';

/** @returns "." for the folder itself */
export function pathIn(baseFolder: string, path: string): string {
  const inside = relative(baseFolder, path);
  if (inside === '') return '.';
  return inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside) ? path : inside.split(sep).join('/');
}
