/** The file and line that an error names, so that a button can open it there. */
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';

export interface ErrorPlace { readonly path: string; /** Counted from 1, as the message does. */ readonly line: number | null; readonly label: string }

/**
 * @param where the `where` of a UserError: `pairs.tsv:12`, `my.seqlab.json, model.hidden`, `/data/a.txt`, or no file at all
 * @returns null where it names no file that is there
 */
export async function findErrorPlace(where: string, baseFolder: string): Promise<ErrorPlace | null> {
  const [, file, line] = /^(.*?)(?::(\d+)(?::\d+)?)?(?:, .*)?$/s.exec(where)!;
  if (file === '') return null;
  const path = resolve(baseFolder, file);
  const isFile = await stat(path).then((found) => found.isFile(), () => false);
  return isFile ? { path, line: line === undefined ? null : Number(line), label: basename(path) } : null;
}
