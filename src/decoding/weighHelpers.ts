/**
 * How much each helper of a language model should count: weights of the mixture by expectation maximization (Jelinek and Mercer 1980) and the cache's θ by a small
 * grid, on text that nobody was trained on.
 */
import { EMPTY_MEMORY, remember, type Memory } from './documentCache';
import type { FrozenNgram } from './frozenNgram';
import type { HelperWeights } from './helpedTokenModel';
import { SimilarStates } from './similarStates';
import type { TokenModel } from './tokenModel';

/** What a cache says is compared for these θ. */
export const THETAS = [0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.8, 1.2] as const;
const ROUNDS = 40;
const NO_HELP: HelperWeights = { partner: 0, cache: 0 };
/** Tokens that are read between two chances to breathe. */
const PIECE = 64;

export type HelperChoice = 'partner' | 'cache' | 'both';

export interface WeighedHelpers {
  readonly theta: number;
  /** The weights for each choice of helpers; null where the model has no cache. */
  readonly weights: { readonly partner: HelperWeights; readonly cache: HelperWeights | null; readonly both: HelperWeights | null };
  /** Perplexity of the text the weights were found on: without helpers, and with each choice. */
  readonly perplexity: { readonly model: number; readonly partner: number; readonly cache: number | null; readonly both: number | null };
  readonly tokens: number;
}

/** What each says of the token that really came, [n] each; the cache's for each θ, -1 while it was empty. */
export interface Testimony {
  readonly model: Float64Array;
  readonly partner: Float64Array;
  readonly cache: readonly Float64Array[] | null;
}

/**
 * Reads a text once, as one stream.
 * @param tokens    the first is read and not predicted
 * @param cacheSize N
 * @param between   called now and then; returning true ends the reading there
 */
export async function testify(model: TokenModel, partner: FrozenNgram, tokens: Int32Array, cacheSize: number, between: () => Promise<boolean> = () => Promise.resolve(false), thetas: readonly number[] = THETAS): Promise<Testimony> {
  const count = Math.max(0, tokens.length - 1);
  const testimony = { model: new Float64Array(count), partner: new Float64Array(count), cache: thetas.map(() => new Float64Array(count)) };
  let [memory, state, hasCache]: [Memory, typeof model.initial, boolean] = [EMPTY_MEMORY, model.initial, true];
  const states = new SimilarStates();
  let read = count;
  for (let start = 0; start < count; start += PIECE) {
    if (await between()) {
      read = start;
      break;
    }
    const end = Math.min(count, start + PIECE);
    const said = await model.follow(state, Array.from(tokens.subarray(start, end)));
    ({ state } = said);
    hasCache &&= said.features !== undefined;
    for (let i = start; i < end; i++) {
      const [next, feature] = [tokens[i + 1], said.features?.[i - start]];
      testimony.model[i] = said.probabilities[i - start][next];
      testimony.partner[i] = partner.probability(tokens, next, i + 1);
      if (feature === undefined) continue;
      const similar = states.of(memory, feature);
      thetas.forEach((theta, t) => { testimony.cache[t][i] = shareOf(similar, memory.tokens, theta, next); });
      memory = remember(memory, feature, next, cacheSize);
    }
  }
  return { model: testimony.model.subarray(0, read), partner: testimony.partner.subarray(0, read), cache: hasCache ? testimony.cache.map((votes) => votes.subarray(0, read)) : null };
}

/** The share of the vote for one token; -1 where nobody votes. */
function shareOf(similar: Float64Array, tokens: readonly number[], theta: number, wanted: number): number {
  if (tokens.length === 0) return -1;
  let most = -Infinity;
  for (const value of similar) if (value > most) most = value;
  let [all, agreeing] = [0, 0];
  for (let i = 0; i < similar.length; i++) {
    const weight = Math.exp(theta * (similar[i] - most));
    all += weight;
    if (tokens[i] === wanted) agreeing += weight;
  }
  return agreeing / all;
}

/** The weights, and θ, under which the text was likeliest. */
export function weighHelpers({ model, partner, cache }: Testimony, thetas: readonly number[] = THETAS): WeighedHelpers {
  const none = new Float64Array(model.length).fill(-1);
  const withPartner = maximize(model, partner, none, { partner: 0.3, cache: 0 });
  const perplexityOf = (weights: HelperWeights, votes: Float64Array): number => Math.exp(-logLikelihood(model, partner, votes, weights) / model.length);
  const base = { tokens: model.length };
  const modelAlone = perplexityOf(NO_HELP, none);
  if (cache === null) {
    return { ...base, theta: 0, weights: { partner: withPartner, cache: null, both: null }, perplexity: { model: modelAlone, partner: perplexityOf(withPartner, none), cache: null, both: null } };
  }
  const tried = cache.map((votes, t) => {
    const both = maximize(model, partner, votes, { partner: 0.3, cache: 0.1 });
    return { theta: thetas[t], votes, both, likelihood: logLikelihood(model, partner, votes, both) };
  });
  const best = tried.reduce((a, b) => (b.likelihood > a.likelihood ? b : a));
  const withCache = maximize(model, partner, best.votes, { partner: 0, cache: 0.1 });
  return {
    ...base, theta: best.theta, weights: { partner: withPartner, cache: withCache, both: best.both },
    perplexity: { model: modelAlone, partner: perplexityOf(withPartner, none), cache: perplexityOf(withCache, best.votes), both: perplexityOf(best.both, best.votes) },
  };
}

/**
 * How well the mixture predicts a text that was read, in nats a token.
 * @param votes what the cache says, for the θ in question; null: no cache
 */
export function helpedLoss({ model, partner }: Testimony, weights: HelperWeights, votes: Float64Array | null): number {
  return -logLikelihood(model, partner, votes ?? new Float64Array(model.length).fill(-1), weights) / model.length;
}

/** A weight that begins at 0 stays 0. Rounds may run out before a useless helper's weight has come down to nothing: no help is then the better choice. */
function maximize(model: Float64Array, partner: Float64Array, cache: Float64Array, begin: HelperWeights): HelperWeights {
  let weights = begin;
  for (let round = 0; round < ROUNDS && model.length > 0; round++) {
    let [own, literal, voted] = [0, 0, 0];
    for (let i = 0; i < model.length; i++) {
      const { ofModel, ofPartner, ofCache, total } = mixtureAt(i, model, partner, cache, weights);
      own += ofModel / total;
      literal += ofPartner / total;
      voted += ofCache / total;
    }
    const all = own + literal + voted;
    weights = { partner: literal / all, cache: voted / all };
  }
  return logLikelihood(model, partner, cache, weights) > logLikelihood(model, partner, cache, NO_HELP) ? weights : NO_HELP;
}

const logLikelihood = (model: Float64Array, partner: Float64Array, cache: Float64Array, weights: HelperWeights): number =>
  model.reduce((sum, _, i) => sum + Math.log(mixtureAt(i, model, partner, cache, weights).total), 0);

/** As `HelpedTokenModel` mixes: where nobody votes, the others share the cache's weight. */
function mixtureAt(i: number, model: Float64Array, partner: Float64Array, cache: Float64Array, weights: HelperWeights): { ofModel: number; ofPartner: number; ofCache: number; total: number } {
  const present = cache[i] < 0 ? 1 - weights.cache : 1;
  const ofModel = ((1 - weights.partner - weights.cache) / present) * model[i];
  const ofPartner = (weights.partner / present) * partner[i];
  const ofCache = cache[i] < 0 ? 0 : weights.cache * cache[i];
  return { ofModel, ofPartner, ofCache, total: Math.max(Number.MIN_VALUE, ofModel + ofPartner + ofCache) };
}
