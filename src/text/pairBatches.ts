/**
 * Batches of sentence pairs for an encoder and a decoder: sentences of like length together, padded, masked, time-major.
 * B: pairs in the batch, S: source length, T: target length, both with their end symbol.
 */
import { RandomStream } from '../random/philox';
import { BOS, EOS, PAD } from './tokenizer';

export interface EncodedPair {
  readonly source: ArrayLike<number>;
  readonly target: ArrayLike<number>;
}

export interface PairBatch {
  /** B */
  readonly size: number;
  /** S */
  readonly sourceLength: number;
  /** T */
  readonly targetLength: number;
  /** [S, B] source tokens and EOS, then PAD. */
  readonly source: Int32Array;
  /** [S, B] 1 where a token stands, 0 where padding. */
  readonly sourceMask: Float32Array;
  /** [T, B] what the decoder is fed: BOS and the target tokens, then PAD. */
  readonly input: Int32Array;
  /** [T, B] what it should say: the target tokens and EOS, then PAD. */
  readonly output: Int32Array;
  /** [T, B] 1 where a token stands, 0 where padding. */
  readonly outputMask: Float32Array;
  /** [B] which pairs these are. */
  readonly indices: Int32Array;
  /** Ones in `sourceMask`. */
  readonly sourceTokens: number;
  /** Ones in `outputMask`. */
  readonly targetTokens: number;
}

export interface PairBatchOptions {
  /** The most pairs in a batch; Infinity leaves it to `maxTokens`. */
  readonly batchSize: number;
  /** The most cells, pairs × the longer of S and T: tokens of either side, padding counted. A pair that is longer than this alone makes a batch of its own. Default: no limit. */
  readonly maxTokens?: number;
  readonly seed: number;
  readonly epoch: number;
  /** False: all pairs in order of length, the same in every epoch (for evaluation). */
  readonly shuffle: boolean;
  /** Feed the source backwards (Sutskever et al. 2014), EOS still last. Default false. */
  readonly reverseSource?: boolean;
}

/** The batches of one epoch, made one at a time and in any order: a run that was interrupted resumes at batch i. */
export interface PairBatchPlan {
  readonly length: number;
  get(index: number): PairBatch;
  /** The share of cells, source and target, that are padding. */
  readonly paddingShare: number;
  /** Target tokens of the whole epoch, each sentence's EOS included. */
  readonly targetTokens: number;
}

/** Batches in a pool: pairs are sorted by length within a pool only, so that the order stays random on the whole. */
const BATCHES_PER_POOL = 100;

/**
 * Plans an epoch. Shuffled pairs are cut into pools, each pool is sorted by length and cut into batches, and the batches are shuffled.
 * A pure function of the pairs' lengths and the options.
 */
export function pairBatches(pairs: readonly EncodedPair[], options: PairBatchOptions): PairBatchPlan {
  const { batchSize, maxTokens = Infinity, shuffle, reverseSource = false } = options;
  if (!((Number.isInteger(batchSize) && batchSize >= 1) || (batchSize === Infinity && maxTokens < Infinity)) || !(maxTokens >= 1)) throw new Error(`internal: pairBatches: batchSize ${batchSize}, maxTokens ${maxTokens}`);
  const order = Int32Array.from(pairs.keys());
  const random = new RandomStream(options.seed, `order/epoch ${options.epoch}`);
  if (shuffle) random.shuffle(order);

  const batches: Int32Array[] = [];
  const poolSize = shuffle ? (batchSize === Infinity ? usualBatch(pairs, maxTokens) : batchSize) * BATCHES_PER_POOL : Math.max(1, order.length);
  for (let start = 0; start < order.length; start += poolSize) {
    const pool = order.subarray(start, start + poolSize);
    sortByLength(pool, pairs);
    cutPool(pool, pairs, batchSize, maxTokens, batches);
  }
  if (shuffle) random.shuffle(batches);

  const { cells, tokens, targetTokens } = countCells(batches, pairs);
  return {
    length: batches.length,
    paddingShare: cells === 0 ? 0 : 1 - tokens / cells,
    targetTokens,
    get(index) {
      if (!(index in batches)) throw new Error(`internal: pairBatches: batch ${index} of ${batches.length}`);
      return fillPairBatch(pairs, batches[index], reverseSource);
    },
  };
}

/** Lays out the given pairs as one batch: also for translating sentences that are in no plan (give empty targets). */
export function fillPairBatch(pairs: readonly EncodedPair[], indices: Int32Array, reverseSource = false): PairBatch {
  const size = indices.length;
  let sourceLength = 1;
  let targetLength = 1;
  for (const index of indices) {
    sourceLength = Math.max(sourceLength, pairs[index].source.length + 1);
    targetLength = Math.max(targetLength, pairs[index].target.length + 1);
  }
  const source = new Int32Array(sourceLength * size).fill(PAD);
  const sourceMask = new Float32Array(sourceLength * size);
  const input = new Int32Array(targetLength * size).fill(PAD);
  const output = new Int32Array(targetLength * size).fill(PAD);
  const outputMask = new Float32Array(targetLength * size);
  let sourceTokens = 0;
  let targetTokens = 0;
  for (let b = 0; b < size; b++) {
    const pair = pairs[indices[b]];
    const s = pair.source.length;
    for (let i = 0; i <= s; i++) {
      source[i * size + b] = i === s ? EOS : pair.source[reverseSource ? s - 1 - i : i];
      sourceMask[i * size + b] = 1;
    }
    const t = pair.target.length;
    for (let i = 0; i <= t; i++) {
      input[i * size + b] = i === 0 ? BOS : pair.target[i - 1];
      output[i * size + b] = i === t ? EOS : pair.target[i];
      outputMask[i * size + b] = 1;
    }
    sourceTokens += s + 1;
    targetTokens += t + 1;
  }
  return { size, sourceLength, targetLength, source, sourceMask, input, output, outputMask, indices, sourceTokens, targetTokens };
}

/** Pairs of mean length that a number of cells has room for. */
function usualBatch(pairs: readonly EncodedPair[], maxTokens: number): number {
  const cells = pairs.reduce((sum, { source, target }) => sum + Math.max(source.length, target.length) + 1, 0);
  return Math.max(1, Math.round((maxTokens * pairs.length) / Math.max(1, cells)));
}

/** By source length, then target length, then place in the shuffled order (the sort is stable). */
function sortByLength(pool: Int32Array, pairs: readonly EncodedPair[]): void {
  const sorted = Array.from(pool).sort((a, b) => pairs[a].source.length - pairs[b].source.length || pairs[a].target.length - pairs[b].target.length);
  pool.set(sorted);
}

function cutPool(pool: Int32Array, pairs: readonly EncodedPair[], batchSize: number, maxTokens: number, batches: Int32Array[]): void {
  let start = 0;
  let longest = 0;
  for (let i = 0; i < pool.length; i++) {
    const length = Math.max(pairs[pool[i]].source.length, pairs[pool[i]].target.length) + 1;
    const size = i - start;
    if (size > 0 && (size === batchSize || (size + 1) * Math.max(longest, length) > maxTokens)) {
      batches.push(pool.subarray(start, i));
      [start, longest] = [i, 0];
    }
    longest = Math.max(longest, length);
  }
  if (start < pool.length) batches.push(pool.subarray(start));
}

function countCells(batches: readonly Int32Array[], pairs: readonly EncodedPair[]): { cells: number; tokens: number; targetTokens: number } {
  let [cells, tokens, targetTokens] = [0, 0, 0];
  for (const batch of batches) {
    let [sourceLength, targetLength] = [1, 1];
    for (const index of batch) {
      const { source, target } = pairs[index];
      sourceLength = Math.max(sourceLength, source.length + 1);
      targetLength = Math.max(targetLength, target.length + 1);
      tokens += source.length + target.length + 2;
      targetTokens += target.length + 1;
    }
    cells += (sourceLength + targetLength) * batch.length;
  }
  return { cells, tokens, targetTokens };
}
