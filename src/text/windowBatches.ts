/** Batches for models that see the last W tokens only: the fixed window and the bag of words. */
import { RandomStream } from '../random/philox';
import { UserError } from '../errors/userError';
import { PAD } from './tokenizer';

export interface WindowBatch {
  /** B */
  readonly size: number;
  /** [B, W] the tokens before each target, the nearest last; PAD on the left where the text begins. */
  readonly contexts: Int32Array;
  /** [B, W] 1 where a token stands, 0 where padding. */
  readonly contextMask: Float32Array;
  /** [B] the tokens to predict. */
  readonly targets: Int32Array;
}

export interface WindowBatchOptions {
  /** W: how many tokens the model sees. */
  readonly window: number;
  readonly batchSize: number;
  readonly seed: number;
  readonly epoch: number;
  /** False: in the order of the text. */
  readonly shuffle: boolean;
}

export interface WindowBatchPlan {
  readonly length: number;
  get(index: number): WindowBatch;
  /** Predictions in all: every token but the first, as in `streamBatches`, so that perplexities can be compared. */
  readonly targetTokens: number;
}

/** Plans an epoch: a pure function of the tokens and the options. */
export function windowBatches(tokens: Int32Array, options: WindowBatchOptions): WindowBatchPlan {
  const { window, batchSize, shuffle } = options;
  if (!(Number.isInteger(window) && window >= 1 && Number.isInteger(batchSize) && batchSize >= 1)) {
    throw new Error(`internal: windowBatches: window ${window}, batchSize ${batchSize}`);
  }
  if (tokens.length < 2) {
    throw new UserError(`the text has ${tokens.length} ${tokens.length === 1 ? 'token' : 'tokens'}, too little to predict a next one`, 'data', 'give more text');
  }
  const targetTokens = tokens.length - 1;
  const positions = new Int32Array(targetTokens);
  for (let i = 0; i < targetTokens; i++) positions[i] = i + 1;
  if (shuffle) new RandomStream(options.seed, `order/epoch ${options.epoch}`).shuffle(positions);
  const length = Math.ceil(targetTokens / batchSize);

  return {
    length, targetTokens,
    get(index) {
      if (!(Number.isInteger(index) && index >= 0 && index < length)) throw new Error(`internal: windowBatches: batch ${index} of ${length}`);
      const chosen = positions.subarray(index * batchSize, (index + 1) * batchSize);
      const size = chosen.length;
      const contexts = new Int32Array(size * window);
      const contextMask = new Float32Array(size * window);
      const targets = new Int32Array(size);
      chosen.forEach((position, b) => {
        fillContext(tokens, position, window, contexts, contextMask, b * window);
        targets[b] = tokens[position];
      });
      return { size, contexts, contextMask, targets };
    },
  };
}

/**
 * Writes the `window` tokens before `position` into a row of `contexts` [.., W] that begins at `at`, with PAD and mask 0 where there are none.
 * Also how a predictor builds the context of what the user has typed.
 */
export function fillContext(tokens: ArrayLike<number>, position: number, window: number, contexts: Int32Array, mask: Float32Array, at: number): void {
  for (let w = 0; w < window; w++) {
    const from = position - window + w;
    contexts[at + w] = from >= 0 ? tokens[from] : PAD;
    mask[at + w] = from >= 0 ? 1 : 0;
  }
}
