/**
 * Weights over training time: which validated steps are kept beside `best` and `last`, and what a run's folder has to offer. A kept checkpoint
 * is a folder `checkpoints/<step>` with the weights alone; `checkpoints/kept` lists them as JSON, oldest first.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../errors/userError';
import { runFiles } from '../protocol/runFiles';
import { writeFileAtomic } from './atomicFiles';

export const KEPT_FILE = 'kept';

const keptSchema = z.object({
  step: z.number().int().min(0),
  /** Finished epochs. */
  epoch: z.number(),
  /** Mean nats a token on the held-out part. */
  validationLoss: z.number(),
});
export type KeptCheckpoint = z.infer<typeof keptSchema>;
export const keptListSchema = z.array(keptSchema);

/** Without a number of their own, kept weights take so many bytes at most, but there are at least the fewest and at most the most. */
const USUAL_BYTES = 256 * 2 ** 20;
const [FEWEST, MOST] = [3, 12];

/**
 * How many are kept.
 * @param wanted     `training.keepCheckpoints`; null leaves it to the size of the weights
 * @param parameters of the model, 4 bytes each
 */
export const keptLimit = (wanted: number | null, parameters: number): number =>
  wanted ?? Math.min(MOST, Math.max(FEWEST, Math.floor(USUAL_BYTES / (4 * parameters))));

/**
 * Adds the newest and, where that is one too many, drops one: never the first or the newest `recent` (at least 1), else the one that leaves the smallest gap, measured in
 * √step, so that what stays is spread over the run and denser where learning is quick. A pure function of its arguments.
 */
export function keepNewest(kept: readonly KeptCheckpoint[], newest: KeptCheckpoint, limit: number, recent = 1): KeptCheckpoint[] {
  const all = [...kept.filter(({ step }) => step < newest.step), newest];
  if (limit === 0) return [];
  while (all.length > limit) all.splice(leastMissed(all, Math.max(1, recent)), 1);
  return all;
}

function leastMissed(all: readonly KeptCheckpoint[], recent: number): number {
  let [found, smallest] = [0, Infinity];
  for (let i = 1; i < all.length - recent; i++) {
    const gap = Math.sqrt(all[i + 1].step) - Math.sqrt(all[i - 1].step);
    if (gap < smallest) [found, smallest] = [i, gap];
  }
  return found;
}

/** The kept ones of a run, oldest first; none where the run is of an older version. @throws UserError where the list is damaged */
export async function readKept(runFolder: string): Promise<KeptCheckpoint[]> {
  const path = join(runFolder, runFiles.checkpoints, KEPT_FILE);
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return [];
  try {
    return keptListSchema.parse(JSON.parse(text));
  } catch {
    throw new UserError('the list of kept checkpoints is damaged', path, 'remove the file: the best and the last checkpoint do not need it');
  }
}

export const writeKept = (runFolder: string, kept: readonly KeptCheckpoint[]): Promise<void> =>
  writeFileAtomic(join(runFolder, runFiles.checkpoints, KEPT_FILE), `${JSON.stringify(kept)}\n`);
