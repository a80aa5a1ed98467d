/** Which run a command means. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UserError } from '../errors/userError';
import type { RunSummary } from '../protocol/run';
import { runFiles, RUNS_FOLDER } from '../protocol/runFiles';
import { listRuns } from '../training/openRun';

export const RUN_HELP = 'a run\'s folder, its id in .sequence-lab/runs of this folder, or "latest"';

export const runsFolderOf = (cwd: string): string => join(cwd, ...RUNS_FOLDER.split('/'));

/** @throws UserError where there is no such run */
export async function findRun(given: string, cwd: string): Promise<string> {
  const isRun = (folder: string): boolean => existsSync(join(folder, runFiles.record));
  const folder = resolve(cwd, given);
  if (isRun(folder)) return folder;
  const known = join(runsFolderOf(cwd), given);
  if (isRun(known)) return known;
  const runs = await listRuns(runsFolderOf(cwd));
  if (given === 'latest') {
    const latest = runs.find(({ hasCheckpoint }) => hasCheckpoint);
    if (latest) return latest.folder;
    throw new UserError('no run with a checkpoint is here', runsFolderOf(cwd), 'train one with `seqlab train`, or name a run\'s folder');
  }
  throw new UserError(existsSync(folder) ? 'this is not the folder of a run: it has no run.json' : 'there is no such run', given, `give ${RUN_HELP}${someOf(runs)}`);
}

function someOf(runs: readonly RunSummary[]): string {
  if (runs.length === 0) return '';
  return `; here are ${runs.slice(0, 3).map(({ id }) => id).join(', ')}${runs.length > 3 ? ', …' : ''}`;
}
