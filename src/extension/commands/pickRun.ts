/** Lets the user choose one of the runs. */
import * as vscode from 'vscode';
import type { RunSummary } from '../../protocol/run';
import { formatAge, formatLoss } from '../../protocol/format';
import { Cancelled } from '../problems';

/** @throws Cancelled */
export async function pickRun(runs: readonly RunSummary[], title: string): Promise<RunSummary> {
  const now = new Date();
  const items = runs.map((run) => ({ label: `${iconOf(run)} ${run.name}`, description: describe(run, now), detail: run.id, run }));
  const picked = await vscode.window.showQuickPick(items, { title, placeHolder: 'Newest first', matchOnDescription: true, matchOnDetail: true });
  if (!picked) throw new Cancelled();
  return picked.run;
}

const iconOf = ({ task }: RunSummary): string => (task === 'translation' ? '$(arrow-swap)' : '$(whole-word)');

export function describe({ status, bestValidationLoss, updated }: RunSummary, now: Date): string {
  const loss = bestValidationLoss === null ? [] : [`validation loss ${formatLoss(bestValidationLoss)}`];
  return [status, ...loss, formatAge(new Date(updated), now)].join(' · ');
}
