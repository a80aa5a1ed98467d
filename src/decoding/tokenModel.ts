/**
 * A language model as those who complete and generate text see it: something that has read a text and says which token comes next. Recurrent
 * and windowed models look the same from here.
 */
import type { Engine, Variables } from '../engine/engine';
import type { LanguageModel } from '../models/model';
import { RecurrentTokenModel } from './recurrentTokenModel';
import { WindowTokenModel } from './windowTokenModel';

/** What a model remembers of what it read. Never changed once it is made, so that it can be kept and gone on from again and again. */
export interface TokenState { readonly values: readonly (Float32Array | Int32Array)[] }

/** A model that has read something. */
export interface Reading {
  readonly state: TokenState;
  /** [V] unnormalized log probabilities of the next token. Not to be changed. */
  readonly logits: Float32Array;
}

export interface TokenModel {
  /** V */
  readonly vocabulary: number;
  /** Of a model that has read nothing. */
  readonly initial: TokenState;
  /** Reads one or more tokens. */
  read(state: TokenState, tokens: readonly number[]): Promise<Reading>;
  /** Reads one token after each of several states, all at once. */
  readEach(states: readonly TokenState[], tokens: readonly number[]): Promise<Reading[]>;
  dispose(): Promise<void>;
}

/** @param variables the weights; the model sees them as they are at each run, so it may be used while it trains */
export async function loadTokenModel(model: LanguageModel, engine: Engine, variables: Variables): Promise<TokenModel> {
  const { graph, states } = model.predict();
  const program = await engine.load(graph, variables);
  const { vocabulary, window } = model.config;
  return window === null ? new RecurrentTokenModel(program, states, vocabulary) : new WindowTokenModel(program, window, vocabulary);
}
