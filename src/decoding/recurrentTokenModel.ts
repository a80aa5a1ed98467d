import type { Program, Results } from '../engine/engine';
import type { Tensor } from '../graph/graph';
import type { StateSpec } from '../models/model';
import type { Reading, TokenModel, TokenState } from './tokenModel';

/** Tokens of one run at most: a long text is read piece by piece, so that its memory stays small. */
const TOKENS_PER_RUN = 256;

/** RNN, LSTM and GRU: what was read is in the states, [n] numbers each. */
export class RecurrentTokenModel implements TokenModel {
  readonly initial: TokenState;
  private readonly sizes: readonly number[];

  constructor(private readonly program: Program, private readonly states: readonly StateSpec[], readonly vocabulary: number) {
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
    for (let start = 0; start < tokens.length; start += TOKENS_PER_RUN) {
      const piece = tokens.slice(start, start + TOKENS_PER_RUN);
      [reading] = await this.run([reading?.state ?? state], Int32Array.from(piece), piece.length);
    }
    return reading!;
  }

  readEach(states: readonly TokenState[], tokens: readonly number[]): Promise<Reading[]> {
    return this.run(states, Int32Array.from(tokens), 1);
  }

  dispose(): Promise<void> {
    return this.program.dispose();
  }

  /** @param input [T, B] */
  private async run(states: readonly TokenState[], input: Int32Array, T: number): Promise<Reading[]> {
    const B = states.length;
    const feeds: Record<string, Tensor> = { input: { type: 'int32', shape: [T, B], data: input } };
    this.states.forEach((spec, i) => {
      const size = this.sizes[i];
      const data = new Float32Array(B * size);
      states.forEach(({ values }, b) => data.set(values[i], b * size));
      feeds[spec.input] = { type: 'float32', shape: [B, size], data };
    });
    const results = await this.program.run(feeds);
    return states.map((_, b) => ({
      logits: row(results, 'logits', b, this.vocabulary),
      state: { values: this.states.map(({ output }, i) => row(results, output, b, this.sizes[i])) },
    }));
  }
}

/** A copy: what a run gives out is valid only until the next. */
const row = (results: Results, name: string, b: number, size: number): Float32Array => (results[name].data as Float32Array).slice(b * size, (b + 1) * size);
