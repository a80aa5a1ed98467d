/**
 * Batches of one long token stream for a recurrent language model: the stream is cut into B contiguous streams that run side by side, and
 * every batch takes the next T steps of each, so that the states can be carried over (truncated backpropagation through time).
 */
import { UserError } from '../errors/userError';
import { PAD } from './tokenizer';

export interface StreamBatch {
  /** B */
  readonly size: number;
  /** T: `sequenceLength`, or less in the last batch. */
  readonly steps: number;
  /** [T, B] tokens. */
  readonly input: Int32Array;
  /** [T, B] the token after each. */
  readonly output: Int32Array;
  /** [T, B] 1 where there is something to predict; 0 only at the last step, where the shorter streams have ended. */
  readonly outputMask: Float32Array;
  /** Ones in `outputMask`. */
  readonly targetTokens: number;
  /** The states start at zero here. */
  readonly first: boolean;
}

export interface StreamBatchOptions {
  /** Wanted number of streams. Made smaller, with a warning, until each stream fills one window. */
  readonly batchSize: number;
  /** T */
  readonly sequenceLength: number;
}

export interface StreamBatchPlan {
  readonly length: number;
  get(index: number): StreamBatch;
  /** The number of streams that there really are. */
  readonly batchSize: number;
  /** Predictions in all: every token but the first is predicted exactly once. */
  readonly targetTokens: number;
  readonly warnings: readonly string[];
}

/** Plans the batches of one pass over the stream; there is nothing random in it. */
export function streamBatches(tokens: Int32Array, options: StreamBatchOptions): StreamBatchPlan {
  const { batchSize: wanted, sequenceLength } = options;
  if (!(Number.isInteger(wanted) && wanted >= 1 && Number.isInteger(sequenceLength) && sequenceLength >= 1)) {
    throw new Error(`internal: streamBatches: batchSize ${wanted}, sequenceLength ${sequenceLength}`);
  }
  if (tokens.length < 2) {
    throw new UserError(`the text has ${tokens.length} ${tokens.length === 1 ? 'token' : 'tokens'}, too little to predict a next one`, 'data', 'give more text');
  }
  const targetTokens = tokens.length - 1;
  const batchSize = Math.max(1, Math.min(wanted, Math.floor(targetTokens / sequenceLength)));
  const warnings = batchSize < wanted
    ? [`The text has ${tokens.length} tokens: too few for ${wanted} streams of ${sequenceLength} steps, so ${batchSize} ${batchSize === 1 ? 'is' : 'are'} used.`]
    : [];

  // The first `longer` streams have one prediction more than the others, so that none is lost.
  const shorter = Math.floor(targetTokens / batchSize);
  const longer = targetTokens % batchSize;
  const startOf = (b: number): number => b * shorter + Math.min(b, longer);
  const lengthOf = (b: number): number => shorter + (b < longer ? 1 : 0);
  const length = Math.ceil(lengthOf(0) / sequenceLength);

  return {
    length, batchSize, targetTokens, warnings,
    get(index) {
      if (!(Number.isInteger(index) && index >= 0 && index < length)) throw new Error(`internal: streamBatches: batch ${index} of ${length}`);
      const from = index * sequenceLength;
      const steps = Math.min(sequenceLength, lengthOf(0) - from);
      const input = new Int32Array(steps * batchSize).fill(PAD);
      const output = new Int32Array(steps * batchSize).fill(PAD);
      const outputMask = new Float32Array(steps * batchSize);
      let filled = 0;
      for (let b = 0; b < batchSize; b++) {
        const start = startOf(b) + from;
        const available = Math.min(steps, lengthOf(b) - from);
        for (let t = 0; t < available; t++) {
          input[t * batchSize + b] = tokens[start + t];
          output[t * batchSize + b] = tokens[start + t + 1];
          outputMask[t * batchSize + b] = 1;
        }
        filled += available;
      }
      return { size: batchSize, steps, input, output, outputMask, targetTokens: filled, first: index === 0 };
    },
  };
}
