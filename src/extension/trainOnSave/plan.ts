/** How an adaptation trains: few small steps with a low rate on one document, judged on the text that the first run held out. */
import { withoutSecrets } from '../completion/secrets';
import { checkExperiment, type Experiment } from '../../protocol/experiment';
import type { RunRecord } from '../../protocol/run';

/** Streams a step: a document is short, and small batches make more steps of it. */
const BATCH = 4;
/** Of the first run's rate: enough to take up a document's words, not so much that the rest is forgotten. */
const RATE_SHARE = 0.2;
/** The document is read so often, where the budget allows. */
const READINGS = 5;
/** After each stretch of the document so many times its length of the first run's text is read again, lest it be forgotten (rehearsal; Robins 1995). */
const REHEARSAL = 2;
/** A document with fewer tokens has nothing to teach. */
export const FEWEST_TOKENS = 30;
/** One with more characters is learnt from its beginning alone. */
export const LONGEST_DOCUMENT = 2_000_000;

/** Keys of `training` that an adaptation takes from the first run. */
const inherited = ['optimizer', 'momentum', 'weightDecay', 'clipNorm', 'labelSmoothing', 'sequenceLength', 'seed'] as const;

export interface Budget { readonly steps: number; readonly seconds: number }
/** Lines of the first run's text. `heldOut` null: its validation has files of its own. */
export interface FirstText { readonly heldOut: readonly string[] | null; readonly training: readonly string[] }
export interface Plan { readonly experiment: Experiment; /** What it learns from: the document and, in between, text of the first run. */ readonly text: string; readonly steps: number }

/**
 * @param record of the first run
 * @param document the saved text
 * @param lines of the first run: `heldOut` must not be learnt, of `training` some is read again
 * @param tokensPerSecond the rate of the first run on one thread; null where it is not known
 * @param paths of the text and, where the first run held out a share, of the held-out text, as the experiment names them
 * @returns null where the document is too short to learn from
 */
export function planAdaptation(
  record: RunRecord, document: string, { heldOut, training }: FirstText, { steps: most, seconds }: Budget, tokensPerSecond: number | null, paths: { readonly train: string; readonly validation: string | null },
): Plan | null {
  const base = checkExperiment(record.experiment, record.id);
  const hidden = new Set(heldOut ?? []);
  const lines = withoutSecrets(document.slice(0, LONGEST_DOCUMENT)).split(/\r?\n/).filter((line) => line.trim() !== '' && !hidden.has(line));
  const once = `${lines.join('\n')}\n`;
  const count = (text: string): number => countTokens(text, base.tokenizer.unit);
  const tokens = count(once);
  if (tokens < FEWEST_TOKENS) return null;
  const { cell } = base.model;
  const tokensPerStep = BATCH * (cell === 'fixed-window' || cell === 'bag-of-words' ? 1 : base.training.sequenceLength);
  const affordable = tokensPerSecond === null ? most : Math.floor(seconds * tokensPerSecond / tokensPerStep);
  const useful = Math.ceil(READINGS * (1 + (training.length > 0 ? REHEARSAL : 0)) * tokens / tokensPerStep);
  const steps = Math.max(1, Math.min(most, affordable, useful));
  // The epoch must be longer than the budget: the held-out text is measured after each, and once is enough.
  const wanted = 1.3 * (steps + 1) * tokensPerStep;
  const text = interleave(once, tokens, training, wanted, count);
  const inheritedTraining = Object.fromEntries(inherited.map((key) => [key, base.training[key]]));
  const experiment = checkExperiment({
    task: 'language-model',
    data: { train: paths.train, validation: paths.validation ?? base.data.validation },
    tokenizer: base.tokenizer, model: base.model, decoding: base.decoding,
    training: { ...inheritedTraining, epochs: 1, maxSteps: steps, batchSize: BATCH, learningRate: RATE_SHARE * base.training.learningRate, earlyStopping: null, keepCheckpoints: 0, threads: 1 },
  }, record.id);
  return { experiment, text, steps };
}

/** The document again and again, each time followed by the next stretch of the first run's text, from a place that depends on the document. */
function interleave(once: string, tokens: number, training: readonly string[], wanted: number, count: (text: string) => number): string {
  let next = training.length === 0 ? 0 : once.length * 7919 % training.length;
  const parts: string[] = [];
  for (let total = 0; total < wanted;) {
    parts.push(once);
    total += tokens;
    for (let rehearsed = 0; training.length > 0 && rehearsed < REHEARSAL * tokens && total < wanted;) {
      const line = `${training[next]}\n`;
      next = (next + 1) % training.length;
      parts.push(line);
      const read = Math.max(1, count(line));
      rehearsed += read;
      total += read;
    }
  }
  return parts.join('');
}

/** About how many tokens a text has: characters, or words and signs. Pieces of words are more, which only makes the text longer than needed. */
export function countTokens(text: string, unit: string): number {
  return unit === 'char' ? text.length : text.match(/[\p{L}\p{M}\p{N}]+|[^\s\p{L}\p{M}\p{N}]/gu)?.length ?? 0;
}
