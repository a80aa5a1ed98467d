/** How an adaptation trains: few small steps with a low rate on one document, judged on the text that the first run held out. */
import { withoutSecrets } from '../completion/secrets';
import { checkExperiment, type Experiment } from '../../protocol/experiment';
import type { RunRecord } from '../../protocol/run';

/** Streams a step: a document is short, and small batches make more steps of it. */
const BATCH = 4;
/** Of the first run's rate: enough to take up a document's words, not so much that the rest is forgotten. */
const RATE_SHARE = 0.3;
/** A document with fewer tokens has nothing to teach. */
export const FEWEST_TOKENS = 30;
/** One with more characters is learnt from its beginning alone. */
export const LONGEST_DOCUMENT = 2_000_000;

/** Keys of `training` that an adaptation takes from the first run. */
const inherited = ['optimizer', 'momentum', 'weightDecay', 'clipNorm', 'labelSmoothing', 'sequenceLength', 'seed'] as const;

export interface Budget { readonly steps: number; readonly seconds: number }
export interface Plan { readonly experiment: Experiment; /** What it learns from: the document's lines, over and over, for the budget's steps. */ readonly text: string; readonly steps: number }

/**
 * @param record of the first run
 * @param document the saved text
 * @param heldOut lines that must not be learnt
 * @param tokensPerSecond the rate of the first run on one thread; null where it is not known
 * @param paths of the text and, where the first run held out a share, of the held-out text, as the experiment names them
 * @returns null where the document is too short to learn from
 */
export function planAdaptation(
  record: RunRecord, document: string, heldOut: readonly string[] | null, { steps: most, seconds }: Budget, tokensPerSecond: number | null, paths: { readonly train: string; readonly validation: string | null },
): Plan | null {
  const base = checkExperiment(record.experiment, record.id);
  const hidden = new Set(heldOut ?? []);
  const lines = withoutSecrets(document.slice(0, LONGEST_DOCUMENT)).split(/\r?\n/).filter((line) => line.trim() !== '' && !hidden.has(line));
  const once = `${lines.join('\n')}\n`;
  const tokens = countTokens(once, base.tokenizer.unit);
  if (tokens < FEWEST_TOKENS) return null;
  const { cell } = base.model;
  const tokensPerStep = BATCH * (cell === 'fixed-window' || cell === 'bag-of-words' ? 1 : base.training.sequenceLength);
  const affordable = tokensPerSecond === null ? most : Math.floor(seconds * tokensPerSecond / tokensPerStep);
  const steps = Math.max(1, Math.min(most, affordable));
  // One epoch must be longer than the budget: the held-out text is measured after each, and once is enough.
  const repeats = Math.ceil(1.3 * (steps + 1) * tokensPerStep / tokens);
  const training = Object.fromEntries(inherited.map((key) => [key, base.training[key]]));
  const experiment = checkExperiment({
    task: 'language-model',
    data: { train: paths.train, validation: paths.validation ?? base.data.validation },
    tokenizer: base.tokenizer, model: base.model, decoding: base.decoding,
    training: { ...training, epochs: 1, maxSteps: steps, batchSize: BATCH, learningRate: RATE_SHARE * base.training.learningRate, earlyStopping: null, keepCheckpoints: 0, threads: 1 },
  }, record.id);
  return { experiment, text: once.repeat(repeats), steps };
}

/** About how many tokens a text has: characters, or words and signs. Pieces of words are more, which only makes the text longer than needed. */
export function countTokens(text: string, unit: string): number {
  return unit === 'char' ? text.length : text.match(/[\p{L}\p{M}\p{N}]+|[^\s\p{L}\p{M}\p{N}]/gu)?.length ?? 0;
}
