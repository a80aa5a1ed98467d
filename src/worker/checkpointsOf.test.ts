import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeFolder } from '../training/testing/tinyRuns';
import { checkpointsOf } from './translationService';

let folder: ReturnType<typeof makeFolder>;
beforeEach(() => { folder = makeFolder(); });
afterEach(() => folder.dispose());

/** A run's list of checkpoints as the training leaves it, with the pointers given. */
function list(pointers: Readonly<Record<string, object>>): ReturnType<typeof checkpointsOf> {
  const root = join(folder.path, 'checkpoints');
  mkdirSync(root);
  writeFileSync(join(root, 'kept'), JSON.stringify([10, 20].map((step) => ({ step, epoch: step / 10, validationLoss: 3 }))));
  for (const [name, pointer] of Object.entries(pointers)) writeFileSync(join(root, name), JSON.stringify({ epoch: 2, validationLoss: 3, ...pointer }));
  return checkpointsOf({ runFolder: folder.path });
}
const mean = { step: 20, folder: '20-averaged', validationLoss: 2 };

it('lists the mean of the last weights after the last of them where it is the best', async () => {
  expect(await list({ last: { step: 20 }, averaged: mean, best: mean })).toEqual([
    { step: 10, epoch: 1, validationLoss: 3, best: false, last: false }, { step: 20, epoch: 2, validationLoss: 3, best: false, last: true },
    { step: 20, epoch: 2, validationLoss: 2, best: true, last: false, mean: true },
  ]);
});

it('says nothing of a mean that is not the best', async () => {
  expect(await list({ last: { step: 20 }, averaged: mean, best: { step: 10 } })).toEqual([
    { step: 10, epoch: 1, validationLoss: 3, best: true, last: false }, { step: 20, epoch: 2, validationLoss: 3, best: false, last: true },
  ]);
});
