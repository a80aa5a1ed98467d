import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readPointer } from './checkpoint';
import { listCheckpoints } from './listCheckpoints';
import { fingerprint, makeFolder, reversalPairs, tinyRequest, validationsOf } from './testing/tinyRuns';
import { openTraining } from './train';

let folder: ReturnType<typeof makeFolder>;
beforeEach(() => { folder = makeFolder(); });
afterEach(() => folder.dispose());

type Json = Record<string, unknown>;
/** Rewrites a JSON file; its objects are changed in place. */
function edit(path: string, change: (json: Json) => void): void {
  const json = JSON.parse(readFileSync(path, 'utf8')) as Json;
  change(json);
  writeFileSync(path, JSON.stringify(json));
}
const drop = (from: unknown, ...keys: string[]): void => { for (const key of keys) delete (from as Json)[key]; };

/** The keys that the first version of a run's folder did not have: each stands for what was always so then. */
async function makeOlder(runFolder: string): Promise<void> {
  edit(join(runFolder, 'run.json'), ({ experiment }) => {
    const { tokenizer, model, training, decoding } = experiment as Record<string, Json>;
    drop(tokenizer, 'bpeDropout');
    drop(model, 'variationalDropout', 'weightDrop', 'bridge', 'feedContext', 'coverage', 'pretrained');
    drop(training, 'batchTokens', 'accumulate', 'clipValue', 'teacherForcing', 'coverageLoss', 'averageCheckpoints', 'keepCheckpoints');
    drop(training['earlyStopping'], 'metric', 'minDelta');
    drop(decoding, 'coveragePenalty', 'noRepeatNgram', 'minLength', 'replaceUnknown');
  });
  const checkpoints = join(runFolder, 'checkpoints');
  const { step } = (await readPointer(runFolder, 'last'))!;
  edit(join(checkpoints, String(step), 'state.json'), (state) => {
    state['validationLosses'] = state['costs'];
    drop(state, 'costs', 'kept', 'averaged');
    drop(state['best'], 'cost');
  });
  for (const pointer of ['best', 'last']) edit(join(checkpoints, pointer), (json) => { drop(json, 'epoch'); });
  rmSync(join(checkpoints, 'kept'));
}

it('a run that an older version left goes on to the same bits', async () => {
  const file = { task: 'translation', model: { embedding: 6, hidden: 7, dropout: 0.3 }, training: { epochs: 4, batchSize: 8, threads: 1, schedule: 'plateau' } } as const;
  const whole = tinyRequest(folder.path, reversalPairs(50), file, 'whole');
  await (await openTraining(whole)).run();
  const older = tinyRequest(folder.path, reversalPairs(50), file, 'older');
  const stopped = await openTraining(older, { onReport: (report) => { if (report.kind === 'validation' && report.epoch === 2) void stopped.stop(); } });
  expect(await stopped.run()).toMatchObject({ status: 'stopped' });
  await makeOlder(older.runFolder);
  expect((await listCheckpoints(older.runFolder)).every(({ kinds }) => !kinds.includes('kept'))).toBe(true);

  expect(await (await openTraining({ ...older, resume: true })).run()).toMatchObject({ status: 'finished' });
  expect(await fingerprint(older.runFolder)).toBe(await fingerprint(whole.runFolder));
  expect(validationsOf(older.runFolder)).toEqual(validationsOf(whole.runFolder));
});
