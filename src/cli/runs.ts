/** `seqlab runs`: what was trained here. */
import { resolve } from 'node:path';
import { formatAge, formatLoss } from '../protocol/format';
import { listRuns } from '../training/openRun';
import { runsFolderOf } from './findRun';
import { table } from './table';
import { printJson, printLine, type Terminal } from './terminal';

export async function runsCommand(terminal: Terminal, folder: string | undefined, { json }: { readonly json: boolean }): Promise<void> {
  const place = folder === undefined ? runsFolderOf(terminal.cwd) : resolve(terminal.cwd, folder);
  const runs = await listRuns(place);
  if (json) return printJson(terminal, { folder: place, runs });
  if (runs.length === 0) return printLine(terminal, `No runs in ${place}.`);
  const now = new Date();
  await printLine(terminal, table(['run', 'task', 'status', 'best validation loss', 'when'], runs.map((run) => [
    run.id, run.task, run.status, run.bestValidationLoss === null ? '' : formatLoss(run.bestValidationLoss), formatAge(new Date(run.updated), now),
  ])));
}
