import { describe, expect, it } from 'vitest';
import { BagOfWords } from './bagOfWords';
import { EMPTY_MEMORY, remember, rememberAll, votes } from './documentCache';
import { FrozenNgram } from './frozenNgram';
import { HelpedTokenModel, type Helpers } from './helpedTokenModel';
import { NgramModel } from './ngram';
import { SimilarStates } from './similarStates';
import { toyTokenModel } from './testTokenModel';
import type { Following, Reading, TokenModel, TokenState } from './tokenModel';
import { testify, weighHelpers } from './weighHelpers';

const V = 8;
const uniform = new Map(Array.from({ length: V }, (_, token) => [token, 1 / V]));
const training = Int32Array.from([4, 5, 6, 4, 5, 6, 4, 5, 6, 4, 5, 7, 4, 5, 6]);
const partner = FrozenNgram.freeze(NgramModel.train(training, 3, V));

/** A model that says the uniform distribution, and whose feature is the token it read last, as a unit vector. */
function featured(): TokenModel {
  const toy = toyTokenModel(V, () => uniform);
  const feature = (token: number): Float32Array => Float32Array.from({ length: V }, (_, i) => (i === token ? 1 : 0));
  const withFeatures = <T extends Reading | Following>(reading: T, tokens: readonly number[]): T => ({ ...reading, features: tokens.map(feature) });
  return {
    ...toy,
    read: async (state: TokenState, tokens) => withFeatures(await toy.read(state, tokens), tokens),
    readAhead: async (state, tokens, guesses) => (await toy.readAhead(state, tokens, guesses)).map((reading, i) => withFeatures(reading, i === 0 ? tokens : [guesses[i - 1]])),
    readEach: async (states, tokens) => (await toy.readEach(states, tokens)).map((reading, i) => withFeatures(reading, [tokens[i]])),
    follow: async (state, tokens) => withFeatures(await toy.follow(state, tokens), tokens),
  };
}

const helped = (helpers: Partial<Helpers>): HelpedTokenModel => new HelpedTokenModel(featured(), { partner: null, cache: null, weights: { partner: 0, cache: 0 }, ...helpers });
const sum = (values: Iterable<number>): number => [...values].reduce((a, b) => a + b, 0);

describe('the document cache', () => {
  it('lets like states vote for what followed them', () => {
    const a = Float32Array.of(1, 0);
    const b = Float32Array.of(0, 1);
    let memory = remember(EMPTY_MEMORY, a, 5, 10);
    memory = remember(memory, b, 6, 10);
    expect(Array.from(new SimilarStates().of(memory, a))).toEqual([1, 0]);
    const shares = votes(new SimilarStates().of(memory, a), 2);
    expect(shares[0] / shares[1]).toBeCloseTo(Math.exp(2), 10);
    expect(sum(shares)).toBeCloseTo(1, 12);
    expect(Array.from(votes(Float64Array.of(3000, 2000), 1))).toEqual([1, 0]); // no overflow
  });

  it('compares with many states as plain sums do, of any width, while texts go on from one another in turns', () => {
    for (const width of [1, 7, 16, 65]) {
      const states = new SimilarStates();
      const feature = (i: number): Float32Array => Float32Array.from({ length: width }, (_, k) => Math.sin(i * 31 + k * 7));
      let memory = EMPTY_MEMORY;
      for (let i = 0; i < 200; i++) {
        memory = remember(memory, feature(i), i, 100); // twice what the first shelf holds
        const aside = remember(memory, feature(1000 + i), i, 100);
        for (const one of [memory, aside, memory]) {
          const now = feature(2000 + i);
          const expected = one.features.map((state) => state.reduce((sum, value, k) => sum + value * now[k], 0));
          expect(states.of(one, now)).toBeAllclose(expected, { rtol: 1e-5, atol: 1e-5 });
        }
      }
    }
    expect(new SimilarStates().of(EMPTY_MEMORY, Float32Array.of(1))).toEqual(new Float64Array(0));
  });

  it('forgets what is too old, one by one or many at once', () => {
    const features = Array.from({ length: 7 }, (_, i) => Float32Array.of(i));
    const tokens = [1, 2, 3, 4, 5, 6, 7];
    let one = EMPTY_MEMORY;
    features.forEach((feature, i) => { one = remember(one, feature, tokens[i], 3); });
    expect(one).toEqual({ features: features.slice(4), tokens: [5, 6, 7] });
    expect(rememberAll(EMPTY_MEMORY, features, tokens, 3)).toEqual(one);
  });
});

describe('a model with helpers', () => {
  it('mixes the three distributions by their weights', async () => {
    const model = helped({ partner, cache: { size: 100, theta: 1 }, weights: { partner: 0.5, cache: 0.25 } });
    const { probabilities: mixture } = await model.read(model.initial, [4, 5, 7, 4]);
    expect(sum(mixture)).toBeCloseTo(1, 6);
    // It has seen 4 → 5, 5 → 7, 7 → 4 and now stands at 4 again.
    const vote5 = Math.E / (Math.E + 2);
    expect(mixture[5]).toBeCloseTo(0.25 / V + 0.5 * partner.probability([7, 4], 5) + 0.25 * vote5, 6);
    expect(mixture[6]).toBeCloseTo(0.25 / V + 0.5 * partner.probability([7, 4], 6), 6);
  });

  it('shares the weight of an empty cache among the others', async () => {
    const model = helped({ partner, cache: { size: 100, theta: 1 }, weights: { partner: 0.3, cache: 0.4 } });
    const { probabilities } = await model.read(model.initial, [4]);
    expect(probabilities[5]).toBeCloseTo(0.5 / V + 0.5 * partner.probability([4], 5), 6);
    const alone = helped({ partner: null, weights: { partner: 0.3, cache: 0 } });
    expect((await alone.read(alone.initial, [4])).probabilities[5]).toBeCloseTo(1 / V, 6);
  });

  it('says the same however the text is read', async () => {
    const model = helped({ partner, cache: { size: 4, theta: 0.7 }, weights: { partner: 0.3, cache: 0.3 } });
    const tokens = [4, 5, 6, 4, 7, 5, 4, 5, 6, 6, 4];
    const whole = await model.read(model.initial, tokens);
    const followed = await model.follow(model.initial, tokens);
    let reading = await model.read(model.initial, tokens.slice(0, 3));
    for (const [i, token] of tokens.slice(3).entries()) {
      [reading] = await model.readEach([reading.state], [token]);
      expect(Array.from(followed.probabilities[i + 3])).toEqual(Array.from(reading.probabilities));
    }
    expect(Array.from(reading.probabilities)).toEqual(Array.from(whole.probabilities));
    expect(reading.state).toMatchObject({ memory: { tokens: [5, 6, 6, 4] } });
  });

  it('reads what its partner expects in the same run, and says the same', async () => {
    const helpers: Helpers = { partner, cache: { size: 4, theta: 0.7 }, weights: { partner: 0.3, cache: 0.3 } };
    const runs: number[] = [];
    const base = featured();
    const counted: TokenModel = { ...base, readAhead: (state, tokens, guesses) => { runs.push(tokens.length + guesses.length); return base.readAhead(state, tokens, guesses); } };
    const [plain, ahead] = [new HelpedTokenModel(featured(), helpers), new HelpedTokenModel(counted, helpers, 3)];
    let [slow, quick] = [await plain.read(plain.initial, [4, 5]), await ahead.read(ahead.initial, [4, 5])];
    for (const token of [6, 4, 5, 4, 7, 6]) { // 6, 4 and 5 are what the partner expects after 4, 5
      [[slow], [quick]] = [await plain.readEach([slow.state], [token]), await ahead.readEach([quick.state], [token])];
      expect(Array.from(quick.probabilities)).toEqual(Array.from(slow.probabilities));
      expect(quick.state).toMatchObject({ tail: (slow.state as unknown as { tail: number[] }).tail, memory: (slow.state as unknown as { memory: object }).memory });
    }
    expect(runs[0]).toBe(5);
    expect(runs.length).toBeLessThanOrEqual(4); // not one for each of seven
    const [both] = await ahead.readEach([quick.state, ahead.initial], [4, 4]);
    expect(Array.from(both.probabilities)).toEqual(Array.from((await plain.readEach([slow.state], [4]))[0].probabilities));
  });

  it('refuses a partner of another vocabulary', () => {
    const other = FrozenNgram.freeze(NgramModel.train(training, 2, V + 1));
    expect(() => helped({ partner: other, weights: { partner: 0.5, cache: 0 } })).toThrow(/internal: the partner knows 9 tokens/);
  });
});

describe('the weights of helpers', () => {
  it('go to who predicts best, and the perplexities are those of the mixtures', async () => {
    const text = Int32Array.from([...training, ...training]);
    const model = featured();
    const weighed = weighHelpers(await testify(model, partner, text, 50, undefined, [0.1, 3]), [0.1, 3]);
    expect(weighed.tokens).toBe(29);
    expect(weighed.perplexity.model).toBeCloseTo(V, 5);
    expect(weighed.weights.partner.partner).toBeGreaterThan(0.8); // uniform is no rival
    expect(weighed.perplexity.both!).toBeLessThan(weighed.perplexity.cache!);
    expect(weighed.perplexity.both!).toBeLessThanOrEqual(weighed.perplexity.partner + 1e-9);
    for (const [choice, helpers] of [['partner', { partner }], ['cache', { cache: { size: 50, theta: weighed.theta } }], ['both', { partner, cache: { size: 50, theta: weighed.theta } }]] as const) {
      const mixed = helped({ ...helpers, weights: weighed.weights[choice]! });
      const { probabilities } = await mixed.follow(mixed.initial, Array.from(text.subarray(0, -1)));
      const nats = probabilities.reduce((total, row, i) => total - Math.log(row[text[i + 1]]), 0);
      expect(Math.exp(nats / 29)).toBeCloseTo(weighed.perplexity[choice]!, 4);
    }
  });

  it('find the theta under which the cache helps most', async () => {
    const cyclic = Int32Array.from({ length: 40 }, (_, i) => [7, 6, 5, 4][i % 4]); // against all that the partner learnt
    const weighed = weighHelpers(await testify(featured(), partner, cyclic, 50, undefined, [0.1, 3]), [0.1, 3]);
    expect(weighed.theta).toBe(3);
    expect(weighed.weights.both!.cache).toBeGreaterThan(0.8);
    expect(weighed.perplexity.both!).toBeLessThan(3);
  });

  it('are 0 where help only harms', async () => {
    const knowing = toyTokenModel(V, (context) => new Map([[4, context.at(-1) === 4 ? 1e-6 : 1 - 1e-6], [5, context.at(-1) === 4 ? 1 - 1e-6 : 1e-6]]));
    const alternating = Int32Array.from({ length: 12 }, (_, i) => 4 + (i % 2));
    const weighed = weighHelpers(await testify(knowing, partner, alternating, 50));
    expect(weighed.weights.partner).toEqual({ partner: 0, cache: 0 });
    expect(weighed.perplexity.partner).toBe(weighed.perplexity.model);
  });

  it('know no cache where the model has no features', async () => {
    const weighed = weighHelpers(await testify(toyTokenModel(V, () => uniform), partner, training, 50));
    expect(weighed.weights).toMatchObject({ cache: null, both: null });
    expect(weighed.perplexity).toMatchObject({ cache: null, both: null });
  });

  it('can be weighed on the beginning of a text, where there is no more time', async () => {
    let pieces = 0;
    const long = Int32Array.from({ length: 1000 }, (_, i) => training[i % training.length]);
    const some = await testify(featured(), partner, long, 50, () => Promise.resolve(++pieces > 2));
    expect(some.model).toHaveLength(128);
    expect(some.cache![0]).toHaveLength(128);
    const all = await testify(featured(), partner, long, 50);
    expect(some.partner).toEqual(all.partner.subarray(0, 128));
  });
});

describe('the bag of words in closed form', () => {
  const bag = new BagOfWords(training, V, 2);
  it('gives probabilities that add up to 1, with and without a context', () => {
    for (const context of [[], [4], [4, 5], [0], [0, 7]]) {
      let total = 0;
      for (let token = 0; token < V; token++) total += bag.probability(context, token);
      expect(total).toBeCloseTo(1, 12);
    }
  });
  it('cannot tell the order of words', () => {
    for (let token = 0; token < V; token++) expect(bag.probability([4, 5], token)).toBeCloseTo(bag.probability([5, 4], token), 12);
    expect(bag.probability([4, 5], 6)).toBeGreaterThan(bag.probability([0], 6)); // but what is near counts
  });
  it('agrees with the formula worked by hand', () => {
    // a b a: within two tokens after a: b, a; after b: a. P(a) = 3/6, P(b) = 2/6 (add one, V = 3).
    const small = new BagOfWords(Int32Array.of(0, 1, 0), 3, 2);
    expect(small.probability([0], 0)).toBeCloseTo((1 + 2 * (3 / 6)) / (2 + 2), 12);
    expect(small.probability([0, 1], 0)).toBeCloseTo(((1 + 2 * (3 / 6)) / 4 + (1 + 3 / 6) / 2) / 2, 12);
    expect(small.score(Int32Array.of(0, 1)).nats).toBeCloseTo(-Math.log((1 + 2 * (2 / 6)) / 4), 12);
  });
});
