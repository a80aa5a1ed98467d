import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Variables } from '../engine/engine';
import type { ExperimentFile } from '../protocol/experiment';
import { modelOf } from './modelOf';
import { loadRunTokenizers, loadWeights, openRun } from './openRun';
import { makeFolder, reversalPairs, ruleText, tinyRequest } from './testing/tinyRuns';
import { openTraining } from './train';

let folder: ReturnType<typeof makeFolder>;
beforeEach(() => { folder = makeFolder(); });
afterEach(() => folder.dispose());

type Model = NonNullable<ExperimentFile['model']>;
const vectorOf = (word: string, size: number): number[] => Array.from({ length: size }, (_, i) => Math.fround(Math.sin(word.length + word.charCodeAt(0) * (i + 1))));
const writeVectors = (name: string, words: readonly string[], size: number): void =>
  writeFileSync(join(folder.path, name), words.map((word) => `${word} ${vectorOf(word, size).join(' ')}\n`).join(''));

/** Trains a few steps; the rows of a table by word, and the run's log and warnings. */
async function train(task: 'language-model' | 'translation', model: Model, rest: Partial<ExperimentFile> = {}, { run: name = 'run', from }: { run?: string; from?: string } = {}): Promise<{ table: (name: string, side?: 'source' | 'target') => Map<string, number[]>; log: string; warnings: readonly string[] }> {
  const request = tinyRequest(folder.path, task === 'translation' ? reversalPairs(60) : ruleText(60), {
    task, model: { embedding: 4, hidden: 5, ...model }, training: { epochs: 1, maxSteps: 3, batchSize: 8, threads: 1, sequenceLength: task === 'translation' ? undefined : 10 }, ...rest,
  }, name);
  const { warnings } = await (await openTraining({ ...request, from })).run();
  const run = await openRun(request.runFolder);
  const tokenizers = await loadRunTokenizers(request.runFolder, run.experiment);
  const variables = new Variables();
  await loadWeights(run, variables, 'last');
  return {
    warnings, log: readFileSync(join(request.runFolder, 'log.txt'), 'utf8'),
    table: (name, side = 'target') => {
      const { data, shape: [rows, size] } = variables.get(name);
      return new Map(Array.from({ length: rows }, (_, id) => [tokenizers[side]!.tokenText(id), Array.from(data.slice(id * size, (id + 1) * size))]));
    },
  };
}

describe('a language model', () => {
  it('with frozen vectors keeps them to the bit, and the rows of other words', async () => {
    writeVectors('v.txt', ['cat', 'dog', 'the', 'sleeps', 'runs', 'OLD', 'nowhere'], 4);
    const { table, log, warnings } = await train('language-model', { pretrained: { file: 'v.txt', frozen: true } });
    const rows = table('embedding');
    for (const word of ['cat', 'dog', 'the', 'sleeps', 'runs']) expect(rows.get(word), word).toEqual(vectorOf(word, 4));
    expect(rows.get('old')).toEqual(vectorOf('OLD', 4));
    const experiment = tinyRequest(folder.path, ruleText(60), { task: 'language-model', model: { embedding: 4, hidden: 5 } }, 'other').experiment;
    const usual = modelOf(experiment, { source: null, target: { size: rows.size } as never }).parameters.find(({ name }) => name === 'embedding')!.initialize(1);
    expect(rows.get('bird')).toEqual(Array.from(usual.slice([...rows.keys()].indexOf('bird') * 4, ([...rows.keys()].indexOf('bird') + 1) * 4)));
    expect(log).toMatch(/embedding: vectors for 6 of 1\d words from v\.txt \(1 of them in other capitals; SHA-256 [0-9a-f]{64}\)/);
    expect(warnings).toEqual(expect.arrayContaining([expect.stringMatching(/v\.txt has vectors for only 6 of the 1\d words/)]));
  });

  it('goes on learning them where they are not frozen, from where they begin', async () => {
    writeVectors('v.txt', ['cat', 'dog', 'the', 'in'], 4);
    const rows = (await train('language-model', { pretrained: { file: 'v.txt' } })).table('embedding');
    expect(rows.get('the')).not.toEqual(vectorOf('the', 4));
    expect(rows.get('the')).toBeAllclose(vectorOf('the', 4), { rtol: 0, atol: 0.03 }); // three steps of 0.002
  });

  it('lets a run that begins with the weights of another thaw them', async () => {
    writeVectors('v.txt', ['cat', 'dog', 'the', 'in'], 4);
    await train('language-model', { pretrained: { file: 'v.txt', frozen: true } });
    rmSync(join(folder.path, 'v.txt')); // not read again
    const { table, log } = await train('language-model', { pretrained: { file: 'v.txt' } }, {}, { run: 'second', from: join(folder.path, 'run') });
    expect(table('embedding').get('the')).not.toEqual(vectorOf('the', 4));
    expect(table('embedding').get('the')).toBeAllclose(vectorOf('the', 4), { rtol: 0, atol: 0.03 });
    expect(log).toMatch(/the files of model\.pretrained are not read/);
  });

  it('refuses a file whose vectors are longer, that has none of its words, or that is not there', async () => {
    writeVectors('long.txt', ['cat'], 5);
    writeVectors('other.txt', ['chat', 'chien'], 4);
    await expect(train('language-model', { pretrained: { file: 'long.txt' } })).rejects.toThrow(/have 5 numbers, and model.embedding is 4 \(long\.txt:1\)/);
    await expect(train('language-model', { pretrained: { file: 'other.txt' } })).rejects.toThrow(/none of the 1\d words .*other\.txt/);
    await expect(train('language-model', { pretrained: { file: 'nowhere.txt' } })).rejects.toThrow(/nowhere\.txt/);
  });
});

describe('a translator', () => {
  it('takes vectors for each side, or for one', async () => {
    writeVectors('s.txt', ['0', '1', '2', '3', '4', '5', '6', '7'], 4);
    writeVectors('t.txt', ['9', '8', '7', '6', '5', '4'], 4);
    const both = await train('translation', { pretrained: { source: 's.txt', target: 't.txt', frozen: true } });
    expect(both.table('source.embedding', 'source').get('1')).toEqual(vectorOf('1', 4));
    expect(both.table('target.embedding').get('9')).toEqual(vectorOf('9', 4));
    expect(both.table('target.embedding').get('1')).not.toEqual(vectorOf('1', 4));
  });

  it('freezes only what has vectors', () => {
    writeVectors('s.txt', ['0', '1', '2', '3', '4', '5', '6', '7'], 4);
    const model = modelOf(tinyRequest(folder.path, '', { task: 'translation', model: { pretrained: { source: 's.txt', frozen: true } } }).experiment, { source: { size: 9 } as never, target: { size: 8 } as never });
    const names = model.train({ labelSmoothing: 0 }).parameters.map(({ name }) => name);
    expect(names).toContain('target.embedding');
    expect(names).not.toContain('source.embedding');
    expect(model.parameters.map(({ name }) => name)).toContain('source.embedding'); // still part of the model, and of its file
  });

  it('with one vocabulary has one file', async () => {
    writeVectors('both.txt', ['0', '1', '2', '3', '4', '5', '6', '7'], 4);
    const { table } = await train('translation', { pretrained: { file: 'both.txt', frozen: true }, tieEmbeddings: true }, { tokenizer: { shared: true } });
    expect(table('embedding').get('5')).toEqual(vectorOf('5', 4));
  });
});
