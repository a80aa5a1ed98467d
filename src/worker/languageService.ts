/** What the prediction process says of a text with a language model, beside completing it: why, how surprising, what next, and how it might go on. */
import { generate } from '../decoding/generate';
import { LineTokens } from '../decoding/lineTokens';
import { measureSurprise } from '../decoding/surprise';
import { UserError } from '../errors/userError';
import type { predictorSide, RequestParams, RequestResult } from '../protocol/messages';
import { UNK } from '../text/tokenizer';
import type { LoadedRun } from './loadedRun';
import { TrainingSources } from './trainingSources';

type Params<K extends keyof typeof predictorSide.requests> = RequestParams<typeof predictorSide, K>;
type Result<K extends keyof typeof predictorSide.requests> = RequestResult<typeof predictorSide, K>;

const EXPLAINED_CANDIDATES = 5;
/** Text is told at most so often while it is written. */
const TELL_MS = 30;

/** What surprises the model itself, and what it writes by itself: helpers only where they are asked for. */
const NO_HELPERS = { partner: false, cache: false } as const;

/** Each but `sources` is run while nobody else uses the run. */
export class LanguageService {
  /** Null where the training files cannot be read. */
  private readonly sources = new WeakMap<LoadedRun['run'], Promise<TrainingSources | null>>();

  constructor(private readonly log: (text: string) => void, private readonly tell: (piece: { readonly id: string; readonly text: string }) => void) {}

  /** What the model says of a word. Where it was learnt is asked afterwards, of `sourcesOf`: that takes no model, and may take seconds at first. */
  async explain(loaded: LoadedRun, { text, word: asked, helpers }: Params<'predict/explain'>, signal: AbortSignal): Promise<Omit<Result<'predict/explain'>, 'sources' | 'sourceCount'>> {
    const { nextWords } = await loaded.languageModel().helped(helpers);
    const open = text === '' || /\s$/.test(text) ? text : `${text} `;
    const candidates = await nextWords.words(open, EXPLAINED_CANDIDATES, signal);
    const word = asked ?? candidates.at(0)?.word ?? null;
    if (word === null) return { candidates, word, probability: 0, surpriseBits: null, unknown: false };
    const probability = await nextWords.probabilityOf(text, word, signal);
    const unknown = new LineTokens(loaded.run.tokenizers.target).locate(word).some(({ id }) => id === UNK);
    return { candidates, word, probability, surpriseBits: probability > 0 ? -Math.log2(probability) : null, unknown };
  }

  async surprise(loaded: LoadedRun, { text, helpers = NO_HELPERS }: Params<'predict/surprise'>, signal: AbortSignal): Promise<Result<'predict/surprise'>> {
    const { tokens: model } = await loaded.languageModel().helped(helpers);
    const { tokens, ...means } = await measureSurprise(model, new LineTokens(loaded.run.tokenizers.target), text, signal);
    return { tokens: [...tokens], ...means };
  }

  async continue(loaded: LoadedRun, { text, count, helpers }: Params<'predict/continue'>, signal: AbortSignal): Promise<Result<'predict/continue'>> {
    if (!(Number.isInteger(count) && count >= 1)) throw new UserError(`count is ${count}`, 'count', 'give a whole number of at least 1', 'option');
    return { candidates: await (await loaded.languageModel().helped(helpers)).nextWords.choices(text, count, signal) };
  }

  async generate(loaded: LoadedRun, { id, text: prompt, helpers = NO_HELPERS, ...choice }: Params<'predict/generate'>, signal: AbortSignal): Promise<Result<'predict/generate'>> {
    const { tokens: model } = await loaded.languageModel().helped(helpers);
    const began = performance.now();
    let [text, untold, told, tokens] = ['', '', began, 0];
    const tellNow = (): void => {
      if (untold !== '') this.tell({ id, text: untold });
      [untold, told] = ['', performance.now()];
    };
    for await (const piece of generate(model, loaded.run.tokenizers.target, { ...choice, prompt, signal })) {
      text += piece;
      untold += piece;
      tokens++;
      if (performance.now() - told >= TELL_MS) {
        tellNow();
        await new Promise((resolve) => setImmediate(resolve)); // lets a cancellation in
      }
    }
    tellNow();
    return { text, tokens, milliseconds: performance.now() - began };
  }

  /** Without the training files a word is explained by its probability alone. */
  async sourcesOf({ run }: LoadedRun, text: string, word: string | null, signal: AbortSignal): Promise<Pick<Result<'predict/explain'>, 'sources' | 'sourceCount'>> {
    let opening = this.sources.get(run);
    if (opening === undefined) this.sources.set(run, opening = TrainingSources.open(run).catch((error: unknown) => this.noSources(error)));
    const opened = await opening;
    signal.throwIfAborted();
    if (opened === null || word === null) return { sources: [], sourceCount: 0 };
    try {
      const { sources, count } = await opened.find(text, word, signal);
      return { sources: [...sources], sourceCount: count };
    } catch (error) {
      signal.throwIfAborted();
      this.sources.set(run, Promise.resolve(this.noSources(error)));
      return { sources: [], sourceCount: 0 };
    }
  }

  private noSources(error: unknown): null {
    this.log(`the training text cannot be searched: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}
