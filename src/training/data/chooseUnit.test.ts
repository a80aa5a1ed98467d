import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkExperiment, type Experiment, type ExperimentFile } from '../../protocol/experiment';
import type { TextPair } from '../../text/pairs';
import { UNK } from '../../text/tokenizer';
import { expectedUnknownShare } from '../../text/wordTokenizer';
import { makeFolder, reversalPairs, tinyRequest, validationsOf } from '../testing/tinyRuns';
import { readRunRecord } from '../runStore';
import { openTraining } from '../train';
import { chooseUnit } from './chooseUnit';
import { loadTrainingData } from './loadData';

let folder: ReturnType<typeof makeFolder>;
beforeEach(() => { folder = makeFolder(); });
afterEach(() => folder.dispose());

const experiment = (more: Partial<ExperimentFile> = {}): Experiment => checkExperiment({ task: 'translation', data: { train: 'pairs.tsv', validation: { fraction: 0.1 } }, ...more }, 'test');
const load = (text: string, more?: Partial<ExperimentFile>) => {
  writeFileSync(join(folder.path, 'pairs.tsv'), text);
  return loadTrainingData(experiment(more), folder.path, null);
};
/** Each target word is made of a stem and one of many endings, and seldom comes twice. */
const inflected = (count: number): string => Array.from({ length: count }, (_, i) => `say ${i % 10} again\t${['ka', 'mo', 'ti', 'su', 're'][i % 5]}${['na', 'ne', 'no', 'ni'][i % 4]}${'lvwxyz'[i % 6]}${'aeiou'[i % 7] ?? 'y'} pa`).join('\n');

describe('the share of words that new text would not know', () => {
  const options = { unit: 'word', lowercase: false, minFrequency: 1, vocabularySize: null, split: 'words' } as const;
  it('is that of occurrences whose word would be too rare without them', () => {
    const lines = ['a a a a b b c', 'd'];
    expect(expectedUnknownShare(lines, options)).toBe(2 / 8); // c and d
    expect(expectedUnknownShare(lines, { ...options, minFrequency: 2 })).toBe(4 / 8); // b too
    expect(expectedUnknownShare(lines, { ...options, vocabularySize: 4 + 1 })).toBe(4 / 8); // a alone is kept
    expect(expectedUnknownShare(['A a'], { ...options, lowercase: true })).toBe(0);
    expect(expectedUnknownShare([], options)).toBe(0);
  });
});

describe('"auto"', () => {
  it('is words, and <unk> is learnt, where they come again and again', () => {
    const { tokenizers, experiment: { tokenizer }, notes } = load(`${reversalPairs(200)}\nonce\teinmal`, { data: { train: 'pairs.tsv', validation: 'pairs.tsv' } });
    expect(tokenizer).toMatchObject({ unit: 'word', minFrequency: 2 });
    expect(tokenizers.target.encode('einmal 3')).toEqual([UNK, expect.any(Number)]);
    expect(notes).toEqual([expect.stringMatching(/^tokenizer.unit "auto" is "word", words seen 2 times or more: .* 0\.\d % of the words/)]);
  });

  it('is pieces of words where too many come but once, on either side', () => {
    const { tokenizers, experiment: { tokenizer }, notes } = load(inflected(300));
    expect(tokenizer).toMatchObject({ unit: 'bpe', vocabularySize: 2000 });
    expect([tokenizers.source!.unit, tokenizers.target.unit]).toEqual(['bpe', 'bpe']);
    expect(notes.join()).toMatch(/"auto" is "bpe", 2000 pieces of words a vocabulary: of new target text about \d+\.\d %/);
    const swapped = inflected(300).split('\n').map((line) => line.split('\t').reverse().join('\t')).join('\n');
    expect(load(swapped).notes.join()).toMatch(/of new source text/);
  });

  it('gives many pairs more pieces', () => {
    const pairs: TextPair[] = Array.from({ length: 20_000 }, (_, i) => ({ source: `w${i}`, target: 'x' }));
    expect(chooseUnit(experiment().tokenizer, pairs).tokenizer.vocabularySize).toBe(8000);
    expect(chooseUnit(experiment().tokenizer, pairs.slice(1)).tokenizer.vocabularySize).toBe(2000);
  });

  it('keeps what was said of capitals and of one vocabulary', () => {
    const { tokenizers, experiment: { tokenizer } } = load(inflected(300), { tokenizer: { lowercase: true, shared: true } });
    expect(tokenizer).toMatchObject({ unit: 'bpe', lowercase: true, shared: true });
    expect(tokenizers.source).toBe(tokenizers.target);
  });
});

describe('a run', () => {
  const settings = { task: 'translation', model: { embedding: 6, hidden: 8 }, training: { epochs: 1, batchSize: 16, threads: 1 } } as const;
  const train = async (request: ReturnType<typeof tinyRequest>) => (await openTraining(request)).run();

  it('records what was chosen, as an experiment that says it itself, and comes to the same', async () => {
    const chosen = tinyRequest(folder.path, inflected(120), settings, 'chosen');
    await train(chosen);
    const record = await readRunRecord(chosen.runFolder);
    const recorded = checkExperiment(record.experiment, 'run.json');
    expect(recorded.tokenizer).toEqual({ unit: 'bpe', split: 'words', lowercase: false, minFrequency: 1, vocabularySize: 2000, bpeDropout: 0, shared: false });
    expect(recorded).toEqual(record.experiment);
    const said = { ...tinyRequest(folder.path, inflected(120), settings, 'said'), experiment: recorded };
    await train(said);
    expect(validationsOf(said.runFolder)).toEqual(validationsOf(chosen.runFolder));
  });

  it('that starts from another has its unit, whatever the new data are like', async () => {
    const first = tinyRequest(folder.path, inflected(120), settings, 'first');
    await train(first);
    const second = { ...tinyRequest(folder.path, reversalPairs(100), settings, 'second'), from: first.runFolder };
    await train(second);
    expect(checkExperiment((await readRunRecord(second.runFolder)).experiment, 'x').tokenizer).toMatchObject({ unit: 'bpe', vocabularySize: 2000 });
  });
});

describe('a vocabulary of words that knows too little of the held-out text', () => {
  const words = { tokenizer: { unit: 'word' } } as const;
  const uncommon = `${reversalPairs(200)}\n`;
  const rare = (count: number): string => Array.from({ length: count }, (_, i) => `${i % 10}\tnew${i} 5`).join('\n');

  it('is warned of, with a remedy, from a tenth on', () => {
    expect(load(`${uncommon}${rare(300)}`, words).warnings.join()).toMatch(/\d\d % of the validation target words are unknown to the vocabulary: train with tokenizer.unit "bpe"/);
    expect(load(uncommon, words).warnings).toEqual([]);
  });

  it('is not judged by a few words', () => {
    expect(load(`${uncommon}${rare(300)}`, { ...words, data: { train: 'pairs.tsv', validation: { fraction: 0.02 } } }).warnings).toEqual([]);
  });

  it('pieces of words are not', () => {
    expect(load(`${uncommon}${rare(300)}`).warnings).toEqual([]);
  });
});
