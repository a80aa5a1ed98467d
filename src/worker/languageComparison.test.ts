import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEngine } from '../engine/choose';
import { makeFolder, ruleText, tinyRequest, validationsOf } from '../training/testing/tinyRuns';
import { openTraining } from '../training/train';
import { compareRuns, compareTexts, readText, type ReadText } from './languageComparison';
import { LoadedRun } from './loadedRun';

describe('two models on the same text', () => {
  /** Forty blocks that cost about `nats` each. */
  const read = (id: string, nats: number, rest: Partial<ReadText> = {}): ReadText => ({
    id, figures: { loss: 0, perplexity: 0, accuracy: 0 }, costs: Array.from({ length: 40 }, (_, i) => [nats * (1 + 0.5 * Math.sin(i)), 10, 50]), lines: 40, linesInBlock: 1, digest: 'd', tokenizer: 't', lowercase: false, unknown: 0, ...rest,
  });

  it('differ in perplexity and in bits a character, and the better one costs less', () => {
    const { differences, notCompared } = compareTexts(read('a', 20), read('b', 18), { samples: 200 });
    expect(notCompared).toEqual([]);
    expect(differences.map(({ metric }) => metric)).toEqual(['perplexity', 'bitsPerCharacter']);
    const nats = (cost: number): number => read('', cost).costs.reduce((sum, [one]) => sum + one, 0);
    expect(differences[0].first).toBeCloseTo(Math.exp(nats(20) / 400), 9);
    expect(differences[1].second).toBeCloseTo(nats(18) / Math.LN2 / 2000, 9);
    for (const { difference, interval: [low, high], p, secondBetter } of differences) {
      expect([difference < 0, low <= difference, difference <= high, high < 0, p < 0.05, secondBetter]).toEqual([true, true, true, true, true, 1]);
    }
  });

  it('may differ by chance', () => {
    const noisy = read('b', 20, { costs: read('', 20).costs.map(([nats, ...rest], i) => [nats + (i % 2 === 0 ? 3 : -2.9), ...rest]) });
    expect(compareTexts(read('a', 20), noisy).differences[0].p).toBeGreaterThan(0.5);
    expect(compareTexts(read('a', 20), read('a', 20)).differences.map(({ p }) => p)).toEqual([1, 1]);
  });

  it('are compared in bits a character alone where their tokens are others', () => {
    const { differences, notCompared } = compareTexts(read('words', 20), read('letters', 18, { tokenizer: 'u' }));
    expect(differences.map(({ metric }) => metric)).toEqual(['bitsPerCharacter']);
    expect(notCompared).toEqual([{ metric: 'perplexity', why: 'letters and words have different vocabularies: its unit is a token' }]);
  });

  it('are not compared in bits either where one need not spell, or knows no capitals', () => {
    const why = (first: Partial<ReadText>, second: Partial<ReadText>): string[] => compareTexts(read('a', 20, first), read('b', 18, { tokenizer: 'u', ...second })).notCompared.map((one) => `${one.metric}: ${one.why}`);
    expect(why({ unknown: 7 }, {})[1]).toMatch(/^bitsPerCharacter: .*a knows 7 of the words only as <unk>/);
    expect(why({}, { lowercase: true })[1]).toMatch(/^bitsPerCharacter: .*small letters alone/);
    expect(compareTexts(read('a', 20, { unknown: 7 }), read('b', 18, { unknown: 7 })).notCompared).toEqual([]);
  });

  it('must have read the same', () => {
    expect(() => compareTexts(read('a', 20), read('b', 18, { digest: 'e' }))).toThrow(/different texts/);
  });
});

describe('runs in their folders', () => {
  let folder: ReturnType<typeof makeFolder>;
  beforeEach(() => { folder = makeFolder(); });
  afterEach(() => folder.dispose());

  it.each([['lstm', {}], ['bag-of-words', { window: 3 }]] as const)('with %s reads its held-out text as it was validated in one stream', async (cell, more) => {
    const isRecurrent = cell === 'lstm';
    const request = tinyRequest(folder.path, ruleText(80), { task: 'language-model', model: { cell, embedding: 6, hidden: 8, ...more }, training: { epochs: 2, batchSize: isRecurrent ? 1 : 16, ...(isRecurrent ? { sequenceLength: 7 } : {}), threads: 1 } });
    await (await openTraining(request)).run();
    const validations = validationsOf(request.runFolder);
    const loaded = await LoadedRun.load(request.runFolder, await createEngine({ engine: 'auto', threads: 1, folder: folder.path }), 'last', { weights: 'fed' });
    const text = (await readText(loaded, null, folder.path))!;
    const { loss, bitsPerCharacter, accuracy } = validations.at(-1)!;
    expect(text.figures).toMatchObject({ loss: expect.closeTo(loss, 4) as number, bitsPerCharacter: expect.closeTo(bitsPerCharacter!, 4) as number, accuracy: expect.closeTo(accuracy, 6) as number });
    const sums = [0, 1, 2].map((i) => text.costs.reduce((sum, cost) => sum + cost[i], 0));
    expect(sums[0] / sums[1]).toBeCloseTo(text.figures.loss, 9);
    expect(sums[0] / Math.LN2 / sums[2]).toBeCloseTo(text.figures.bitsPerCharacter!, 9);
    expect(await readText(loaded, null, folder.path, () => Promise.resolve(true))).toBeNull();
    await loaded.dispose();
  });

  it('are each compared with the first, on their own text where that is the same', async () => {
    const train = async (name: string, file: object, text = ruleText(80)): Promise<string> => {
      const request = tinyRequest(folder.path, text, { task: 'language-model', model: { embedding: 6, hidden: 8 }, ...file }, name);
      await (await openTraining(request)).run();
      return request.runFolder;
    };
    const training = { epochs: 1, batchSize: 4, sequenceLength: 7, threads: 1 };
    const [a, b] = [await train('a', { training: { ...training, maxSteps: 1 } }), await train('b', { training: { ...training, learningRate: 0.02 } })];
    const letters = await train('letters', { training: { ...training, maxSteps: 1 }, tokenizer: { unit: 'char' } });
    const elsewhere = await train('elsewhere', { training: { ...training, maxSteps: 1 }, data: { validation: { fraction: 0.2 } } });
    const { differences, notCompared, lines, linesInBlock, samples } = await compareRuns([a, b, letters, elsewhere], 'auto', new AbortController().signal);
    expect(differences.map(({ run, metric }) => [run, metric])).toEqual([[b, 'perplexity'], [b, 'bitsPerCharacter'], [letters, 'bitsPerCharacter']]);
    expect(differences[0].difference).toBeLessThan(0);
    expect(differences[0].p).toBeLessThan(0.05);
    expect(notCompared).toEqual([{ run: letters, metric: 'perplexity', why: expect.stringContaining('different vocabularies') as string }, { run: elsewhere, metric: null, why: 'elsewhere would be measured on another text than a' }]);
    expect({ lines, linesInBlock, samples }).toEqual({ lines: 8, linesInBlock: 1, samples: 1000 });
    await expect(compareRuns([a, b], 'auto', AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
  });
});
