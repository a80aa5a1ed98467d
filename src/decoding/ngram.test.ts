import { describe, expect, it } from 'vitest';
import { NgramModel } from './ngram';
import { leaningText } from './testText';

const text = Int32Array.from('the cat sat on the mat and the cat ate the rat on the mat'.split(' '), (word) => 4 + ['the', 'cat', 'sat', 'on', 'mat', 'and', 'ate', 'rat'].indexOf(word));
const V = 14;

describe('Kneser–Ney n-gram model', () => {
  it.each([1, 2, 3, 5])('gives probabilities that add up to 1 after any context (order %d)', (order) => {
    const model = NgramModel.train(text, order, V);
    const contexts = [[], [4], [4, 5], [5, 4, 8], [99, 98], [4, 99], ...Array.from({ length: 8 }, (_, i) => Array.from(text.slice(i, i + 4)))];
    for (const context of contexts) {
      let sum = 0;
      for (let token = 0; token < V; token++) {
        const probability = model.probability(context, token);
        expect(probability).toBeGreaterThan(0);
        sum += probability;
      }
      expect(sum).toBeCloseTo(1, 10);
    }
  });

  it('counts, below the highest order, the contexts a token came in and not how often it came', () => {
    // "x y" is said ten times, but "y" only after "x"; "z" comes after five different tokens.
    const tokens = [4, 5, 4, 5, 4, 5, 4, 5, 4, 5, 7, 6, 8, 6, 9, 6, 10, 6, 11, 6];
    const model = NgramModel.train(Int32Array.from(tokens), 2, 12);
    expect(model.probability([99], 6)).toBeGreaterThan(2 * model.probability([99], 5)); // after a new context
    expect(model.probability([4], 5)).toBeGreaterThan(0.8); // after the one it always follows
  });

  it('agrees with the formula worked by hand', () => {
    // a b a b a c: bigrams ab 2, ba 2, ac 1; different tokens before a: 1 (b; the beginning has none), b: 1, c: 1.
    const model = NgramModel.train(Int32Array.from([4, 5, 4, 5, 4, 6]), 2, 10);
    // Bigrams: n1 = 1, n2 = 2, n3 = 0: Y = 1/5, D1 = 1 - 2 · 1/5 · 2 = 1/5, D2 = 2 - 3 · 1/5 · 0 is no discount below 2: ¾.
    // Unigrams: n1 = 3, n2 = 0: D1 = 1 is none below 1: ½. P(w) = ½ / 3 + (3 · ½ / 3) · 1/10 for a, b, c.
    const unigram = 0.5 / 3 + 0.5 / 10;
    expect(model.probability([99], 5)).toBeCloseTo(unigram, 12);
    expect(model.probability([4], 5)).toBeCloseTo((2 - 0.75) / 3 + ((0.75 + 0.2) / 3) * unigram, 12);
    expect(model.probability([4], 6)).toBeCloseTo((1 - 0.2) / 3 + ((0.75 + 0.2) / 3) * unigram, 12);
    expect(model.probability([4], 9)).toBeCloseTo(((0.75 + 0.2) / 3) * (0.5 / 10), 12);
  });

  it('predicts held-out text better with more context, where there is something in it', () => {
    const training = leaningText(20_000, 1);
    const heldOut = leaningText(2_000, 2);
    const perplexity = (order: number): number => {
      const { nats, tokens } = NgramModel.train(training, order, V).score(heldOut);
      expect(tokens).toBe(1_999);
      return Math.exp(nats / tokens);
    };
    const [one, two, three, five] = [1, 2, 3, 5].map(perplexity);
    expect(one).toBeGreaterThan(9);
    expect(three).toBeLessThan(0.5 * two);
    expect(five).toBeLessThan(1.15 * three); // useless context does little harm
  });
});
