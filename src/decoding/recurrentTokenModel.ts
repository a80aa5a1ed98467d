import type { Program, Results } from '../engine/engine';
import type { Tensor } from '../graph/graph';
import type { StateSpec } from '../models/model';
import type { Following, Reading, TokenModel, TokenState } from './tokenModel';

/** Tokens of one run at most: a long text is read piece by piece, so that its memory stays small. */
const TOKENS_PER_RUN = 256;
/** The same where predictions are wanted after every one of them. */
const FOLLOWED_PER_RUN = 32;

export interface RecurrentShape {
  readonly states: readonly StateSpec[];
  readonly vocabulary: number;
  /** H, where the program gives out features; else null. */
  readonly hidden: number | null;
}

/** RNN, LSTM and GRU: what was read is in the states, [n] numbers each. */
export class RecurrentTokenModel implements TokenModel {
  readonly initial: TokenState;
  readonly vocabulary: number;
  private readonly states: readonly StateSpec[];
  private readonly hidden: number | null;
  private readonly sizes: readonly number[];

  constructor(private readonly program: Program, { states, vocabulary, hidden }: RecurrentShape) {
    this.states = states;
    this.vocabulary = vocabulary;
    this.hidden = hidden;
    this.sizes = states.map(({ input, shape }) => {
      const size = shape.at(-1);
      if (typeof size !== 'number') throw new Error(`internal: the state ${input} has no known size`);
      return size;
    });
    this.initial = { values: this.sizes.map((size) => new Float32Array(size)) };
  }

  async read(state: TokenState, tokens: readonly number[]): Promise<Reading> {
    return (await this.readAhead(state, tokens, []))[0];
  }

  async readAhead(state: TokenState, tokens: readonly number[], guesses: readonly number[]): Promise<Reading[]> {
    if (tokens.length === 0) throw new Error('internal: RecurrentTokenModel.readAhead: nothing to read');
    const features: Float32Array[] = [];
    let now = state;
    let start = 0;
    for (; tokens.length - start > TOKENS_PER_RUN; start += TOKENS_PER_RUN) {
      const results = await this.run([now], tokens.slice(start, start + TOKENS_PER_RUN), TOKENS_PER_RUN, [TOKENS_PER_RUN - 1]);
      features.push(...this.featuresOf(results, range(0, TOKENS_PER_RUN)));
      now = this.stateOf(results, TOKENS_PER_RUN - 1);
    }
    const rest = tokens.length - start;
    const results = await this.run([now], [...tokens.slice(start), ...guesses], rest + guesses.length, range(rest - 1, rest + guesses.length));
    features.push(...this.featuresOf(results, range(0, rest)));
    return [this.reading(results, 0, rest - 1, features), ...guesses.map((_, i) => this.reading(results, i + 1, rest + i, this.featuresOf(results, [rest + i])))];
  }

  async readEach(states: readonly TokenState[], tokens: readonly number[]): Promise<Reading[]> {
    const results = await this.run(states, tokens, 1, range(0, states.length));
    return states.map((_, b) => this.reading(results, b, b, this.featuresOf(results, [b])));
  }

  async follow(state: TokenState, tokens: readonly number[]): Promise<Following> {
    const probabilities: Float32Array[] = [];
    const features: Float32Array[] = [];
    let now = state;
    for (let start = 0; start < tokens.length; start += FOLLOWED_PER_RUN) {
      const piece = tokens.slice(start, start + FOLLOWED_PER_RUN);
      const all = range(0, piece.length);
      const results = await this.run([now], piece, piece.length, all);
      probabilities.push(...all.map((t) => row(results, 'probabilities', t, this.vocabulary)));
      features.push(...this.featuresOf(results, all));
      now = this.stateOf(results, piece.length - 1);
    }
    return { probabilities, state: now, ...(this.hidden === null ? {} : { features }) };
  }

  dispose(): Promise<void> {
    return this.program.dispose();
  }

  /** @param tokens [T, B] @param positions of tokens, t·B + b, after which the model is to speak */
  private run(states: readonly TokenState[], tokens: readonly number[], T: number, positions: readonly number[]): Promise<Results> {
    const B = states.length;
    const feeds: Record<string, Tensor> = {
      input: { type: 'int32', shape: [T, B], data: Int32Array.from(tokens) }, positions: { type: 'int32', shape: [positions.length], data: Int32Array.from(positions) },
    };
    this.states.forEach((spec, i) => {
      const size = this.sizes[i];
      const data = new Float32Array(B * size);
      states.forEach(({ values }, b) => data.set(values[i], b * size));
      feeds[spec.input] = { type: 'float32', shape: [B, size], data };
    });
    return this.program.run(feeds);
  }

  /** @param said which of the positions that were asked for @param position of the token */
  private reading(results: Results, said: number, position: number, features: readonly Float32Array[]): Reading {
    return {
      probabilities: row(results, 'probabilities', said, this.vocabulary), state: this.stateOf(results, position),
      ...(this.hidden === null ? {} : { features }),
    };
  }

  private featuresOf(results: Results, positions: readonly number[]): Float32Array[] {
    const { hidden } = this;
    return hidden === null ? [] : positions.map((position) => row(results, 'features', position, hidden));
  }

  private stateOf(results: Results, position: number): TokenState {
    return { values: this.states.map(({ output }, i) => row(results, output, position, this.sizes[i])) };
  }
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);

/** A copy: what a run gives out is valid only until the next. */
const row = (results: Results, name: string, index: number, size: number): Float32Array => (results[name].data as Float32Array).slice(index * size, (index + 1) * size);
