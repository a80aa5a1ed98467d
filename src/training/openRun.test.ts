import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Variables } from '../engine/engine';
import { readPointer } from './checkpoint';
import { listRuns, loadWeights, openRun, setWeights } from './openRun';
import { chooseEngine } from './resumeEngine';
import { readSafetensors } from './safetensors';
import { makeFolder, reversalPairs, ruleText, tinyRequest } from './testing/tinyRuns';
import { openTraining } from './train';

let folder: ReturnType<typeof makeFolder>;
beforeEach(() => { folder = makeFolder(); });
afterEach(() => folder.dispose());

const tiny = { model: { embedding: 3, hidden: 5 }, training: { epochs: 1, batchSize: 16, threads: 1 } };
async function trained(run: string, more: object = {}): Promise<string> {
  const request = tinyRequest(folder.path, reversalPairs(60), { task: 'translation', ...tiny, ...more }, join('runs', run));
  await (await openTraining(request)).run();
  return request.runFolder;
}

describe('openRun', () => {
  it.each([[false, ['tokenizer.json', 'tokenizer.target.json']], [true, ['tokenizer.json']]])('reads a translator back (shared vocabulary: %s)', async (shared, files) => {
    const path = await trained('a', { tokenizer: { shared } });
    for (const file of files) expect(JSON.parse(readFileSync(join(path, file), 'utf8'))).toHaveProperty('model');
    const run = await openRun(path);
    expect(run.experiment).toMatchObject({ task: 'translation', model: { cell: 'gru', attention: 'additive', hidden: 5 } });
    expect(run.record).toMatchObject({ status: 'finished', parameters: run.model.parameters.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0) });
    expect(run.tokenizers.source === run.tokenizers.target).toBe(shared);
    expect(run.tokenizers.source!.encode('1 2')).not.toContain(1);
    const variables = new Variables();
    const { step } = await loadWeights(run, variables);
    const { tensors } = await readSafetensors(join(path, 'checkpoints', String(step), 'model.safetensors'));
    expect(variables.names().sort()).toEqual([...tensors.keys()].sort());
    for (const [name, { data }] of tensors) expect(variables.get(name).data).toEqual(data);
  });

  it('reads a language model back', async () => {
    const request = tinyRequest(folder.path, ruleText(60), { task: 'language-model', ...tiny });
    await (await openTraining(request)).run();
    const run = await openRun(request.runFolder);
    expect(run.tokenizers.source).toBeNull();
    expect(run.model.kind).toBe('language-model');
  });

  it.each([
    ['vocabulary', 'tokenizer.json', (path: string) => rmSync(path), /vocabulary cannot be read/],
    ['target vocabulary', 'tokenizer.target.json', (path: string) => writeFileSync(path, '{'), /vocabulary cannot be read/],
    ['record', 'run.json', (path: string) => writeFileSync(path, readFileSync(path, 'utf8').replace('"hidden": 5', '"hidden": "five"')), /recorded experiment is damaged: "five" has the wrong type/],
    ['choice', 'run.json', (path: string) => writeFileSync(path, readFileSync(path, 'utf8').replace('"attention": "additive",', '"attention": "sideways",')), /recorded experiment is damaged: "sideways" is not a choice/],
  ])('names a damaged %s', async (_what, file, damage, wanted) => {
    const path = await trained('a');
    damage(join(path, file));
    await expect(openRun(path)).rejects.toThrow(wanted);
    await expect(openRun(path)).rejects.toMatchObject({ name: 'UserError', where: expect.stringContaining(file) as string });
  });
});

describe('weights', () => {
  it('of a run without a checkpoint are refused', async () => {
    const path = await trained('a');
    rmSync(join(path, 'checkpoints'), { recursive: true });
    await expect(loadWeights(await openRun(path), new Variables())).rejects.toThrow(/no checkpoint yet/);
  });

  it('that a pointer names and nobody has are refused by name', async () => {
    const path = await trained('a');
    const { step } = (await readPointer(path, 'best'))!;
    renameSync(join(path, 'checkpoints', String(step)), join(path, 'gone'));
    await expect(loadWeights(await openRun(path), new Variables())).rejects.toMatchObject({ where: join(path, 'checkpoints', String(step), 'model.safetensors') });
  });

  it('of another model are refused before anything is set', async () => {
    const { model } = await openRun(await trained('a'));
    const tensors = new Map(model.parameters.map(({ name, shape }) => [name, { name, shape, data: new Float32Array(shape.reduce((a, b) => a * b, 1)) }]));
    const last = model.parameters.at(-1)!;
    const variables = new Variables();
    for (const wrong of [{ name: last.name, shape: [1], data: new Float32Array(1) }, undefined]) {
      if (wrong) tensors.set(last.name, wrong);
      else tensors.delete(last.name);
      expect(() => setWeights(model, tensors, variables, 'x')).toThrow(new RegExp(`${last.name} .* is ${wrong ? 'of shape \\[1\\]' : 'missing'}`));
    }
    expect(variables.names()).toEqual([]);
  });
});

describe('listRuns', () => {
  it('tells the newest first, and passes over what is no run', async () => {
    await trained('a');
    await trained('b');
    const runs = join(folder.path, 'runs');
    mkdirSync(join(runs, 'empty'));
    writeFileSync(join(runs, 'file'), '');
    const listed = await listRuns(runs);
    expect(listed.map(({ id }) => id)).toEqual(['b', 'a']);
    expect(listed[0]).toMatchObject({ task: 'translation', status: 'finished', hasCheckpoint: true, folder: join(runs, 'b') });
    expect(listed[0].bestValidationLoss).toBe((await readPointer(join(runs, 'b'), 'best'))!.validationLoss);
    expect(await listRuns(join(runs, 'none'))).toEqual([]);
  });

  it('calls a run interrupted whose process is gone', async () => {
    const path = await trained('a');
    const record = join(path, 'run.json');
    writeFileSync(record, readFileSync(record, 'utf8').replace('"status": "finished"', '"status": "running"'));
    expect((await listRuns(join(folder.path, 'runs')))[0].status).toBe('interrupted');
  });
});

describe('the engine of a resumed run', () => {
  const recorded = { name: 'reference', version: '1', provider: 'double precision', threads: 1, why: '' };

  it('is that of its record', async () => {
    const { engine, warnings } = await chooseEngine({ engine: 'auto', threads: 2 }, recorded);
    expect(engine.info.name).toBe('reference');
    expect(warnings).toEqual([]);
  });

  it('is another one with a warning, where that was asked for or its own does not load', async () => {
    expect((await chooseEngine({ engine: 'reference', threads: null }, { ...recorded, name: 'onnxruntime', version: '9' })).warnings.join()).toMatch(/began on onnxruntime 9 \(double precision, 1 thread\) and goes on with reference 1/);
    const { engine, warnings } = await chooseEngine({ engine: 'auto', threads: null }, { ...recorded, name: 'abacus' });
    expect(engine.info.name).not.toBe('reference');
    expect(warnings).toHaveLength(1);
  });

  it('keeps its card where that is here, and goes on with a warning where it has gone', async () => {
    const onCard = { ...recorded, name: 'onnxruntime', provider: process.platform === 'darwin' ? 'directml' : 'coreml' };
    const { engine, warnings } = await chooseEngine({ engine: 'auto', threads: null }, onCard);
    expect(engine.info.provider).not.toBe(onCard.provider);
    expect(warnings.join()).toContain(`(${onCard.provider}, 1 thread) and goes on with`);
  });

  it('has a card that is asked for, or none', async () => {
    await expect(chooseEngine({ engine: 'auto', threads: null, provider: process.platform === 'darwin' ? 'directml' : 'coreml' }, recorded)).rejects.toMatchObject({ code: 'unavailable', where: 'provider' });
    await expect(chooseEngine({ engine: 'reference', threads: null, provider: 'cuda' }, recorded)).rejects.toMatchObject({ code: 'option', where: 'provider' });
  });

  it('is chosen anew for a run that died before it had one', async () => {
    expect((await chooseEngine({ engine: 'reference', threads: 1 }, null)).warnings).toEqual([]);
  });
});
