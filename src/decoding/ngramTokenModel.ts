/** An n-gram model by itself, in the form of any other language model. */
import type { FrozenNgram } from './frozenNgram';
import type { Following, Reading, TokenModel, TokenState } from './tokenModel';

export class NgramTokenModel implements TokenModel {
  readonly initial: TokenState = { values: [new Int32Array(0)] };
  readonly vocabulary: number;

  constructor(private readonly ngram: FrozenNgram) {
    this.vocabulary = ngram.vocabulary;
  }

  read({ values: [tail] }: TokenState, tokens: readonly number[]): Promise<Reading> {
    const all = [...tail, ...tokens].slice(-Math.max(1, this.ngram.order - 1));
    const probabilities = this.ngram.add(all, 1, new Float32Array(this.vocabulary));
    return Promise.resolve({ state: { values: [Int32Array.from(all)] }, probabilities });
  }

  async readAhead(state: TokenState, tokens: readonly number[], guesses: readonly number[]): Promise<Reading[]> {
    const readings = [await this.read(state, tokens)];
    for (const guess of guesses) readings.push(await this.read(readings.at(-1)!.state, [guess]));
    return readings;
  }

  readEach(states: readonly TokenState[], tokens: readonly number[]): Promise<Reading[]> {
    return Promise.all(states.map((state, i) => this.read(state, [tokens[i]])));
  }

  async follow(state: TokenState, tokens: readonly number[]): Promise<Following> {
    const probabilities: Float32Array[] = [];
    let now = state;
    for (const token of tokens) {
      const reading = await this.read(now, [token]);
      probabilities.push(reading.probabilities);
      now = reading.state;
    }
    return { probabilities, state: now };
  }

  dispose(): Promise<void> {
    return Promise.resolve();
  }
}
