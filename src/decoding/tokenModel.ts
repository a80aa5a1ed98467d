/**
 * A language model as those who complete and generate text see it: something that has read a text and says which token comes next. Recurrent
 * and windowed models look the same from here, and so does a model with its helpers (`helpedTokenModel.ts`).
 */
import type { Engine, Program, Variables, WeightUse } from '../engine/engine';
import { LateProgram } from '../engine/lateProgram';
import type { LanguageModel } from '../models/model';
import { RecurrentTokenModel } from './recurrentTokenModel';
import { WindowTokenModel } from './windowTokenModel';

/** What a model remembers of what it read. Never changed once it is made, so that it can be kept and gone on from again and again. */
export interface TokenState { readonly values: readonly (Float32Array | Int32Array)[] }

/** A model that has read something. */
export interface Reading {
  readonly state: TokenState;
  /** [V] P(next token). Not to be changed. */
  readonly probabilities: Float32Array;
  /** What the prediction was made of, after each token that was read, oldest first: [H] each. Only of models that were asked for them. */
  readonly features?: readonly Float32Array[];
}

/** What a model said while it read, token after token. */
export interface Following {
  /** P(next token) after each token that was read, [V] each. Not to be changed. */
  readonly probabilities: readonly Float32Array[];
  readonly features?: readonly Float32Array[];
  readonly state: TokenState;
}

export interface TokenModel {
  /** V */
  readonly vocabulary: number;
  /** Of a model that has read nothing. */
  readonly initial: TokenState;
  /** Reads one or more tokens. */
  read(state: TokenState, tokens: readonly number[]): Promise<Reading>;
  /**
   * Reads one or more tokens and, in the same run, some more that are only guessed: what the model says after `tokens`, and after each of the guesses. A step of
   * a large model takes as long as its weights take to be read from memory, so that a few more tokens cost less than runs of their own.
   */
  readAhead(state: TokenState, tokens: readonly number[], guesses: readonly number[]): Promise<Reading[]>;
  /** Reads one token after each of several states, all at once. */
  readEach(states: readonly TokenState[], tokens: readonly number[]): Promise<Reading[]>;
  /** As `read`, but with what the model said after every token: a known text is judged many tokens at a time. */
  follow(state: TokenState, tokens: readonly number[]): Promise<Following>;
  dispose(): Promise<void>;
}

/** The least that a float32 holds: who says 0 has rounded. */
const LEAST = 2 ** -149;

/** -log P of a token, in nats: at most 103.3. */
export const surpriseOf = (probabilities: Float32Array, token: number): number => -Math.log(Math.max(LEAST, probabilities[token]));

/** log P of every token, for those who choose one: a new array. */
export const logarithms = (probabilities: Float32Array): Float32Array => probabilities.map(Math.log);

export interface TokenModelOptions {
  /** Give out the features too: what the continuous cache compares. Windowed models have none. Default false. */
  readonly features?: boolean;
  /** Default `fed`. */
  readonly weights?: WeightUse;
  /** Load the program only when it is first run. Default false. */
  readonly late?: boolean;
}

/** @param variables the weights; the model sees them as they are at each run, so it may be used while it trains */
export async function loadTokenModel(model: LanguageModel, engine: Engine, variables: Variables, { features = false, weights = 'fed', late = false }: TokenModelOptions = {}): Promise<TokenModel> {
  const { vocabulary, window, hidden } = model.config;
  const { graph, states } = model.predict({ features: features && window === null });
  const load = (): Promise<Program> => engine.load(graph, variables, { weights });
  const program = late ? new LateProgram(load) : await load();
  if (window !== null) return new WindowTokenModel(program, window, vocabulary);
  return new RecurrentTokenModel(program, { states, vocabulary, hidden: features ? hidden : null });
}
