/** Train Again with Attention: a translator that was trained without it, from the same experiment, so that the two can be compared. */
import { UserError } from '../../errors/userError';
import type { RunRecord } from '../../protocol/run';
import type { App } from '../app';
import { variantsOf } from '../labs/variants';
import { readRun } from '../runs/runStore';
import { pickRun } from './pickRun';
import { startTraining } from './startTraining';

const TITLE = 'Train Again with Attention';
/** Of so many of the newest translators the settings are looked at. */
const MOST_LOOKED_AT = 20;

const lacksAttention = ({ experiment: { task, model } }: RunRecord): boolean => task === 'translation' && (model as { attention?: unknown } | undefined)?.attention === 'none';

/** @param folder the run; asked for where it is not given */
export async function trainWithAttention(app: App, folder?: string): Promise<void> {
  const { record } = await readOne(folder ?? await pick(app));
  const [, { experiment, name }] = variantsOf(record.experiment);
  await startTraining(app, { experiment, name: `${record.name} ${name}`, baseFolder: record.baseFolder });
}

async function pick(app: App): Promise<string> {
  const translators = (await app.runs.list()).filter(({ task }) => task === 'translation').slice(0, MOST_LOOKED_AT);
  const records = await Promise.all(translators.map(async ({ folder }) => (await readRun(folder))?.record));
  const without = translators.filter((_, i) => records[i] !== undefined && lacksAttention(records[i]));
  if (without.length === 0) throw new UserError('there is no translator without attention', TITLE, 'train one with “Train Translator…”, preset “Without attention”', 'unavailable');
  return (await pickRun(without, TITLE)).folder;
}

async function readOne(folder: string): Promise<{ readonly record: RunRecord }> {
  const run = await readRun(folder);
  if (run === null) throw new UserError('run.json cannot be read', folder, 'choose another run');
  if (!lacksAttention(run.record)) throw new UserError('this run is no translator without attention', run.record.name, 'choose one that was trained with model.attention "none"', 'option');
  return run;
}
