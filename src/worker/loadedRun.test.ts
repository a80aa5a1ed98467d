import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEngine } from '../engine/choose';
import type { Engine, WeightUse } from '../engine/engine';
import { LateProgram } from '../engine/lateProgram';
import { makeFolder, ruleText, tinyRequest } from '../training/testing/tinyRuns';
import { openTraining } from '../training/train';
import { LoadedRun } from './loadedRun';

describe('a language model in memory', () => {
  let folder: ReturnType<typeof makeFolder>;
  beforeEach(() => { folder = makeFolder(); });
  afterEach(() => folder.dispose());

  it('completes from compact weights, and has those of 32 bits for who measures or generates, once somebody does', async () => {
    const request = tinyRequest(folder.path, ruleText(80), { task: 'language-model', model: { embedding: 6, hidden: 8 } });
    await (await openTraining(request)).run();
    const engine = await createEngine({ engine: 'auto', threads: 1, folder: folder.path });
    const loads: (WeightUse | undefined)[] = [];
    const counted: Engine = { info: engine.info, load: (graph, variables, options) => { loads.push(options?.weights); return engine.load(graph, variables, options); } };

    const loaded = await LoadedRun.load(request.runFolder, counted, 'best', { weights: 'compact' });
    const { tokens, nextWords } = await loaded.languageModel().helped();
    expect((await nextWords.words('', 3)).length).toBe(3);
    expect(loads).toEqual(['compact']);
    await tokens.read(tokens.initial, [5]);
    await tokens.read(tokens.initial, [6]);
    expect(loads).toEqual(['compact', 'frozen']);
    await loaded.dispose();

    const followed = await LoadedRun.load(request.runFolder, counted, 'last', { weights: 'fed' });
    await followed.languageModel().nextWords.words('', 3);
    const { tokens: same } = followed.languageModel();
    await same.read(same.initial, [5]);
    expect(loads.slice(2)).toEqual(['fed']);
    await followed.dispose();
  });
});

describe('a late program', () => {
  it('is loaded once, when it is first run, and tries again where that failed', async () => {
    const done: string[] = [];
    let fails = true;
    const late = new LateProgram(() => {
      done.push('load');
      return fails ? Promise.reject(new Error('no memory')) : Promise.resolve({ run: () => { done.push('run'); return Promise.resolve({}); }, dispose: () => { done.push('dispose'); return Promise.resolve(); } });
    });
    await expect(late.run({})).rejects.toThrow('no memory');
    await late.dispose();
    fails = false;
    await late.run({});
    await late.run({});
    await late.dispose();
    expect(done).toEqual(['load', 'load', 'run', 'run', 'dispose']);
  });

  it('that nobody ran is never loaded', async () => {
    await new LateProgram(() => Promise.reject(new Error('loaded'))).dispose();
  });
});
