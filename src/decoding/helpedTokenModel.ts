/**
 * A language model with its helpers: an n-gram partner that knows what was said literally, and a cache of the document so far. Their next-token distributions
 * are mixed by fixed weights,
 *
 *   P = w_model P_model + w_partner P_partner + w_cache P_cache
 *
 * and while the cache is empty, the others share its weight as they share the rest. To those who complete and generate it looks like any model.
 */
import { EMPTY_MEMORY, remember, rememberAll, similarities, votes, type Memory } from './documentCache';
import type { FrozenNgram } from './frozenNgram';
import { softmax } from './softmax';
import type { Following, Reading, TokenModel, TokenState } from './tokenModel';

/** Shares of the mixture; what they leave of 1 is the model's own. */
export interface HelperWeights { readonly partner: number; readonly cache: number }

export interface Helpers {
  /** Its share is of use only with a partner. */
  readonly partner: FrozenNgram | null;
  /** N and θ; null: no cache. */
  readonly cache: { readonly size: number; readonly theta: number } | null;
  readonly weights: HelperWeights;
}

interface HelpedState extends TokenState {
  readonly base: TokenState;
  /** The last tokens, as many as the partner looks at. */
  readonly tail: readonly number[];
  readonly memory: Memory;
  /** What the model's last prediction was made of; null before anything was read. */
  readonly feature: Float32Array | null;
}

export class HelpedTokenModel implements TokenModel {
  readonly vocabulary: number;
  readonly initial: TokenState;

  /** @param base gives out features where there is a cache. Belongs to the caller: `dispose` leaves it alone */
  constructor(private readonly base: TokenModel, private readonly helpers: Helpers) {
    const { partner, weights } = helpers;
    if (partner !== null && partner.vocabulary !== base.vocabulary) throw new Error(`internal: the partner knows ${partner.vocabulary} tokens, the model ${base.vocabulary}`);
    if (!(weights.partner >= 0 && weights.cache >= 0 && weights.partner + weights.cache <= 1)) throw new Error(`internal: helpers with the weights ${JSON.stringify(weights)}`);
    this.vocabulary = base.vocabulary;
    this.initial = stateOf(base.initial, [], EMPTY_MEMORY, null);
  }

  async read(state: TokenState, tokens: readonly number[]): Promise<Reading> {
    const from = state as HelpedState;
    return this.mixed(from, tokens, await this.base.read(from.base, tokens));
  }

  async readEach(states: readonly TokenState[], tokens: readonly number[]): Promise<Reading[]> {
    const from = states as readonly HelpedState[];
    const readings = await this.base.readEach(from.map(({ base }) => base), tokens);
    return readings.map((reading, i) => this.mixed(from[i], [tokens[i]], reading));
  }

  async follow(state: TokenState, tokens: readonly number[]): Promise<Following> {
    let now = state as HelpedState;
    const said = await this.base.follow(now.base, tokens);
    const logits = tokens.map((token, i) => {
      const feature = said.features?.[i];
      const reading = this.mixed(now, [token], { probabilities: softmax(said.logits[i], new Float32Array(this.vocabulary)), state: said.state, ...(feature ? { features: [feature] } : {}) });
      now = reading.state;
      return reading.logits;
    });
    return { logits, state: now };
  }

  dispose(): Promise<void> {
    return Promise.resolve();
  }

  private mixed(before: HelpedState, tokens: readonly number[], { probabilities, state, features }: Pick<Reading, 'probabilities' | 'state' | 'features'>): MixedReading {
    const { partner } = this.helpers;
    const tail = partner === null || partner.order === 1 ? [] : [...before.tail, ...tokens].slice(1 - partner.order);
    const memory = this.memoryAfter(before, tokens, features);
    const feature = features?.at(-1) ?? null;
    return new MixedReading(stateOf(state, tail, memory, feature), this.mix(probabilities, tail, memory, feature));
  }

  /** The state before each token, with that token. */
  private memoryAfter({ memory, feature }: HelpedState, tokens: readonly number[], features: readonly Float32Array[] | undefined): Memory {
    const { cache } = this.helpers;
    if (cache === null || features === undefined) return memory;
    if (tokens.length === 1) return feature === null ? memory : remember(memory, feature, tokens[0], cache.size);
    const before = feature === null ? features.slice(0, -1) : [feature, ...features.slice(0, -1)];
    return rememberAll(memory, before, tokens.slice(tokens.length - before.length), cache.size);
  }

  private mix(probabilities: Float32Array, tail: readonly number[], memory: Memory, feature: Float32Array | null): Float32Array {
    const { partner, cache, weights } = this.helpers;
    const voting = cache !== null && feature !== null && memory.tokens.length > 0;
    const present = 1 - (voting ? 0 : weights.cache) - (partner === null ? weights.partner : 0);
    const partnerWeight = partner === null ? 0 : weights.partner / present;
    const cacheWeight = voting ? weights.cache / present : 0;
    const own = 1 - partnerWeight - cacheWeight;
    const mixture = new Float32Array(probabilities.length);
    for (let token = 0; token < mixture.length; token++) mixture[token] = own * probabilities[token];
    partner?.add(tail, partnerWeight, mixture);
    if (voting) votes(similarities(memory, feature), cache.theta).forEach((share, i) => { mixture[memory.tokens[i]] += cacheWeight * share; });
    return mixture;
  }
}

/** Most who ask want probabilities: the logarithms are taken when somebody wants them. */
class MixedReading implements Reading {
  private logarithms: Float32Array | null = null;

  constructor(readonly state: HelpedState, readonly probabilities: Float32Array) {}

  get logits(): Float32Array {
    return this.logarithms ??= this.probabilities.map(Math.log);
  }
}

/** `values` counts for nothing here: the parts have names. */
const stateOf = (base: TokenState, tail: readonly number[], memory: Memory, feature: Float32Array | null): HelpedState => ({ values: base.values, base, tail, memory, feature });
