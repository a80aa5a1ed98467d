/**
 * What training asks of those who can decode, so that it need not know them: what the model says now for a few inputs, and how good its
 * outputs are. `src/worker` and `src/cli` bring the answers.
 */
import type { Engine, Variables } from '../engine/engine';
import type { Model } from '../models/model';
import type { Experiment } from '../protocol/experiment';
import type { Tune } from '../protocol/music';
import type { SampleItem } from '../protocol/run';
import type { Tokenizers } from './tokenizers';

/** An input whose output is shown: a sentence to translate, or a prompt to go on from. */
export interface SampleInput {
  readonly source: string;
  /** The right answer; for a language model how the text went on. Null where nobody knows it. */
  readonly reference: string | null;
  /** The user asked for it (`train/watch`). */
  readonly watched: boolean;
}

/** The model as it stands: graphs loaded with these variables see each step's weights. */
export interface LiveModel {
  readonly experiment: Experiment;
  readonly model: Model;
  readonly engine: Engine;
  readonly variables: Variables;
  readonly tokenizers: Tokenizers;
  /** The training text is music in ABC notation. */
  readonly notation?: 'abc';
}

/** Scores of outputs against references, as far as the task has them. `bleu` and `chrf` from 0 to 100, `ter` from 0, the best, `exactMatch` from 0 to 1. */
export interface Scores {
  readonly bleu?: number;
  readonly chrf?: number;
  readonly ter?: number;
  readonly exactMatch?: number;
  /** Models of ABC notation: tunes composed from a fixed seed, and the shares of them that parse and whose bars are complete. */
  readonly tunesParsed?: number;
  readonly tunesComplete?: number;
  readonly tunes?: Tune[];
}

/** Lives as long as its training. Its calls never overlap a training step, and draw no numbers from the training's random streams. */
export interface Sampler {
  /** One item an input, in order: greedy output, with its attention where the model has one. */
  sample(inputs: readonly SampleInput[]): Promise<SampleItem[]>;
  /** Scores of the greedy outputs for held-out pairs, or of tunes; null where the task has no such scores. */
  score(pairs: readonly { readonly source: string; readonly reference: string }[]): Promise<Scores | null>;
  dispose(): Promise<void>;
}

export type SamplerFactory = (live: LiveModel) => Promise<Sampler>;
