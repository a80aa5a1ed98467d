import { resolve } from 'node:path';
import { UserError } from '../errors/userError';
import { nameOfExperiment } from '../protocol/runIds';
import { listRuns } from '../training/openRun';
import { runsFolderOf } from './findRun';

/** The newest run, of an experiment or of all, that was stopped or interrupted. @throws UserError where there is none */
export async function findRunToResume(cwd: string, file: string | undefined): Promise<string> {
  const name = file === undefined ? null : nameOfExperiment(resolve(cwd, file));
  const runs = await listRuns(runsFolderOf(cwd));
  const found = runs.find((run) => (name === null || run.name === name) && (run.status === 'stopped' || run.status === 'interrupted'));
  if (found) return found.folder;
  throw new UserError(`no stopped run${name === null ? '' : ` of ${name}`} is here`, runsFolderOf(cwd), 'name the run with --run, or train without --resume');
}
