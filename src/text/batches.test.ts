import { describe, expect, it } from 'vitest';
import { RandomStream } from '../random/philox';
import { fillContext, fillPairBatch, pairBatches, streamBatches, windowBatches, type EncodedPair, type PairBatch, type PairBatchOptions } from './batches';
import { BOS, EOS, PAD } from './tokenizer';

/** Pairs of ragged length, some sides empty; no token is a special one. */
function raggedPairs(count: number, seed = 1): EncodedPair[] {
  const random = new RandomStream(seed, 'pairs');
  const sentence = (): number[] => Array.from({ length: random.int(15) }, () => 4 + random.int(50));
  return Array.from({ length: count }, () => ({ source: sentence(), target: sentence() }));
}

/** The column of a batch [T, B] where the mask is one; fails where the mask is not ones and then zeros, or where padding is not PAD. */
function column(tokens: Int32Array, mask: Float32Array, size: number, b: number): number[] {
  const found: number[] = [];
  let ended = false;
  for (let i = b; i < tokens.length; i += size) {
    if (mask[i] === 1) {
      expect(ended).toBe(false);
      found.push(tokens[i]);
    } else {
      expect([mask[i], tokens[i]]).toEqual([0, PAD]);
      ended = true;
    }
  }
  return found;
}

function checkAgainstPairs(batch: PairBatch, pairs: readonly EncodedPair[], reverse = false): void {
  const { size, sourceLength, targetLength } = batch;
  expect(batch.source.length).toBe(sourceLength * size);
  expect(batch.output.length).toBe(targetLength * size);
  let [longestSource, longestTarget, sources, targets] = [0, 0, 0, 0];
  batch.indices.forEach((index, b) => {
    const source = Array.from(pairs[index].source);
    const target = Array.from(pairs[index].target);
    expect(column(batch.source, batch.sourceMask, size, b)).toEqual([...(reverse ? source.reverse() : source), EOS]);
    expect(column(batch.input, batch.outputMask, size, b)).toEqual([BOS, ...target]);
    expect(column(batch.output, batch.outputMask, size, b)).toEqual([...target, EOS]);
    [longestSource, longestTarget] = [Math.max(longestSource, source.length + 1), Math.max(longestTarget, target.length + 1)];
    [sources, targets] = [sources + source.length + 1, targets + target.length + 1];
  });
  expect([sourceLength, targetLength, batch.sourceTokens, batch.targetTokens]).toEqual([longestSource, longestTarget, sources, targets]);
}

const all = <T>(plan: { length: number; get(i: number): T }): T[] => Array.from({ length: plan.length }, (_, i) => plan.get(i));

describe('pairBatches', () => {
  const base: PairBatchOptions = { batchSize: 8, seed: 1, epoch: 0, shuffle: true };

  it.each<[number, Partial<PairBatchOptions>]>([[0, {}], [1, {}], [7, {}], [8, {}], [9, { shuffle: false }], [333, {}], [2000, { batchSize: 4, reverseSource: true }], [300, { maxTokens: 40 }], [300, { batchSize: Infinity, maxTokens: 90 }], [300, { maxTokens: 1 }]])(
    'holds every one of %d pairs once, whole and masked (%j)', (count, change) => {
      const pairs = raggedPairs(count);
      const options = { ...base, ...change };
      const plan = pairBatches(pairs, options);
      const batches = all(plan);
      expect(batches.flatMap(({ indices }) => [...indices]).sort((a, b) => a - b)).toEqual([...pairs.keys()]);
      for (const batch of batches) {
        checkAgainstPairs(batch, pairs, options.reverseSource);
        expect(batch.size).toBeLessThanOrEqual(options.batchSize);
        if (options.maxTokens) expect(batch.size === 1 || batch.size * Math.max(batch.sourceLength, batch.targetLength) <= options.maxTokens).toBe(true);
      }
      expect(plan.targetTokens).toBe(batches.reduce((sum, batch) => sum + batch.targetTokens, 0));
    });

  it('is the same for the same seed and epoch, in whatever order its batches are asked for', () => {
    const pairs = raggedPairs(500);
    const through = all(pairBatches(pairs, base));
    const resumed = pairBatches(pairs, base);
    expect(resumed.get(17)).toEqual(through[17]);
    for (let i = resumed.length - 1; i >= 0; i--) expect(resumed.get(i)).toEqual(through[i]);
  });

  it('differs from epoch to epoch and seed to seed, unless nothing is shuffled', () => {
    const pairs = raggedPairs(500);
    const orderOf = (options: PairBatchOptions): number[] => all(pairBatches(pairs, options)).flatMap(({ indices }) => [...indices]);
    expect(orderOf({ ...base, epoch: 1 })).not.toEqual(orderOf(base));
    expect(orderOf({ ...base, seed: 2 })).not.toEqual(orderOf(base));
    expect(orderOf({ ...base, shuffle: false, seed: 2, epoch: 1 })).toEqual(orderOf({ ...base, shuffle: false }));
  });

  it('wastes little on padding, and says how much', () => {
    const pairs = raggedPairs(4000);
    const plan = pairBatches(pairs, { ...base, batchSize: 32 });
    let [cells, ones] = [0, 0];
    for (const { sourceMask, outputMask } of all(plan)) {
      cells += sourceMask.length + outputMask.length;
      ones += sourceMask.reduce((a, b) => a + b) + outputMask.reduce((a, b) => a + b);
    }
    expect(plan.paddingShare).toBeCloseTo(1 - ones / cells, 10);
    const random = new RandomStream(1, 'unsorted');
    const shuffled = Int32Array.from(pairs.keys());
    random.shuffle(shuffled);
    const unsorted = Array.from({ length: 125 }, (_, i) => fillPairBatch(pairs, shuffled.subarray(32 * i, 32 * i + 32)));
    const unsortedShare = 1 - unsorted.reduce((sum, batch) => sum + batch.sourceTokens + batch.targetTokens, 0) / unsorted.reduce((sum, { source, output }) => sum + source.length + output.length, 0);
    expect(plan.paddingShare).toBeLessThan(0.6 * unsortedShare);
  });

  it('does not go through the lengths in order', () => {
    const lengths = all(pairBatches(raggedPairs(4000), base)).map(({ sourceLength }) => sourceLength);
    const rises = lengths.filter((length, i) => i > 0 && length > lengths[i - 1]).length;
    expect(rises).toBeGreaterThan(lengths.length / 4);
  });

  it('refuses a batch that is not there', () => {
    expect(() => pairBatches(raggedPairs(5), base).get(1)).toThrow('internal: pairBatches: batch 1 of 1');
  });
});

describe('streamBatches', () => {
  const tokensOf = (length: number): Int32Array => Int32Array.from({ length }, (_, i) => i + 4);

  it.each([[2, 1, 1], [2, 20, 35], [100, 4, 7], [101, 4, 7], [103, 4, 7], [104, 4, 5], [1000, 32, 10], [57, 3, 100]])(
    'predicts each of %d tokens but the first exactly once (B %d, T %d)', (length, batchSize, sequenceLength) => {
      const tokens = tokensOf(length);
      const plan = streamBatches(tokens, { batchSize, sequenceLength });
      const predicted: number[] = [];
      // What each stream saw last: the next window must go on from there.
      const last = new Map<number, number>();
      for (const [index, batch] of all(plan).entries()) {
        expect(batch.first).toBe(index === 0);
        expect(batch.size).toBe(plan.batchSize);
        expect(batch.steps).toBeLessThanOrEqual(sequenceLength);
        if (index + 1 < plan.length) expect(batch.steps).toBe(sequenceLength);
        for (let b = 0; b < batch.size; b++) {
          const input = column(batch.input, batch.outputMask, batch.size, b);
          const output = column(batch.output, batch.outputMask, batch.size, b);
          input.forEach((token, t) => expect(output[t]).toBe(token + 1));
          if (last.has(b) && input.length > 0) expect(input[0]).toBe(last.get(b));
          if (output.length > 0) last.set(b, output.at(-1)!);
          predicted.push(...output);
        }
        expect(batch.targetTokens).toBe(batch.outputMask.reduce((a, b) => a + b, 0));
      }
      expect(predicted.sort((a, b) => a - b)).toEqual([...tokens.subarray(1)]);
      expect(plan.targetTokens).toBe(length - 1);
    });

  it('uses fewer streams, and says so, where the text is short', () => {
    const plan = streamBatches(tokensOf(100), { batchSize: 64, sequenceLength: 35 });
    expect(plan.batchSize).toBe(2);
    expect(plan.warnings).toEqual(['The text has 100 tokens: too few for 64 streams of 35 steps, so 2 are used.']);
    expect(streamBatches(tokensOf(5000), { batchSize: 64, sequenceLength: 35 }).warnings).toEqual([]);
  });

  it('refuses a text of one token and a batch that is not there', () => {
    expect(() => streamBatches(tokensOf(1), { batchSize: 1, sequenceLength: 1 })).toThrow('the text has 1 token,');
    expect(() => streamBatches(tokensOf(9), { batchSize: 1, sequenceLength: 4 }).get(2)).toThrow('batch 2 of 2');
  });

  it('resumes at any batch', () => {
    const plan = streamBatches(tokensOf(500), { batchSize: 4, sequenceLength: 9 });
    expect(streamBatches(tokensOf(500), { batchSize: 4, sequenceLength: 9 }).get(6)).toEqual(all(plan)[6]);
  });
});

describe('windowBatches', () => {
  const tokens = Int32Array.from({ length: 50 }, (_, i) => i + 4);
  const options = { window: 3, batchSize: 8, seed: 1, epoch: 0, shuffle: true };

  it('shows each token but the first once, with the tokens before it', () => {
    const seen: number[] = [];
    for (const { size, contexts, contextMask, targets } of all(windowBatches(tokens, options))) {
      for (let b = 0; b < size; b++) {
        const wanted = [targets[b] - 3, targets[b] - 2, targets[b] - 1];
        expect([...contexts.subarray(3 * b, 3 * b + 3)]).toEqual(wanted.map((token) => (token >= 4 ? token : PAD)));
        expect([...contextMask.subarray(3 * b, 3 * b + 3)]).toEqual(wanted.map((token) => (token >= 4 ? 1 : 0)));
        seen.push(targets[b]);
      }
    }
    expect(seen).not.toEqual([...seen].sort((a, b) => a - b));
    expect(seen.sort((a, b) => a - b)).toEqual([...tokens.subarray(1)]);
  });

  it('is a function of seed and epoch, in order where nothing is shuffled', () => {
    expect(all(windowBatches(tokens, options))).toEqual(all(windowBatches(tokens, options)));
    expect(all(windowBatches(tokens, { ...options, epoch: 1 }))).not.toEqual(all(windowBatches(tokens, options)));
    expect(all(windowBatches(tokens, { ...options, shuffle: false })).flatMap(({ targets }) => [...targets])).toEqual([...tokens.subarray(1)]);
  });

  it('works with a window wider than the text', () => {
    const plan = windowBatches(tokens.subarray(0, 2), { ...options, window: 5 });
    expect(plan.get(0)).toEqual({ size: 1, contexts: Int32Array.of(0, 0, 0, 0, 4), contextMask: Float32Array.of(0, 0, 0, 0, 1), targets: Int32Array.of(5) });
    expect(() => windowBatches(tokens.subarray(0, 1), options)).toThrow('too little to predict');
  });

  it('lays out the context of typed text in the same way', () => {
    const [contexts, mask] = [new Int32Array(4).fill(9), new Float32Array(4)];
    fillContext([7, 8], 2, 4, contexts, mask, 0);
    expect([[...contexts], [...mask]]).toEqual([[0, 0, 7, 8], [0, 0, 1, 1]]);
  });
});
