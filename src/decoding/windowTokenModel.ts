import type { Program } from '../engine/engine';
import { fillContext } from '../text/windowBatches';
import type { Following, Reading, TokenModel, TokenState } from './tokenModel';

/** Tokens judged in one run at most. */
const FOLLOWED_PER_RUN = 32;

/** Fixed window and bag of words: what was read is the last W tokens, fewer at the beginning of a text. */
export class WindowTokenModel implements TokenModel {
  readonly initial: TokenState = { values: [new Int32Array(0)] };

  constructor(private readonly program: Program, private readonly window: number, readonly vocabulary: number) {}

  async read(state: TokenState, tokens: readonly number[]): Promise<Reading> {
    return (await this.readAhead(state, tokens, []))[0];
  }

  readAhead(state: TokenState, tokens: readonly number[], guesses: readonly number[]): Promise<Reading[]> {
    if (tokens.length === 0) throw new Error('internal: WindowTokenModel.readAhead: nothing to read');
    const all = [...tokens, ...guesses];
    return this.run(Array.from({ length: 1 + guesses.length }, (_, i) => this.append(state, all.slice(0, tokens.length + i))));
  }

  readEach(states: readonly TokenState[], tokens: readonly number[]): Promise<Reading[]> {
    return this.run(states.map((state, i) => this.append(state, [tokens[i]])));
  }

  async follow(state: TokenState, tokens: readonly number[]): Promise<Following> {
    const probabilities: Float32Array[] = [];
    let now = state;
    for (let start = 0; start < tokens.length; start += FOLLOWED_PER_RUN) {
      const windows: Int32Array[] = [];
      for (const token of tokens.slice(start, start + FOLLOWED_PER_RUN)) {
        windows.push(this.append(now, [token]));
        now = { values: [windows.at(-1)!] };
      }
      probabilities.push(...(await this.run(windows)).map((reading) => reading.probabilities));
    }
    return { probabilities, state: now };
  }

  dispose(): Promise<void> {
    return this.program.dispose();
  }

  private append({ values: [last] }: TokenState, tokens: readonly number[]): Int32Array {
    return Int32Array.from([...last, ...tokens].slice(-this.window));
  }

  private async run(windows: readonly Int32Array[]): Promise<Reading[]> {
    const { window: W, vocabulary } = this;
    const B = windows.length;
    const input = new Int32Array(B * W);
    const inputMask = new Float32Array(B * W);
    windows.forEach((tokens, b) => fillContext(tokens, tokens.length, W, input, inputMask, b * W));
    const results = await this.program.run({ input: { type: 'int32', shape: [B, W], data: input }, inputMask: { type: 'float32', shape: [B, W], data: inputMask } });
    const all = results.probabilities.data as Float32Array;
    return windows.map((tokens, b) => ({ probabilities: all.slice(b * vocabulary, (b + 1) * vocabulary), state: { values: [tokens] } }));
  }
}
