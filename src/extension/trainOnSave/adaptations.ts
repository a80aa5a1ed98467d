/**
 * The adaptations of a run, on disk: each is a run's folder of its own beside the first, marked by `adapts.json`; the first one's `adaptations.json` lists those in
 * force, the newest last. So the weights that count are found again by every window, and undoing means going back one in that list. Knows nothing of `vscode`.
 */
import { existsSync } from 'node:fs';
import { copyFile, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as z from 'zod';
import { runFiles } from '../../protocol/runFiles';

/** How many adaptations can be undone; older ones are deleted, their weights live on in those that began with them. */
export const KEPT_ADAPTATIONS = 3;

export const adaptationSchema = z.object({
  /** Name of the run's folder, beside that of the first run. */
  id: z.string().regex(/^[^/\\]+$/),
  /** What it learnt from. */
  document: z.string(),
  /** Loss on the held-out text of the first run before and after, in nats a token. */
  before: z.number(), after: z.number(),
  when: z.string(),
});
export type Adaptation = z.infer<typeof adaptationSchema>;

const listFile = 'adaptations.json';
const markFile = 'adapts.json';

/** Marks a run's folder, before it trains, as an adaptation: it is never taken for a model of its own. */
export async function markAdaptation(folder: string, baseFolder: string): Promise<void> {
  await writeFile(join(folder, markFile), `${JSON.stringify({ base: basename(baseFolder) })}\n`);
}

export const isAdaptation = (folder: string): boolean => existsSync(join(folder, markFile));

/** Those in force, the newest last, whose weights are there. Empty where there are none, or the list is damaged. */
export async function readAdaptations(baseFolder: string): Promise<Adaptation[]> {
  try {
    const list = z.array(adaptationSchema).parse(JSON.parse(await readFile(join(baseFolder, listFile), 'utf8')));
    return list.filter(({ id }) => existsSync(join(folderOf(baseFolder, id), runFiles.record)));
  } catch {
    return [];
  }
}

export const folderOf = (baseFolder: string, id: string): string => join(dirname(baseFolder), id);

/** The folder whose weights count for a run: its newest adaptation, or itself. */
export async function currentFolder(baseFolder: string): Promise<string> {
  const newest = (await readAdaptations(baseFolder)).at(-1);
  return newest === undefined ? baseFolder : folderOf(baseFolder, newest.id);
}

/** Puts a finished adaptation in force, and deletes those that are too old to be undone. */
export async function addAdaptation(baseFolder: string, adaptation: Adaptation): Promise<void> {
  const all = [...await readAdaptations(baseFolder), adaptation];
  const kept = all.slice(-KEPT_ADAPTATIONS);
  await writeList(baseFolder, kept);
  for (const { id } of all.slice(0, -KEPT_ADAPTATIONS)) await rm(folderOf(baseFolder, id), { recursive: true, force: true });
}

/** Goes back to the weights before the newest adaptation and deletes it. @returns what was undone; null where there is nothing to undo */
export async function undoAdaptation(baseFolder: string): Promise<Adaptation | null> {
  const all = await readAdaptations(baseFolder);
  const newest = all.pop();
  if (newest === undefined) return null;
  await writeList(baseFolder, all);
  await rm(folderOf(baseFolder, newest.id), { recursive: true, force: true });
  return newest;
}

/**
 * A training predicts with its best checkpoint: that of the lowest held-out loss, which may be the one it began with. What is accepted is what it learnt, so `best`
 * points to where `last` does.
 */
export async function predictWithLast(folder: string): Promise<void> {
  const checkpoints = join(folder, runFiles.checkpoints);
  const draft = join(checkpoints, 'best.tmp');
  await copyFile(join(checkpoints, 'last'), draft);
  await rename(draft, join(checkpoints, 'best'));
}

/**
 * The n-gram partner of a language model knows the whole of the first run's text, that of an adaptation only what it learnt from: an adaptation keeps the first one's,
 * with the weights that were found for it.
 */
export async function keepHelpers(folder: string, baseFolder: string): Promise<void> {
  for (const name of [runFiles.partner, runFiles.helpers]) {
    if (existsSync(join(baseFolder, name))) await copyFile(join(baseFolder, name), join(folder, name));
    else await rm(join(folder, name), { force: true });
  }
}

async function writeList(baseFolder: string, list: readonly Adaptation[]): Promise<void> {
  const file = join(baseFolder, listFile);
  const draft = `${file}.${process.pid}.tmp`;
  await writeFile(draft, `${JSON.stringify(list, null, 2)}\n`);
  await rename(draft, file);
}
