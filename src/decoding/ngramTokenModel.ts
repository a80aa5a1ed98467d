/** An n-gram model by itself, in the form of any other language model. */
import type { FrozenNgram } from './frozenNgram';
import type { Following, Reading, TokenModel, TokenState } from './tokenModel';

export class NgramTokenModel implements TokenModel {
  readonly initial: TokenState = { values: [new Int32Array(0)] };
  readonly vocabulary: number;
  private readonly scratch: Float64Array;

  constructor(private readonly ngram: FrozenNgram) {
    this.vocabulary = ngram.vocabulary;
    this.scratch = new Float64Array(ngram.vocabulary);
  }

  read({ values: [tail] }: TokenState, tokens: readonly number[]): Promise<Reading> {
    const all = [...tail, ...tokens].slice(-Math.max(1, this.ngram.order - 1));
    return Promise.resolve({ state: { values: [Int32Array.from(all)] }, logits: Float32Array.from(this.ngram.fill(all, this.scratch), Math.log) });
  }

  readEach(states: readonly TokenState[], tokens: readonly number[]): Promise<Reading[]> {
    return Promise.all(states.map((state, i) => this.read(state, [tokens[i]])));
  }

  async follow(state: TokenState, tokens: readonly number[]): Promise<Following> {
    const logits: Float32Array[] = [];
    let now = state;
    for (const token of tokens) {
      const reading = await this.read(now, [token]);
      logits.push(reading.logits);
      now = reading.state;
    }
    return { logits, state: now };
  }

  dispose(): Promise<void> {
    return Promise.resolve();
  }
}
