import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkExperiment, type Experiment, type ExperimentFile } from '../../protocol/experiment';
import { BOS, EOS, PAD } from '../../text/tokenizer';
import { makeFolder, reversalPairs, ruleText } from '../testing/tinyRuns';
import { loadHeldOut, loadTrainingData, refuseChangedData } from './loadData';
import { spread, type BatchPlan } from './trainingData';

let folder: ReturnType<typeof makeFolder>;
beforeEach(() => { folder = makeFolder(); });
afterEach(() => folder.dispose());

const write = (name: string, text: string): void => writeFileSync(join(folder.path, name), text);
const experiment = (file: ExperimentFile): Experiment => checkExperiment(file, 'test');
const shapes = (plan: BatchPlan, index = 0) => Object.fromEntries(Object.entries(plan.get(index).feeds).map(([name, { type, shape }]) => [name, `${type} ${shape.join('×')}`]));
const numbers = (data: ArrayLike<number | bigint>): number[] => Array.from(data as ArrayLike<number>);
const ones = (data: ArrayLike<number | bigint>): number => numbers(data).filter((number) => number === 1).length;

describe('pairs', () => {
  const pairs: ExperimentFile = { task: 'translation', data: { train: 'a.tsv', validation: { fraction: 0.1 } }, training: { batchSize: 16 } };

  it('become masked batches of what a translator reads', () => {
    write('a.tsv', reversalPairs(200));
    const data = loadTrainingData(experiment(pairs), folder.path, null);
    expect(data.counts).toEqual({ training: 180, validation: 20 });
    expect(data.tokenizers.source).not.toBe(data.tokenizers.target);
    expect(data.files).toEqual([{ path: 'a.tsv', bytes: reversalPairs(200).length, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string }]);
    const plan = data.epoch(0);
    expect(plan.length).toBe(12);
    const { feeds, tokens, first } = plan.get(0);
    expect(first).toBe(true);
    expect(Object.keys(feeds)).toEqual(['source', 'sourceMask', 'input', 'output', 'outputMask']);
    expect(ones(feeds.outputMask.data)).toBe(tokens);
    const B = feeds.input.shape[1];
    expect([...feeds.input.data.slice(0, B)]).toEqual(Array(B).fill(BOS));
    feeds.outputMask.data.forEach((mask, i) => expect(feeds.output.data[i] === PAD).toBe(mask === 0));
  });

  it('come in another order in another epoch, and in the same one again', () => {
    write('a.tsv', reversalPairs(200));
    const data = loadTrainingData(experiment(pairs), folder.path, null);
    expect(data.epoch(1).get(3)).toEqual(data.epoch(1).get(3));
    expect(data.epoch(2).get(3)).not.toEqual(data.epoch(1).get(3));
  });

  it('share a vocabulary when told so', () => {
    write('a.tsv', 'one two\tun deux\nthree\ttrois');
    const { tokenizers } = loadTrainingData(experiment({ ...pairs, tokenizer: { shared: true } }), folder.path, null);
    expect(tokenizers.source).toBe(tokenizers.target);
    expect(tokenizers.target.encode('two deux')).not.toContain(1);
  });

  it('of a file of their own validate, with a warning where training has them too', () => {
    write('a.tsv', 'a\tb\nc\td');
    write('v.tsv', 'A\tb\ne\tf');
    const data = loadTrainingData(experiment({ ...pairs, data: { train: 'a.tsv', validation: 'v.tsv' } }), folder.path, null);
    expect(data.counts).toEqual({ training: 2, validation: 2 });
    expect(data.warnings).toEqual([expect.stringMatching(/^1 of 2 validation sentences are also in the training data/)]);
    expect(data.files.map(({ path }) => path)).toEqual(['a.tsv', 'v.tsv']);
  });

  it('that are too long are left out with a warning, and refused where no other is left', () => {
    const long = Array(401).fill('x').join(' ');
    write('a.tsv', `a\tb\nc\td\n${long}\te`);
    expect(loadTrainingData(experiment({ ...pairs, data: { train: 'a.tsv', validation: 'a.tsv' } }), folder.path, null).warnings.join()).toMatch(/1 training pair was left out.*1 validation pair was left out/);
    write('a.tsv', `${long}\te`);
    expect(() => loadTrainingData(experiment({ ...pairs, data: { train: 'a.tsv', validation: 'a.tsv' } }), folder.path, null)).toThrow(/every training pair has a side of more than 400 tokens/);
  });

  it('that are long make smaller batches', () => {
    write('a.tsv', Array.from({ length: 40 }, (_, i) => `${i} ${Array(300).fill('x').join(' ')}\ty`).join('\n'));
    const data = loadTrainingData(experiment(pairs), folder.path, null);
    for (let i = 0; i < data.epoch(0).length; i++) expect(data.epoch(0).get(i).feeds.source.data.length).toBeLessThanOrEqual(16 * 64);
  });

  it('fill batches of so many tokens a side, padding counted', () => {
    write('a.tsv', Array.from({ length: 300 }, (_, i) => `${Array(1 + (i % 7)).fill('x').join(' ')}\t${Array(1 + (i % 20)).fill('y').join(' ')}`).join('\n'));
    const data = loadTrainingData(experiment({ ...pairs, training: { batchTokens: 200 } }), folder.path, null);
    const plan = data.epoch(0);
    const sizes = Array.from({ length: plan.length }, (_, i) => plan.get(i).feeds);
    for (const { source, output } of sizes) expect(Math.max(source.data.length, output.data.length)).toBeLessThanOrEqual(200);
    const pairsIn = sizes.map(({ output }) => output.shape[1]);
    expect(pairsIn.reduce((sum, count) => sum + count, 0)).toBe(data.counts.training);
    expect(Math.max(...pairsIn)).toBeGreaterThan(2 * Math.min(...pairsIn));
    expect(pairsIn.reduce((sum, count) => sum + count, 0) / plan.length).toBeGreaterThan(10); // batches are full: about 200 / 15 pairs each
  });

  it('are sampled from short to long', () => {
    write('a.tsv', reversalPairs(300));
    const lengths = loadTrainingData(experiment(pairs), folder.path, null).samples.map(({ source }) => source.length);
    expect(lengths).toHaveLength(4);
    expect(lengths).toEqual([...lengths].sort((a, b) => a - b));
    expect(lengths[3]).toBeGreaterThan(lengths[0]);
  });

  it('from elsewhere are measured with the vocabulary of the run', () => {
    write('a.tsv', reversalPairs(50));
    write('t.tsv', '1 2\t2 1\nx\ty');
    const resolved = experiment(pairs);
    const { tokenizers } = loadTrainingData(resolved, folder.path, null);
    expect(loadHeldOut(resolved, 't.tsv', folder.path, tokenizers)).toMatchObject({ characters: null, examples: [{ source: 'x', reference: 'y' }, { source: '1 2', reference: '2 1' }].reverse(), warnings: [] });
  });
});

describe('running text', () => {
  const text = (more: Partial<ExperimentFile> = {}): Experiment =>
    experiment({ task: 'language-model', data: { train: 'a.txt', validation: { fraction: 0.1 } }, tokenizer: { minFrequency: 1 }, training: { batchSize: 4, sequenceLength: 10 }, ...more });

  it('becomes streams whose states are carried', () => {
    write('a.txt', ruleText(100));
    const data = loadTrainingData(text(), folder.path, null);
    expect(data.counts).toEqual({ training: 90 * 9 - 1, validation: 10 * 9 - 1 });
    expect(data.tokenizers.source).toBeNull();
    const plan = data.epoch(0);
    expect(shapes(plan)).toEqual({ input: 'int32 10×4', output: 'int32 10×4', outputMask: 'float32 10×4' });
    expect([plan.get(0).first, plan.get(1).first, plan.get(2).first]).toEqual([true, false, false]);
    expect(plan.get(1).feeds.input.data[0]).toBe(plan.get(0).feeds.output.data[9 * 4]);
    expect(data.validation.characters).toBe(ruleText(100).split('\n').slice(90).join('\n').length + 1);
  });

  it('becomes windows for models that see only those', () => {
    write('a.txt', ruleText(100));
    const data = loadTrainingData(text({ model: { cell: 'bag-of-words', window: 3 }, training: { batchSize: 8 } }), folder.path, null);
    expect(shapes(data.epoch(0))).toEqual({ input: 'int32 8×3', inputMask: 'float32 8×3', output: 'int32 8', outputMask: 'float32 8' });
    expect(data.epoch(0).get(0)).not.toEqual(data.epoch(1).get(0));
    expect(numbers(data.validation.batches.get(0).feeds.inputMask.data).slice(0, 6)).toEqual([0, 0, 1, 0, 1, 1]); // held-out text is read in order
  });

  it.each(['word', 'char', 'bpe'] as const)('prompts with the beginnings of held-out lines (%s)', (unit) => {
    write('a.txt', ruleText(100));
    const { samples, validation } = loadTrainingData(text({ tokenizer: { unit, minFrequency: 1, vocabularySize: unit === 'bpe' ? 60 : null } }), folder.path, null);
    expect(samples).toHaveLength(4);
    expect(validation.examples).toHaveLength(10);
    for (const { source, reference, watched } of samples) {
      expect(watched).toBe(false);
      expect(`${source} ${reference}`).toMatch(/^the (old|young) (cat|dog|bird) \w+ in the (house|garden) \.$/);
    }
  });

  it('of a script without spaces is cut all the same', () => {
    write('a.txt', Array(20).fill('吾輩は猫である。名前はまだ無い。').join('\n'));
    const [{ source, reference }] = loadTrainingData(text(), folder.path, null).samples;
    expect(source.length).toBeGreaterThan(0);
    expect(`${source}${reference}`).toBe('吾輩は猫である。名前はまだ無い。');
  });

  it('warns where most words are unknown', () => {
    write('a.txt', Array.from({ length: 60 }, (_, i) => `word${i} again`).join('\n'));
    expect(loadTrainingData(text({ tokenizer: { minFrequency: 2 } }), folder.path, null).warnings.join()).toMatch(/33 % of the tokens are unknown words/);
  });

  it.each([
    ['one line', { train: 'one.txt' }, /only one line/],
    ['a held-out part without words', { train: 'a.txt', validation: 'blank.txt' }, /blank\.txt/],
    ['a missing file', { train: 'none.txt' }, /none\.txt/],
  ])('refuses %s', (_what, data, wanted) => {
    write('a.txt', ruleText(9));
    write('one.txt', 'just one line');
    write('blank.txt', '\n \n');
    expect(() => loadTrainingData(text({ data }), folder.path, null)).toThrow(wanted);
  });
});

it('a language model is not measured on parallel files', () => {
  write('a.txt', ruleText(9));
  const given = experiment({ task: 'language-model', data: { train: 'a.txt' } });
  const { tokenizers } = loadTrainingData(given, folder.path, null);
  expect(() => loadHeldOut(given, { source: 'a.txt', target: 'a.txt' }, folder.path, tokenizers)).toThrow(/not from two parallel files/);
  expect(loadHeldOut(given, 'a.txt', folder.path, tokenizers)).toMatchObject({ characters: ruleText(9).length + 1, warnings: [] });
});

describe('data of a run that resumes', () => {
  const file = (path: string, sha256: string) => ({ path, sha256, bytes: 1 });
  it.each([
    ['changed', [file('a', '1')], [file('a', '2')], /a\): restore/],
    ['gone', [file('a', '1'), file('b', '1')], [file('a', '1')], /no longer part/],
    ['more', [file('a', '1')], [file('a', '1'), file('b', '1')], /was not part of the data/],
  ])('are refused when they have %s', (_what, recorded, found, wanted) => {
    expect(() => refuseChangedData(recorded, found)).toThrow(wanted);
    expect(() => refuseChangedData(found, found)).not.toThrow();
  });

  it('keep the vocabulary of the run', () => {
    mkdirSync(join(folder.path, 'texts'));
    write('texts/a.txt', ruleText(30));
    const given = experiment({ task: 'language-model', data: { train: 'texts' } });
    const first = loadTrainingData(given, folder.path, null);
    expect(loadTrainingData(given, folder.path, first.tokenizers).tokenizers.target).toBe(first.tokenizers.target);
  });
});

it.each<[number, string, string]>([[0, 'abcd', ''], [1, 'abc', 'b'], [2, 'abcd', 'bd'], [9, 'abc', 'abc']])('spread takes %i of %s: %s', (count, items, wanted) => {
  expect(spread([...items], count).join('')).toBe(wanted);
});

it('the end of a line is a token of its own', () => {
  write('a.txt', 'a b\nc d\ne f');
  const plan = loadTrainingData(experiment({ task: 'language-model', data: { train: 'a.txt', validation: 'a.txt' }, tokenizer: { minFrequency: 1 }, training: { batchSize: 1 } }), folder.path, null).epoch(0);
  expect(numbers(plan.get(0).feeds.output.data).filter((id) => id === EOS)).toHaveLength(3);
});
