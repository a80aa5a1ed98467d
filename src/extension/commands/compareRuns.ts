/** Compare Runs: several of them laid over each other. */
import * as vscode from 'vscode';
import type { Comparison } from '../../protocol/insight';
import { UserError } from '../../errors/userError';
import type { App } from '../app';
import { Cancelled } from '../problems';
import { readRun } from '../runs/runStore';
import { describe } from './pickRun';

/** More curves than this cannot be told apart. */
const MOST_RUNS = 10;

export async function compareRuns(app: App): Promise<void> {
  const runs = await app.runs.list();
  if (runs.length < 2) throw new UserError(runs.length === 0 ? 'there is no run yet' : 'there is only one run', 'Compare Runs', 'train at least two models, for example with different settings', 'unavailable');
  const now = new Date();
  // The two newest of the same task are what is most often compared.
  const proposed = runs.filter(({ task }) => task === runs[0].task).slice(0, 2);
  const items = runs.map((run) => ({ label: `${run.task === 'translation' ? '$(arrow-swap)' : '$(whole-word)'} ${run.name}`, description: describe(run, now), detail: run.id, picked: proposed.length === 2 && proposed.includes(run), run }));
  const picked = await vscode.window.showQuickPick(items, { title: 'Compare Runs', placeHolder: 'Choose two or more, newest first', canPickMany: true, matchOnDescription: true, matchOnDetail: true });
  if (!picked) throw new Cancelled();
  if (picked.length < 2 || picked.length > MOST_RUNS) throw new UserError(`${picked.length} runs cannot be compared`, 'Compare Runs', `choose from 2 to ${MOST_RUNS}`);
  const stored = await Promise.all(picked.map(({ run }) => readRun(run.folder)));
  const compared = stored.flatMap((run) => (run === null ? [] : [{ folder: run.folder, record: run.record, progress: run.history.progress, validation: run.history.validation }]));
  const canBeJudged = compared.length > 1 && compared.every(({ folder }) => picked.some(({ run }) => run.folder === folder && run.task === 'language-model' && run.hasCheckpoint));
  const shown: Comparison = { runs: compared, ...(canBeJudged ? { significance: 'measuring' } : {}) };
  app.comparison.show({ comparison: shown });
  if (canBeJudged) void judge(app, shown);
}

/** Measures while the curves are looked at. What came to be shown instead meanwhile stays. */
async function judge({ comparison: page, predictor }: App, shown: Comparison): Promise<void> {
  const significance = await predictor.compareLanguage(shown.runs.map(({ folder }) => folder))
    .catch((error: unknown) => ({ problem: error instanceof Error ? error.message : String(error) }));
  page.updateIf((overview) => 'comparison' in overview && overview.comparison === shown, { comparison: { ...shown, significance } });
}
