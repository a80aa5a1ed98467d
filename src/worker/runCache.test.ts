import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { translateLines } from '../decoding/translate';
import { listCheckpoints } from '../training/listCheckpoints';
import { makeFolder, reversalPairs, tinyRequest } from '../training/testing/tinyRuns';
import { openTraining } from '../training/train';
import { RunCache } from './runCache';

let folder: ReturnType<typeof makeFolder>;
let run: string;
beforeAll(async () => {
  folder = makeFolder();
  const request = tinyRequest(folder.path, reversalPairs(200, 3), { task: 'translation', model: { embedding: 12, hidden: 16, dropout: 0 }, training: { epochs: 4, batchSize: 16, threads: 1, learningRate: 0.02 } });
  await (await openTraining(request)).run();
  run = request.runFolder;
});
afterAll(() => folder.dispose());

const say = async (cache: RunCache, checkpoint?: number | 'best' | 'last'): Promise<string> => {
  const [{ outputs: [{ text, score }] }] = await translateLines((await cache.get(run, 'auto', checkpoint)).translator(), ['1 2 3'], { maxLength: 8 });
  return `${text} ${score.toFixed(6)}`;
};

describe('a run over training time', () => {
  it('speaks with the weights that are asked for, back and forth, and with its best beside them', async () => {
    const cache = new RunCache(() => undefined);
    const steps = (await listCheckpoints(run)).map(({ step }) => step);
    const best = await say(cache);
    const said: string[] = [];
    for (const step of steps) said.push(await say(cache, step));
    expect(new Set(said).size).toBe(steps.length);
    for (const step of [...steps].reverse()) expect(await say(cache, step)).toBe(said[steps.indexOf(step)]);
    expect(await say(cache, 'last')).toBe(said.at(-1));
    expect(await say(cache)).toBe(best);
    expect(await cache.get(run, 'auto', steps[0])).toBe(await cache.get(run, 'auto', steps[1]));
    expect(await cache.get(run, 'auto')).not.toBe(await cache.get(run, 'auto', steps[1]));
  });

  it('refuses a step that is not there, and goes on', async () => {
    const cache = new RunCache(() => undefined);
    const first = await say(cache, 0);
    await expect(cache.get(run, 'auto', 7)).rejects.toMatchObject({ name: 'UserError', what: 'the run has no checkpoint of step 7' });
    expect(await say(cache, 0)).toBe(first);
  });

  it('that has gone from the disk is told', async () => {
    const other = tinyRequest(folder.path, reversalPairs(40), { task: 'translation', model: { embedding: 3, hidden: 4 }, training: { epochs: 1, threads: 1 } }, 'gone');
    await (await openTraining(other)).run();
    const cache = new RunCache(() => undefined);
    await cache.get(other.runFolder, 'auto', 0);
    rmSync(`${other.runFolder}/checkpoints`, { recursive: true });
    await expect(cache.get(other.runFolder, 'auto', 'last')).rejects.toThrow(/no checkpoint yet/);
  });
});
