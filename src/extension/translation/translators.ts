/** Which translator translates: the one chosen last in this workspace, else the newest. */
import { UserError } from '../../errors/userError';
import type { RunSummary } from '../../protocol/run';
import type { App } from '../app';
import { pickRun } from '../commands/pickRun';

const CHOSEN_KEY = 'translation.run';

export interface Translators {
  /** All that can translate, the newest first. */
  readonly all: readonly RunSummary[];
  readonly chosen: RunSummary;
}

/** @param command the command that asks, for the error @throws UserError where nothing has been trained */
export async function findTranslators(app: App, command: string): Promise<Translators> {
  const all = (await app.runs.list()).filter(({ task, hasCheckpoint }) => task === 'translation' && hasCheckpoint);
  const folder = app.context.workspaceState.get<string>(CHOSEN_KEY);
  const chosen = all.find((run) => run.folder === folder) ?? all.at(0);
  if (!chosen) throw new UserError('no translator has been trained here yet', command, 'run “Sequence Lab: Train Translator…” first', 'unavailable');
  return { all, chosen };
}

/** Lets the user choose; the choice holds for the workspace. @throws Cancelled */
export async function chooseTranslator(app: App, all: readonly RunSummary[]): Promise<RunSummary> {
  const run = await pickRun(all, 'Translate with another model');
  await app.context.workspaceState.update(CHOSEN_KEY, run.folder);
  return run;
}
