/** A language model for tests: a function from all the tokens that were read to the probabilities of the next. */
import type { Reading, TokenModel, TokenState } from './tokenModel';

export interface ToyTokenModel extends TokenModel {
  /** How many tokens each call read, added up over its batch. */
  readonly calls: number[];
}

export function toyTokenModel(vocabulary: number, next: (tokens: readonly number[]) => ReadonlyMap<number, number>): ToyTokenModel {
  const calls: number[] = [];
  const after = (state: TokenState, tokens: readonly number[]): Reading => {
    const all = Int32Array.from([...state.values[0], ...tokens]);
    const said = next(Array.from(all));
    const total = [...said.values()].reduce((sum, probability) => sum + probability, 0);
    const probabilities = new Float32Array(vocabulary);
    for (const [token, probability] of said) probabilities[token] = probability / total;
    return { probabilities, state: { values: [all] } };
  };
  return {
    vocabulary, calls, initial: { values: [new Int32Array(0)] },
    read(state, tokens) { calls.push(tokens.length); return Promise.resolve(after(state, tokens)); },
    readAhead(state, tokens, guesses) {
      calls.push(tokens.length + guesses.length);
      return Promise.resolve(Array.from({ length: 1 + guesses.length }, (_, i) => after(state, [...tokens, ...guesses.slice(0, i)])));
    },
    readEach(states, tokens) { calls.push(states.length); return Promise.resolve(states.map((state, i) => after(state, [tokens[i]]))); },
    follow(state, tokens) {
      calls.push(tokens.length);
      const probabilities = tokens.map((_, i) => after(state, tokens.slice(0, i + 1)).probabilities);
      return Promise.resolve({ probabilities, state: tokens.length === 0 ? state : after(state, tokens).state });
    },
    dispose: () => Promise.resolve(),
  };
}
