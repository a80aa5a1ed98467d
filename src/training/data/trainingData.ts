/** What the loop asks of a task's data, and nothing more: batches that are ready to feed, and a few inputs to try the model on. */
import type { Feeds } from '../../engine/engine';
import type { Experiment } from '../../protocol/experiment';
import type { RunRecord } from '../../protocol/run';
import type { SampleInput } from '../sampling';
import type { Tokenizers } from '../tokenizers';

export interface Batch {
  /** The data inputs of the model's graphs; states and dropout masks are added by who runs it. */
  readonly feeds: Feeds;
  /** Predictions that count: what a mean loss of this batch is over. */
  readonly tokens: number;
  /** Carried states start at zero here. */
  readonly first: boolean;
}

/** Batches of one pass, made one at a time and in any order: a run that was interrupted resumes at batch i. */
export interface BatchPlan {
  readonly length: number;
  readonly tokens: number;
  get(index: number): Batch;
}

/** Data on which a model is measured. */
export interface HeldOut {
  readonly batches: BatchPlan;
  /** Code points of the text, line ends counted; null where bits per character mean nothing. */
  readonly characters: number | null;
  /** Sentence pairs (translation), or prompts and how they went on (language models): what is sampled and scored. */
  readonly examples: readonly { readonly source: string; readonly reference: string }[];
}

export interface TrainingData {
  /** With what it left to the data chosen. */
  readonly experiment: Experiment;
  readonly tokenizers: Tokenizers;
  readonly files: RunRecord['data'];
  readonly warnings: readonly string[];
  /** What was chosen and why, for the log. */
  readonly notes: readonly string[];
  /** Running text that is music in ABC notation: see `music/detectAbc.ts`. */
  readonly notation?: 'abc';
  /** Pairs, or the tokens that a language model predicts. */
  readonly counts: { readonly training: number; readonly validation: number };
  /** The batches of an epoch, a pure function of data, seed and epoch. */
  epoch(epoch: number): BatchPlan;
  readonly validation: HeldOut;
  /** Some held-out examples, the same at every epoch. */
  readonly samples: readonly SampleInput[];
}

/** `count` of the items, evenly spread and in order; all where there are fewer. */
export function spread<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items];
  return Array.from({ length: count }, (_, i) => items[Math.floor(((i + 0.5) * items.length) / count)]);
}
