import type { Program, Results } from '../engine/engine';
import type { Tensor } from '../graph/graph';
import type { StateSpec } from '../models/model';
import type { Following, Reading, TokenModel, TokenState } from './tokenModel';

/** Tokens of one run at most: a long text is read piece by piece, so that its memory stays small. */
const TOKENS_PER_RUN = 256;
/** The same where logits are wanted after every one of them. */
const FOLLOWED_PER_RUN = 32;

export interface RecurrentShape {
  readonly states: readonly StateSpec[];
  readonly vocabulary: number;
  /** H, where the programs give out features; else null. */
  readonly hidden: number | null;
}

/** RNN, LSTM and GRU: what was read is in the states, [n] numbers each. */
export class RecurrentTokenModel implements TokenModel {
  readonly initial: TokenState;
  readonly vocabulary: number;
  private readonly states: readonly StateSpec[];
  private readonly hidden: number | null;
  private readonly sizes: readonly number[];
  private follower: Promise<Program> | null = null;

  /**
   * @param program      says the logits after the last token
   * @param loadFollower loads the program that says them after every one; asked for when first needed
   */
  constructor(private readonly program: Program, private readonly loadFollower: () => Promise<Program>, { states, vocabulary, hidden }: RecurrentShape) {
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
    if (tokens.length === 0) throw new Error('internal: RecurrentTokenModel.read: nothing to read');
    let reading: Reading | null = null;
    const features: Float32Array[] = [];
    for (let start = 0; start < tokens.length; start += TOKENS_PER_RUN) {
      const piece = tokens.slice(start, start + TOKENS_PER_RUN);
      [reading] = await this.run([reading?.state ?? state], Int32Array.from(piece), piece.length);
      if (reading.features) features.push(...reading.features);
    }
    return this.hidden === null ? reading! : { ...reading!, features };
  }

  readEach(states: readonly TokenState[], tokens: readonly number[]): Promise<Reading[]> {
    return this.run(states, Int32Array.from(tokens), 1);
  }

  async follow(state: TokenState, tokens: readonly number[]): Promise<Following> {
    const program = await (this.follower ??= this.loadFollower());
    const logits: Float32Array[] = [];
    const features: Float32Array[] = [];
    let now = state;
    for (let start = 0; start < tokens.length; start += FOLLOWED_PER_RUN) {
      const piece = tokens.slice(start, start + FOLLOWED_PER_RUN);
      const results = await program.run(this.feeds([now], Int32Array.from(piece), piece.length));
      piece.forEach((_, t) => {
        logits.push(row(results, 'logits', t, this.vocabulary));
        if (this.hidden !== null) features.push(row(results, 'features', t, this.hidden));
      });
      now = this.stateOf(results, 0);
    }
    return { logits, state: now, ...(this.hidden === null ? {} : { features }) };
  }

  async dispose(): Promise<void> {
    await Promise.all([this.program.dispose(), this.follower?.then((program) => program.dispose())]);
  }

  /** @param input [T, B] */
  private async run(states: readonly TokenState[], input: Int32Array, T: number): Promise<Reading[]> {
    const results = await this.program.run(this.feeds(states, input, T));
    const { hidden } = this;
    const B = states.length;
    return states.map((_, b) => ({
      logits: row(results, 'logits', b, this.vocabulary), probabilities: row(results, 'probabilities', b, this.vocabulary), state: this.stateOf(results, b),
      ...(hidden === null ? {} : { features: Array.from({ length: T }, (_unused, t) => row(results, 'features', t * B + b, hidden)) }),
    }));
  }

  private feeds(states: readonly TokenState[], input: Int32Array, T: number): Record<string, Tensor> {
    const B = states.length;
    const feeds: Record<string, Tensor> = { input: { type: 'int32', shape: [T, B], data: input } };
    this.states.forEach((spec, i) => {
      const size = this.sizes[i];
      const data = new Float32Array(B * size);
      states.forEach(({ values }, b) => data.set(values[i], b * size));
      feeds[spec.input] = { type: 'float32', shape: [B, size], data };
    });
    return feeds;
  }

  private stateOf(results: Results, b: number): TokenState {
    return { values: this.states.map(({ output }, i) => row(results, output, b, this.sizes[i])) };
  }
}

/** A copy: what a run gives out is valid only until the next. */
const row = (results: Results, name: string, b: number, size: number): Float32Array => (results[name].data as Float32Array).slice(b * size, (b + 1) * size);
