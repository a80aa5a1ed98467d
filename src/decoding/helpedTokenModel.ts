/**
 * A language model with its helpers: an n-gram partner that knows what was said literally, and a cache of the document so far. Their next-token distributions
 * are mixed by fixed weights,
 *
 *   P = w_model P_model + w_partner P_partner + w_cache P_cache
 *
 * and while the cache is empty, the others share its weight as they share the rest. To those who complete and generate it looks like any model.
 *
 * The partner also saves time. It knows what it would write next before the model has read anything, and where its guess is what is read next, the model has
 * read it already, in the same run as the tokens before (`TokenModel.readAhead`). What is said stays the same: a wrong guess is thrown away. So a phrase of three
 * words takes one run instead of four where both agree (speculative decoding, Leviathan et al. 2023, with the n-gram model as the draft model).
 */
import { EMPTY_MEMORY, remember, rememberAll, votes, type Memory } from './documentCache';
import type { FrozenNgram } from './frozenNgram';
import { SimilarStates } from './similarStates';
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

/** `values` counts for nothing here: the parts have names. */
interface HelpedState extends TokenState {
  readonly base: TokenState;
  /** The last tokens, as many as the partner looks at. */
  readonly tail: readonly number[];
  readonly memory: Memory;
  /** What the model's last prediction was made of; null before anything was read. */
  readonly feature: Float32Array | null;
  /** What comes next by the partner's guess, what then, and what the model itself said after each. */
  readonly ahead: readonly Guess[];
}

interface HelpedReading extends Reading { readonly state: HelpedState }

interface Guess { readonly token: number; readonly said: Reading }

/** So sure a guess must be, all before it included: it costs nearly what the run does that it saves where it is right. */
const LEAST_SURE = 0.5;

export class HelpedTokenModel implements TokenModel {
  readonly vocabulary: number;
  readonly initial: HelpedState;

  private readonly guesses: number;
  private readonly states = new SimilarStates();

  /**
   * @param base gives out features where there is a cache. Belongs to the caller: `dispose` leaves it alone
   * @param guesses of the partner that are read ahead, at most: of use to who will ask for what is likeliest. Default 0
   */
  constructor(private readonly base: TokenModel, private readonly helpers: Helpers, guesses = 0) {
    const { partner, weights } = helpers;
    if (partner !== null && partner.vocabulary !== base.vocabulary) throw new Error(`internal: the partner knows ${partner.vocabulary} tokens, the model ${base.vocabulary}`);
    if (!(weights.partner >= 0 && weights.cache >= 0 && weights.partner + weights.cache <= 1)) throw new Error(`internal: helpers with the weights ${JSON.stringify(weights)}`);
    this.vocabulary = base.vocabulary;
    this.guesses = weights.partner > 0 ? guesses : 0; // who has no voice is a bad judge of what will be said
    this.initial = { values: base.initial.values, base: base.initial, tail: [], memory: EMPTY_MEMORY, feature: null, ahead: [] };
  }

  async read(state: TokenState, tokens: readonly number[]): Promise<Reading> {
    const from = state as HelpedState;
    const known = tokens.length === 1 ? this.guessedBefore(from, tokens[0]) : null;
    if (known !== null) return known;
    const guesses = this.guessAfter(this.tailAfter(from, tokens));
    const [said, ...more] = await this.base.readAhead(from.base, tokens, guesses);
    return this.mixed(from, tokens, said, guesses.map((token, i) => ({ token, said: more[i] })));
  }

  async readAhead(state: TokenState, tokens: readonly number[], guesses: readonly number[]): Promise<Reading[]> {
    const said = await this.base.readAhead((state as HelpedState).base, tokens, guesses);
    const readings = [this.mixed(state as HelpedState, tokens, said[0])];
    guesses.forEach((token, i) => readings.push(this.mixed(readings[i].state, [token], said[i + 1])));
    return readings;
  }

  /** Who reads after several states at once does without guesses. */
  async readEach(states: readonly TokenState[], tokens: readonly number[]): Promise<Reading[]> {
    if (states.length === 1) return [await this.read(states[0], tokens)];
    const from = states as readonly HelpedState[];
    const readings = await this.base.readEach(from.map(({ base }) => base), tokens);
    return readings.map((reading, i) => this.mixed(from[i], [tokens[i]], reading));
  }

  async follow(state: TokenState, tokens: readonly number[]): Promise<Following> {
    let now = state as HelpedState;
    const said = await this.base.follow(now.base, tokens);
    const probabilities = tokens.map((token, i) => {
      const feature = said.features?.[i];
      const reading = this.mixed(now, [token], { probabilities: said.probabilities[i], state: said.state, ...(feature ? { features: [feature] } : {}) });
      now = reading.state;
      return reading.probabilities;
    });
    return { probabilities, state: now };
  }

  dispose(): Promise<void> {
    return Promise.resolve();
  }

  private mixed(before: HelpedState, tokens: readonly number[], { probabilities, state, features }: Reading, ahead: readonly Guess[] = []): HelpedReading {
    const tail = this.tailAfter(before, tokens);
    const memory = this.memoryAfter(before, tokens, features);
    const feature = features?.at(-1) ?? null;
    return { state: { values: state.values, base: state, tail, memory, feature, ahead }, probabilities: this.mix(probabilities, tail, memory, feature) };
  }

  private guessedBefore(state: HelpedState, token: number): HelpedReading | null {
    const [guess, ...ahead] = state.ahead;
    return guess?.token === token ? this.mixed(state, [token], guess.said, ahead) : null;
  }

  /** The partner's likeliest next tokens, one after another, as long as it is sure enough of all of them. */
  private guessAfter(tail: readonly number[]): number[] {
    const { partner } = this.helpers;
    const guesses: number[] = [];
    for (let sure = 1; partner !== null && guesses.length < this.guesses;) {
      const guess = partner.likeliest([...tail, ...guesses], LEAST_SURE / sure);
      if (guess === null) break;
      sure *= guess.probability;
      guesses.push(guess.token);
    }
    return guesses;
  }

  private tailAfter({ tail }: HelpedState, tokens: readonly number[]): number[] {
    const { partner } = this.helpers;
    return partner === null || partner.order === 1 ? [] : [...tail, ...tokens].slice(1 - partner.order);
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
    if (voting) votes(this.states.of(memory, feature), cache.theta).forEach((share, i) => { mixture[memory.tokens[i]] += cacheWeight * share; });
    return mixture;
  }
}
