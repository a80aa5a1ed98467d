import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ExperimentFile } from '../protocol/experiment';
import { loadTrainingData } from './data/loadData';
import { expectTheSameInPieces } from './testing/inPieces';
import { makeFolder, reversalPairs, ruleText, tinyRequest } from './testing/tinyRuns';

let folder: ReturnType<typeof makeFolder>;
beforeEach(() => { folder = makeFolder(); });
afterEach(() => folder.dispose());

const pairs = reversalPairs(50).replaceAll('1', 'one').replaceAll('2', 'twenty').replaceAll('3', 'thirty');
const settings = { embedding: 5, hidden: 6, dropout: 0.1 };
const cases: [string, string, Omit<ExperimentFile, 'data'>][] = [
  ['translator, vocabularies apart', pairs, { task: 'translation', tokenizer: { unit: 'bpe', vocabularySize: 60, bpeDropout: 0.2 }, model: settings, training: { epochs: 2, batchSize: 8, threads: 1 } }],
  ['translator, one vocabulary, batches of tokens', pairs, { task: 'translation', tokenizer: { unit: 'bpe', vocabularySize: 60, bpeDropout: 0.2, shared: true }, model: settings, training: { epochs: 2, batchTokens: 120, schedule: 'cosine', threads: 1 } }],
  ['language model', ruleText(60), { task: 'language-model', tokenizer: { unit: 'bpe', vocabularySize: 60, bpeDropout: 0.2 }, model: settings, training: { epochs: 2, batchSize: 4, sequenceLength: 20, threads: 1 } }],
];

describe.each(cases)('BPE-dropout: %s', (_name, text, file) => {
  const dataOf = (more: object = {}): ReturnType<typeof loadTrainingData> => {
    const { experiment, baseFolder } = tinyRequest(folder.path, text, { ...file, tokenizer: { ...file.tokenizer, ...more } });
    return loadTrainingData(experiment, baseFolder, null);
  };
  const fed = (plan: ReturnType<ReturnType<typeof loadTrainingData>['epoch']>): string => Array.from({ length: plan.length }, (_, i) => JSON.stringify(Object.values(plan.get(i).feeds).map(({ data }) => Array.from(data as Int32Array)))).join('\n');
  const tokensOf = (plan: { tokens: number }): number => plan.tokens;

  it('cuts training text anew each epoch, the same again for the same epoch, and held-out text as it is', () => {
    const [dropped, whole] = [dataOf(), dataOf({ bpeDropout: 0 })];
    expect(tokensOf(dropped.epoch(0))).toBeGreaterThan(tokensOf(whole.epoch(0)));
    const first = fed(dropped.epoch(0));
    const second = fed(dropped.epoch(1));
    expect(second).not.toBe(first);
    expect(fed(dropped.epoch(0))).toBe(first);
    expect(fed(dataOf().epoch(1))).toBe(second);
    expect(fed(dropped.validation.batches)).toBe(fed(whole.validation.batches));
    expect(dropped.tokenizers.target.toJSON()).toEqual(whole.tokenizers.target.toJSON());
  });

  it('ends with the same bits when it is stopped after every step', async () => {
    await expectTheSameInPieces((run) => tinyRequest(folder.path, text, file, run));
  });
});
