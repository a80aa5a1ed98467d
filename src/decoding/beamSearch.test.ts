import { describe, expect, it } from 'vitest';
import { EOS } from '../text/tokenizer';
import { beamSearch } from './beamSearch';
import { greedySearch } from './greedy';
import { lengthPenalty } from './lengthPenalty';
import { blockRepetition, minimumLength, pipeline } from './processors';
import { logSumExp } from './logSumExp';
import { randomNext, toyModel } from './testModel';

const V = 6; // PAD UNK BOS EOS and two words, 4 and 5

/** Every finished output of at most `maxLength` tokens, with its score, the best first. */
function enumerate(next: (said: readonly number[]) => Float32Array, maxLength: number, alpha: number): { tokens: number[]; score: number }[] {
  const found: { tokens: number[]; score: number }[] = [];
  const walk = (said: number[], logProbability: number): void => {
    const logits = next(said);
    const total = logSumExp(logits);
    found.push({ tokens: said, score: (logProbability + logits[EOS] - total) / lengthPenalty(said.length + 1, alpha) });
    if (said.length === maxLength) return;
    for (let token = EOS + 1; token < V; token++) walk([...said, token], logProbability + logits[token] - total);
  };
  walk([], 0);
  return found.sort((a, b) => b.score - a.score);
}

describe('beam search', () => {
  it.each([0, 0.6, 1, 2])('finds the best of all outputs, in order, when the beam is wide enough (alpha %s)', async (alpha) => {
    const next = randomNext(V);
    for (let sentence = 0; sentence < 5; sentence++) {
      const all = enumerate((said) => next(said, sentence), 4, alpha);
      const model = toyModel(1, V, (said) => next(said, sentence));
      const [found] = await beamSearch(model, { beam: 64, nBest: 31, maxLength: 4, lengthPenalty: alpha });
      expect(all).toHaveLength(31); // 1 + 2 + 4 + 8 + 16
      expect(found.map(({ tokens }) => tokens)).toEqual(all.map(({ tokens }) => tokens));
      expect(found.map(({ score }) => score)).toBeAllclose(all.map(({ score }) => score), { rtol: 1e-5 });
      expect(found.every(({ finished }) => finished)).toBe(true);
    }
  });

  it('is greedy search when the beam is 1 and length is not rewarded', async () => {
    const greedy = await greedySearch(toyModel(40, 12, randomNext(12)), { maxLength: 7, attention: true });
    const beams = await beamSearch(toyModel(40, 12, randomNext(12)), { beam: 1, lengthPenalty: 0, maxLength: 7, attention: true });
    expect(greedy.some(({ finished }) => !finished)).toBe(true);
    expect(greedy.some(({ finished }) => finished)).toBe(true);
    beams.forEach(([beam], i) => {
      expect(beam).toEqual(greedy[i]);
    });
  });

  it('gives a batch the results of its sentences one by one', async () => {
    const next = randomNext(15);
    const options = { beam: 4, nBest: 4, maxLength: 9, attention: true };
    const together = await beamSearch(toyModel(12, 15, next), options);
    const lengths = new Set<number>();
    for (let sentence = 0; sentence < 12; sentence++) {
      const [alone] = await beamSearch(toyModel(1, 15, (said) => next(said, sentence)), options);
      expect(together[sentence]).toEqual(alone);
      lengths.add(alone[0].tokens.length);
    }
    expect(lengths.size).toBeGreaterThan(2);
  });

  it('is never worse than greedy search by its own measure, and better somewhere', async () => {
    const greedy = await greedySearch(toyModel(50, 12, randomNext(12)), { maxLength: 8 });
    const beams = await beamSearch(toyModel(50, 12, randomNext(12)), { beam: 5, lengthPenalty: 0, maxLength: 8 });
    const gains = beams.map(([best], i) => best.logProbability - greedy[i].logProbability).filter((_, i) => greedy[i].finished);
    expect(Math.min(...gains)).toBeGreaterThanOrEqual(-1e-6);
    expect(Math.max(...gains)).toBeGreaterThan(0.1);
  });

  it('prefers longer outputs as the length penalty grows', async () => {
    // Ending at once has probability 0.5; of the words each step keeps 0.9 going on 4 and then ends surely after three.
    const next = (said: readonly number[]): number[] => [0, 0, 0, said.length >= 3 ? 1 : said.length === 0 ? 0.5 : 0.1, said.length >= 3 ? 0 : said.length === 0 ? 0.5 : 0.9, 0].map(Math.log);
    const lengthAt = async (alpha: number): Promise<number> => (await beamSearch(toyModel(1, V, next), { beam: 3, lengthPenalty: alpha, maxLength: 10 }))[0][0].tokens.length;
    expect(await lengthAt(0)).toBe(0); // log 0.5 = -0.69 against log(0.5 · 0.9²) = -0.90
    expect(await lengthAt(1)).toBe(3); // -0.69 / 1 against -0.90 / 1.5
    expect(lengthPenalty(1, 0.7)).toBe(1);
    expect(lengthPenalty(7, 0.5)).toBeCloseTo(Math.SQRT2, 12);
  });

  it('cuts off at the limit what does not end, says so, and puts it behind what ends', async () => {
    const never = (): number[] => [-Infinity, -Infinity, -Infinity, -Infinity, 1, 0];
    const [[endless]] = await beamSearch(toyModel(1, V, never), { beam: 2, maxLength: 5 });
    expect(endless).toMatchObject({ tokens: [4, 4, 4, 4, 4], finished: false });
    const seldom = (said: readonly number[]): number[] => [-Infinity, -Infinity, -Infinity, said.length === 0 ? -0.5 : -Infinity, 1, 0];
    const [results] = await beamSearch(toyModel(1, V, seldom), { beam: 3, nBest: 3, maxLength: 2, lengthPenalty: 2 });
    expect(results[0]).toMatchObject({ tokens: [], finished: true });
    expect(results.slice(1).map(({ finished }) => finished)).toEqual([false, false]);
    expect(new Set(results.map(({ tokens }) => tokens.join())).size).toBe(3);
  });

  it('keeps the attention of each step with the hypothesis that took it', async () => {
    const [[best]] = await beamSearch(toyModel(1, 12, randomNext(12), 4), { beam: 4, maxLength: 6, attention: true });
    expect(best.attention).toHaveLength(best.tokens.length + (best.finished ? 1 : 0));
    best.attention!.forEach((row, step) => expect(row.indexOf(1)).toBe(step % 4));
    const [[without]] = await beamSearch(toyModel(1, 12, randomNext(12)), { beam: 4, maxLength: 6 });
    expect(without.attention).toBeNull();
  });

  it('obeys its processors: a minimum length, no repetition', async () => {
    const process = pipeline([minimumLength(3, EOS), blockRepetition(2)]);
    const results = await beamSearch(toyModel(20, 8, randomNext(8)), { beam: 3, nBest: 3, maxLength: 10, process });
    for (const { tokens } of results.flat()) {
      expect(tokens.length).toBeGreaterThanOrEqual(3);
      const pairs = tokens.slice(1).map((token, i) => `${tokens[i]} ${token}`);
      expect(new Set(pairs).size).toBe(pairs.length);
    }
    // With n = 1 and two words the tokens run out: the search ends instead of failing.
    const [[spent]] = await beamSearch(toyModel(1, V, () => [-Infinity, -Infinity, -Infinity, -Infinity, 1, 0]), { beam: 1, maxLength: 10, process: blockRepetition(1) });
    expect(spent).toMatchObject({ tokens: [4, 5], finished: false });
  });

  it('runs no rows for sentences that are done', async () => {
    const next = (_: readonly number[], sentence: number): number[] => [-Infinity, -Infinity, -Infinity, sentence === 0 ? 50 : -50, 1, 0];
    const model = toyModel(3, V, next);
    await beamSearch(model, { beam: 2, maxLength: 3 });
    expect(model.rowsPerStep.slice(0, 3)).toEqual([3, 4, 4]); // one sentence ends at once; what lives of it cannot become better
  });

  it('stops when asked to and refuses impossible options', async () => {
    const controller = new AbortController();
    let steps = 0;
    const model = toyModel(1, V, () => { if (++steps === 2) controller.abort(new Error('superseded')); return [-Infinity, -Infinity, -Infinity, -9, 1, 0]; });
    await expect(beamSearch(model, { beam: 1, maxLength: 50, signal: controller.signal })).rejects.toThrow('superseded');
    expect(steps).toBe(2);
    await expect(beamSearch(model, { beam: 0, maxLength: 5 })).rejects.toThrow(/a beam of 0 cannot be used \(beam\)/);
    await expect(beamSearch(model, { beam: 2, nBest: 3, maxLength: 5 })).rejects.toThrow(/the 3 best of a beam of 2/);
  });
});
