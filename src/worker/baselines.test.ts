import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkExperiment } from '../protocol/experiment';
import { trainTokenizer } from '../text/trainTokenizer';
import { useFiles } from '../testing/tempFiles';
import type { OpenedRun } from '../training/openRun';
import { loadPartner, measureBaselines, readBaselines, textsOf } from './baselines';
import { readHelpers } from './helpersOfRun';

const files = useFiles();
const lines = Array.from({ length: 60 }, (_, i) => `the ${['cat', 'dog', 'bird'][i % 3]} sat on the ${['mat', 'rug'][i % 2]}`);

/** As much of a run as baselines look at. */
function fakeRun(): OpenedRun {
  const folder = files({ 'text.txt': `${lines.join('\n')}\n` });
  const experiment = checkExperiment({ task: 'language-model', data: { train: 'text.txt', validation: { fraction: 0.2 } } }, 'test');
  const target = trainTokenizer(lines, { ...experiment.tokenizer, unit: 'word', minFrequency: 1, vocabularySize: null });
  return { folder, experiment, record: { baseFolder: folder }, tokenizers: { source: null, target } } as unknown as OpenedRun;
}

describe('the baselines of a run', () => {
  it('are scored on the held-out text, and order counts where it tells', async () => {
    const run = fakeRun();
    const { training, validation } = textsOf(run);
    const { baselines: { models, tokens, trainedOn } } = await measureBaselines(training, validation, run.tokenizers.target.size);
    expect([trainedOn, tokens]).toEqual([48 * 7, 12 * 7 - 1]);
    const [unigram, bag, kneserNey] = models;
    expect([unigram.name, bag.name, kneserNey.name]).toEqual(['unigram', 'bagOfWords', 'kneserNey']);
    expect(kneserNey.loss).toBeLessThan(bag.loss);
    expect(kneserNey.perplexity).toBeCloseTo(Math.exp(kneserNey.loss), 9);
    expect(unigram.loss / unigram.bitsPerCharacter).toBeCloseTo(bag.loss / bag.bitsPerCharacter, 9);
  });

  it('leave a partner that is found again, and counted anew where it is missing or damaged', async () => {
    const run = fakeRun();
    const said: string[] = [];
    const say = (text: string): void => { said.push(text); };
    const first = (await loadPartner(run, say))!; // nothing is there: counted
    const file = path.join(run.folder, 'ngram.bin');
    expect(readFileSync(file).byteLength).toBe(first.toBytes().byteLength);
    rmSync(path.join(run.folder, 'text.txt'));
    expect((await loadPartner(run, say))!.toBytes()).toEqual(first.toBytes()); // read: the text is not needed
    writeFileSync(file, 'torn');
    expect(await loadPartner(run, say)).toBeNull();
    expect(said).toEqual([expect.stringMatching(/^no n-gram partner: .*text\.txt/)]);
  });

  it('are not there where their files are missing or damaged', async () => {
    const folder = files({ 'baselines.json': '{"version": 2}', 'helpers.json': '{' });
    expect(await readBaselines(folder)).toBeNull();
    expect(await readHelpers(folder)).toBeNull();
    expect(await readBaselines(path.join(folder, 'none'))).toBeNull();
  });
});
