import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { RecurrentTokenModel } from '../decoding/recurrentTokenModel';
import { openChannel, type Channel } from '../protocol/channel';
import { checkExperiment } from '../protocol/experiment';
import { predictorHostSide, predictorSide } from '../protocol/messages';
import type { SampleReport } from '../protocol/run';
import { createTestWire } from '../testing/wire';
import { openTraining } from '../training/train';
import { PredictionService } from './predictionService';
import { createSampler } from './sampler';

const WORDS = [['un', 'one'], ['deux', 'two'], ['chat', 'cat'], ['chien', 'dog']];
let folder: string;
const samples: SampleReport[] = [];

/** Trains in a folder under `folder`. */
async function train(name: string, experiment: object, settings: object = {}): Promise<string> {
  const runFolder = join(folder, name);
  const training = { batchSize: 16, learningRate: 0.02, threads: 1, earlyStopping: null, epochs: 8, ...settings };
  const request = { experiment: checkExperiment({ model: { embedding: 16, hidden: 24, dropout: 0 }, ...experiment, training }, name), name, baseFolder: folder, runFolder, resume: false, engine: 'auto' } as const;
  await (await openTraining(request, { sampler: createSampler, onReport: (report) => { if (report.kind === 'sample') samples.push(report); } })).run();
  return runFolder;
}

const translation = { task: 'translation', data: { train: 'pairs.tsv', validation: { fraction: 0.2 } }, decoding: { beam: 3, maxLength: 6 } };
const languageModel = { task: 'language-model', data: { train: 'text.txt', validation: { fraction: 0.2 } } };
let translator: string;
let barelyTrained: string;
let writer: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'seqlab-predict-'));
  const pairs = WORDS.flatMap((a) => WORDS.flatMap((b) => WORDS.map((c) => [a, b, c])));
  writeFileSync(join(folder, 'pairs.tsv'), [...pairs, ...pairs].map((words) => `${words.map(([french]) => french).join(' ')}\t${words.map(([, english]) => english).join(' ')}\n`).join(''));
  writeFileSync(join(folder, 'text.txt'), 'the cat sat on the mat\nthe dog sat on the rug\n'.repeat(40));
  translator = await train('translator', translation);
  barelyTrained = await train('barely', translation, { maxSteps: 1 });
  writer = await train('writer', languageModel, { batchSize: 4, sequenceLength: 7 });
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function open(): { channel: Channel<typeof predictorSide>; logs: string[]; pieces: { id: string; text: string }[] } {
  const { left, right } = createTestWire();
  const logs: string[] = [];
  const pieces: { id: string; text: string }[] = [];
  const far: Channel<typeof predictorHostSide> = openChannel(right, predictorSide, predictorHostSide, new PredictionService((text) => logs.push(text), (piece) => far.notify('predict/generated', piece)).handlers);
  return { channel: openChannel(left, predictorHostSide, predictorSide, { 'predict/log': () => undefined, 'predict/generated': (piece) => { pieces.push(piece); } }), logs, pieces };
}

const asked = { engine: 'auto' } as const;
const completion = { engine: 'auto', maxWords: 3, minProbability: 0.2, alternatives: 1 } as const;

describe('what a model says while it trains', () => {
  it('is a translation with its attention, or a continuation, beside the reference', () => {
    const translations = samples.filter(({ items }) => items[0].attention !== null);
    const last = translations.findLast(({ step }) => step > 1)!;
    for (const { source, output, reference, attention } of last.items) {
      expect(output).toBe(reference);
      expect(attention!.columns).toEqual([...source.split(' '), '</s>']);
      expect(attention!.rows).toEqual([...output.split(' '), '</s>']);
    }
    const continuation = samples.at(-1)!.items[0];
    expect(continuation).toMatchObject({ attention: null });
    expect(`${continuation.source} ${continuation.output}`).toMatch(/^the (cat|dog) sat on the (mat|rug)$/);
  });
});

describe('the prediction service', () => {
  it('opens runs, translates and completes', async () => {
    const { channel, logs } = open();
    expect(await channel.request('predict/open', { runFolder: translator, engine: 'auto' })).toMatchObject({ task: 'translation', unit: 'word', engine: { threads: 1 } });
    const [cat, empty] = await channel.request('predict/translate', { runFolder: translator, engine: 'auto', lines: ['un chat deux', ''], beam: null });
    expect(cat).toMatchObject({ source: 'un chat deux', output: 'one cat two' });
    expect(cat.alternatives).toHaveLength(2);
    expect(cat.attention!.values).toBeInstanceOf(Float32Array);
    expect(empty).toMatchObject({ output: '', attention: null, alternatives: [] });
    const greedy = await channel.request('predict/translate', { runFolder: translator, engine: 'webassembly', lines: ['un chat deux'], beam: 1 });
    expect(greedy[0]).toMatchObject({ output: 'one cat two', alternatives: [] });
    const { completions, milliseconds } = await channel.request('predict/complete', { ...completion, runFolder: writer, text: 'the dog s' });
    expect(completions[0].text).toBe('at on the');
    expect(milliseconds).toBeGreaterThan(0);
    expect(logs.filter((line) => line.startsWith('loaded'))).toHaveLength(3);
  });

  it('gives n outputs with tokens, forced beginnings and draws, at any checkpoint', async () => {
    const { channel } = open();
    const ask = (more: object = {}) => channel.request('predict/translate', { runFolder: translator, engine: 'auto', lines: ['un chat deux'], beam: 3, ...more });
    const [two] = await ask({ nBest: 2 });
    expect(two).toMatchObject({ output: 'one cat two', tokens: ['▁one', '▁cat', '▁two'], warning: null });
    expect(two.alternatives).toHaveLength(1);
    expect(two.alternatives[0].attention!.columns).toEqual(two.attention!.columns);
    expect(two.logProbability).toBeLessThan(two.score); // divided by the length penalty
    for (const prefix of ['dog', ['▁dog']]) expect((await ask({ prefix }))[0].output).toMatch(/^dog/);
    await expect(ask({ prefix: ['dog?'] })).rejects.toThrow(/"dog\?" is no token of this model/);
    const sampling = { temperature: 3, topK: null, topP: 1, seed: 1 };
    const drawn = (seed: number) => ask({ beam: null, nBest: 6, sampling: { ...sampling, seed } });
    const outputs = ([{ output, alternatives }]: Awaited<ReturnType<typeof drawn>>): string[] => [output, ...alternatives.map((one) => one.output)];
    expect(outputs(await drawn(1))).toEqual(outputs(await drawn(1)));
    expect(outputs(await drawn(1))).not.toEqual(outputs(await drawn(2)));
    expect((await ask({ beam: null, sampling: { ...sampling, topK: 1 } }))[0].output).toBe('one cat two');
    const checkpoints = await channel.request('predict/checkpoints', { runFolder: translator });
    expect(checkpoints.filter(({ best }) => best)).toHaveLength(1);
    expect(checkpoints.at(-1)).toMatchObject({ last: true });
    const [first] = await ask({ checkpoint: checkpoints[0].step });
    expect(first.logProbability).not.toBe((await ask())[0].logProbability);
    await expect(ask({ checkpoint: 999_999 })).rejects.toThrow(/999999/);
  });

  it('grows the tree of a beam search, and decodes anew from a word of it', async () => {
    const { channel } = open();
    const grow = (prefix: string[]) => channel.request('predict/beamTree', { runFolder: translator, engine: 'auto', line: 'un chat deux', beam: 3, prefix });
    const { nodes, outputs, forced } = await grow([]);
    expect(forced).toBe(0);
    expect(outputs[0]).toMatchObject({ text: 'one cat two', finished: true });
    expect(nodes.filter(({ state }) => state === 'best').map(({ token }) => token)).toEqual(['one', 'cat', 'two', '</s>']);
    const pruned = nodes.find(({ state, parent }) => state === 'pruned' && parent === null)!;
    const again = await grow([pruned.raw]);
    expect(again.forced).toBe(1);
    expect(again.outputs[0].tokens[0]).toBe(pruned.raw);
  });

  it('measures a translator by the length of the sentence', async () => {
    const { channel } = open();
    const { unit, points, examples } = await channel.request('predict/scoreByLength', { runFolder: translator, engine: 'auto' });
    expect(unit).toBe('words');
    expect(points.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThanOrEqual(examples.length);
    expect(points.some(({ chrf }) => chrf > 0)).toBe(true);
    const lengths = examples.map(({ length }) => length);
    expect(lengths).toEqual([...lengths].sort((a, b) => a - b));
    const [{ source, output }] = examples;
    const [again] = await channel.request('predict/translate', { runFolder: translator, engine: 'auto', lines: [source], beam: null });
    expect(output).toBe(again.output);
    await expect(channel.request('predict/scoreByLength', { runFolder: writer, engine: 'auto' })).rejects.toThrow(/this run is a language model/);
  });

  it('gives up translating at the next step when cancelled', async () => {
    const { channel } = open();
    await channel.request('predict/open', { runFolder: translator, engine: 'webassembly' });
    const controller = new AbortController();
    const many = channel.request('predict/translate', { runFolder: translator, engine: 'webassembly', lines: new Array<string>(3000).fill('un chat deux chien un chat'), beam: 8 }, controller.signal);
    setTimeout(() => controller.abort(new Error('enough')), 20);
    await expect(many).rejects.toThrow('enough');
    await channel.request('predict/translate', { runFolder: translator, engine: 'webassembly', lines: ['un'], beam: 1 }); // the others would take minutes, beyond the test's time
  });

  it('answers a bad request with its reason and goes on', async () => {
    const { channel } = open();
    await expect(channel.request('predict/open', { runFolder: join(folder, 'none'), engine: 'auto' })).rejects.toThrow(/not the folder of a run/);
    await expect(channel.request('predict/translate', { runFolder: writer, engine: 'auto', lines: ['x'], beam: null })).rejects.toThrow(/this run is a language model/);
    await expect(channel.request('predict/translate', { runFolder: translator, engine: 'auto', lines: ['x'], beam: 0 })).rejects.toThrow(/a beam of 0/);
    await expect(channel.request('predict/complete', { ...completion, runFolder: writer, text: 'the ', maxWords: -1 })).rejects.toThrow(/maxWords is -1/);
    expect((await channel.request('predict/complete', { ...completion, runFolder: writer, text: 'the cat ' })).completions[0].text).toBe('sat on the');
  });

  it('gives up completions that newer ones supersede, and those that are cancelled', async () => {
    const { channel } = open();
    const texts = ['the ', 'the c', 'the ca', 'the cat '];
    const answers = await Promise.allSettled(texts.map((text) => channel.request('predict/complete', { ...completion, runFolder: writer, text })));
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected', 'fulfilled']);
    expect(String((answers[0] as PromiseRejectedResult).reason)).toContain('superseded by a newer completion');
    const controller = new AbortController();
    const cancelled = channel.request('predict/complete', { ...completion, runFolder: writer, text: 'the ' }, controller.signal);
    controller.abort(new Error('typed on'));
    await expect(cancelled).rejects.toThrow('typed on');
    expect((await channel.request('predict/complete', { ...completion, runFolder: writer, text: 'the cat ' })).completions).toHaveLength(1);
  });

  it('takes over the weights of a better checkpoint, and keeps the old ones where the files are gone', async () => {
    const changing = join(folder, 'changing');
    cpSync(barelyTrained, changing, { recursive: true });
    const { channel, logs } = open();
    const say = async (): Promise<string> => (await channel.request('predict/translate', { runFolder: changing, engine: 'auto', lines: ['un chat deux'], beam: 1 }))[0].output;
    expect(await say()).not.toBe('one cat two');
    cpSync(join(translator, 'checkpoints'), join(changing, 'checkpoints'), { recursive: true });
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect(await say()).toBe('one cat two');
    const { step } = JSON.parse(readFileSync(join(changing, 'checkpoints/best'), 'utf8')) as { step: number };
    expect(logs).toContain(`took over the weights of step ${step}`);
    writeFileSync(join(changing, 'checkpoints/best'), '{"step": 999999, "validationLoss": 0}');
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect(await say()).toBe('one cat two');
    expect(logs.at(-1)).toMatch(/^the newest checkpoint cannot be read/);
  });

  it('completes with what it has until better weights are ready, which then have read the document', async () => {
    const changing = join(folder, 'typing');
    cpSync(await train('hasty', languageModel, { batchSize: 4, sequenceLength: 7, maxSteps: 1 }), changing, { recursive: true });
    const { channel, logs } = open();
    const text = `${'the cat sat on the mat\n'.repeat(8)}the dog `;
    const say = async (more = ''): Promise<string> => (await channel.request('predict/complete', { ...completion, minProbability: 0, helpers: { partner: false, cache: false }, runFolder: changing, text: text + more })).completions.at(0)?.text ?? '';
    const unlearnt = await say();
    expect(unlearnt).not.toBe('sat on the');
    cpSync(join(writer, 'checkpoints'), join(changing, 'checkpoints'), { recursive: true });
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect(await say()).toBe(unlearnt); // looked for now, and not waited for
    expect(logs.some((line) => line.startsWith('took over'))).toBe(false);
    const read = vi.spyOn(RecurrentTokenModel.prototype, 'read');
    try {
      await vi.waitFor(() => expect(read).toHaveBeenCalled(), { timeout: 20_000 }); // the copy reads the document
      await vi.waitFor(async () => {
        await new Promise((resolve) => setTimeout(resolve, 600)); // who asks on and on is not disturbed
        read.mockClear();
        expect(await say('s')).toBe('at on the');
      }, { timeout: 20_000 });
      expect(read).not.toHaveBeenCalled();
      expect(logs.filter((line) => line.startsWith('took over'))).toHaveLength(1);
    } finally {
      read.mockRestore();
    }
  });

  it('explains a word, and says where it was learnt', async () => {
    const { channel } = open();
    const found = await channel.request('predict/explain', { ...asked, runFolder: writer, text: 'the dog sat on ', word: 'the' });
    expect(found.candidates[0]).toEqual({ word: 'the', probability: expect.closeTo(found.probability, 2) as number });
    expect(found.probability).toBeGreaterThan(0.8);
    expect(found.surpriseBits).toBeCloseTo(-Math.log2(found.probability), 6);
    expect(found.sources[0]).toEqual({ file: 'text.txt', line: 2, excerpt: 'the dog sat on the rug', words: 4 });
    expect(found.sourceCount).toBeGreaterThan(10);
    expect(found.unknown).toBe(false);
    const likeliest = await channel.request('predict/explain', { ...asked, runFolder: writer, text: 'the dog', word: null });
    expect(likeliest).toMatchObject({ word: 'sat' });
    const never = await channel.request('predict/explain', { ...asked, runFolder: writer, text: 'the dog ', word: 'zebra' });
    expect(never).toMatchObject({ word: 'zebra', unknown: true, sources: [], sourceCount: 0 });
  });

  it('completes while the training text is read for an explanation', async () => {
    const { channel, logs } = open();
    const large = 'text.txt was another text when the model learnt from it\n'.repeat(60_000);
    const before = readFileSync(join(folder, 'text.txt'));
    writeFileSync(join(folder, 'text.txt'), large);
    try {
      await channel.request('predict/complete', { ...completion, runFolder: writer, text: 'the' }); // loads the run
      const answered: string[] = [];
      const explaining = channel.request('predict/explain', { ...asked, runFolder: writer, text: 'another text when the model learnt from ', word: 'it' }).then((found) => { answered.push('explained'); return found; });
      const completing = Array.from({ length: 5 }, async (_, i) => {
        await new Promise((resolve) => setTimeout(resolve, 10 * i));
        await channel.request('predict/complete', { ...completion, runFolder: writer, text: `the cat sat${' on'.repeat(i)}` }).catch(() => undefined); // the next one may supersede it
        answered.push('completed');
      });
      await Promise.all(completing);
      expect(answered).toEqual(new Array<string>(5).fill('completed'));
      // Four fifths of the lines are training text
      expect(await explaining).toMatchObject({ sourceCount: 48_000, sources: [{ file: 'text.txt', line: 1 }, { line: 2 }, { line: 3 }] });
      expect(logs.filter((line) => line.includes('cannot be searched'))).toEqual([]);
    } finally {
      writeFileSync(join(folder, 'text.txt'), before);
    }
  });

  it('says how much each token of a text surprises', async () => {
    const { channel } = open();
    const text = 'the cat sat on the mat\nmat the';
    const { tokens, meanBits, perplexity } = await channel.request('predict/surprise', { ...asked, runFolder: writer, text });
    expect(tokens.map(({ start, end }) => text.slice(start, end))).toEqual(['the', 'cat', 'sat', 'on', 'the', 'mat', '\n', 'mat', 'the']);
    expect(tokens[7].bits).toBeGreaterThan(tokens[2].bits + 3);
    expect(meanBits).toBeCloseTo(tokens.reduce((sum, { bits }) => sum + bits, 0) / 9, 9);
    expect(perplexity).toBeCloseTo(2 ** meanBits, 9);
    expect(await channel.request('predict/surprise', { ...asked, runFolder: writer, text: '' })).toEqual({ tokens: [], meanBits: 0, perplexity: 1 });
  });

  it('gives words to choose from, each ready to be inserted', async () => {
    const { channel } = open();
    const { candidates } = await channel.request('predict/continue', { ...asked, runFolder: writer, text: 'the', count: 3 });
    expect(candidates).toHaveLength(1); // "the" itself: nothing else begins so
    const next = (await channel.request('predict/continue', { ...asked, runFolder: writer, text: 'the ', count: 3 })).candidates;
    expect(next.slice(0, 2).map(({ word }) => word).sort()).toEqual(expect.arrayContaining([expect.stringMatching(/cat|dog|mat|rug/)]));
    expect(next.every(({ word, insert }) => insert === word)).toBe(true);
    await expect(channel.request('predict/continue', { ...asked, runFolder: writer, text: 'the ', count: 0 })).rejects.toThrow(/count is 0/);
  });

  it('generates piece by piece, up to a string, and gives up when cancelled', async () => {
    const { channel, pieces } = open();
    const request = { ...asked, runFolder: writer, text: 'the dog', id: 'a', length: 12, temperature: 0, seed: 1 };
    const { text, tokens } = await channel.request('predict/generate', request);
    expect(text).toMatch(/^ sat on the (rug|mat)\n/);
    expect(tokens).toBe(12);
    expect(pieces.every(({ id }) => id === 'a')).toBe(true);
    expect(pieces.map((piece) => piece.text).join('')).toBe(text);
    expect((await channel.request('predict/generate', { ...request, until: 'the' })).text).toBe(' sat on ');
    const controller = new AbortController();
    const endless = channel.request('predict/generate', { ...request, id: 'b', length: 1_000_000 }, controller.signal);
    await new Promise((resolve) => setTimeout(resolve, 150));
    controller.abort(new Error('enough'));
    await expect(endless).rejects.toThrow('enough');
    const told = pieces.length;
    expect((await channel.request('predict/generate', { ...request, id: 'c' })).tokens).toBe(12); // the queue is free again
    expect(pieces.slice(told).filter(({ id }) => id === 'b').length).toBeLessThan(3);
  });

  it('keeps four runs at most', async () => {
    const { channel, logs } = open();
    const use = (runFolder: string, engine: 'auto' | 'webassembly'): Promise<unknown> => channel.request('predict/open', { runFolder, engine });
    await use(translator, 'auto');
    await use(barelyTrained, 'auto');
    await use(writer, 'auto');
    await use(translator, 'auto'); // now the most recent
    await use(writer, 'webassembly');
    await use(translator, 'webassembly'); // a fifth: the oldest goes
    await use(translator, 'auto');
    expect(logs.filter((line) => line.startsWith('loaded'))).toHaveLength(5);
    await use(barelyTrained, 'auto');
    expect(logs.filter((line) => line.startsWith('loaded'))).toHaveLength(6);
  });
});
