/** A run's language model with whatever helpers are asked for: each combination is made once, and all share the model's programs. */
import type { FrozenNgram } from '../decoding/frozenNgram';
import { HelpedTokenModel } from '../decoding/helpedTokenModel';
import { NextWords } from '../decoding/nextWords';
import type { TokenModel } from '../decoding/tokenModel';
import { SpellingModel } from '../decoding/spelling';
import type { Tokenizer } from '../text/tokenizer';
import { DEFAULT_HELPERS, readHelpers } from './helpersOfRun';

/** Guesses of the partner that are read ahead where words are completed: a fourth is hardly ever of use (docs/profile.md). */
export const GUESSES = 3;

/** What helps; default both. */
export interface HelperSwitch { readonly partner?: boolean; readonly cache?: boolean }

/** One model, twice. */
export interface TokenModels {
  /** What is measured and generated with. */
  readonly exact: TokenModel;
  /** What completes, and tells why it did: may have compact weights. */
  readonly quick: TokenModel;
}

/** `tokens`: exact. `nextWords`: quick. */
export interface UsableModel { readonly tokens: TokenModel; readonly nextWords: NextWords }

export class LanguageModelOfRun implements UsableModel {
  readonly task = 'language-model';
  readonly tokens: TokenModel;
  /** Without helpers. */
  readonly nextWords: NextWords;
  private readonly spelling: SpellingModel | null;
  private loadingPartner: Promise<FrozenNgram | null> | null = null;
  private helpers: ReturnType<typeof readHelpers> | null = null;
  private made = new Map<string, Promise<UsableModel>>();

  /**
   * @param models     give out features where they can have a cache
   * @param hasCache   whether it does
   * @param findPartner called once, when a partner is first asked for
   */
  constructor(readonly models: TokenModels, private readonly tokenizer: Tokenizer, private readonly folder: string, private readonly hasCache: boolean, private readonly findPartner: () => Promise<FrozenNgram | null>) {
    this.spelling = tokenizer.unit === 'word' ? SpellingModel.of(tokenizer) : null;
    this.tokens = models.exact;
    this.nextWords = new NextWords(models.quick, tokenizer, this.spelling);
  }

  /** Null where there is none to be had. */
  readonly partner = (): Promise<FrozenNgram | null> => (this.loadingPartner ??= this.findPartner());

  /** The model with these helpers, as far as there are such. */
  helped({ partner = true, cache = true }: HelperSwitch = {}): Promise<UsableModel> {
    const key = `${partner} ${cache}`;
    let model = this.made.get(key);
    if (model === undefined) this.made.set(key, model = this.make(partner, cache && this.hasCache));
    return model;
  }

  /** The weights have changed: nothing that was read counts any more, and the helpers may have been weighed anew. */
  forget(): void {
    this.nextWords.forget();
    this.made = new Map();
    this.helpers = null;
  }

  async dispose(): Promise<void> {
    const { exact, quick } = this.models;
    await exact.dispose();
    if (quick !== exact) await quick.dispose();
  }

  private async make(wantsPartner: boolean, cache: boolean): Promise<UsableModel> {
    const partner = wantsPartner ? await this.partner() : null;
    if (partner === null && !cache) return this;
    const { cacheSize: size, theta, weights } = await (this.helpers ??= readHelpers(this.folder)) ?? DEFAULT_HELPERS;
    const choice = partner === null ? 'cache' : cache ? 'both' : 'partner';
    const helpers = { partner, cache: cache ? { size, theta } : null, weights: weights[choice] ?? DEFAULT_HELPERS.weights[choice]! };
    const { exact, quick } = this.models;
    return { tokens: new HelpedTokenModel(exact, helpers), nextWords: new NextWords(new HelpedTokenModel(quick, helpers, GUESSES), this.tokenizer, this.spelling) };
  }
}
