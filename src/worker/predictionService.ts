/** What the prediction process does when it is asked. A request that fails is answered with its reason and harms no other. */
import type { WordCompletion } from '../decoding/nextWords';
import type { RequestHandlers } from '../protocol/channel';
import type { EngineChoice, predictorSide, RequestParams, RequestResult } from '../protocol/messages';
import { Offer } from '../protocol/offer';
import { lengthReport } from './lengthService';
import { compareRuns } from './languageComparison';
import { LanguageService } from './languageService';
import type { LoadedRun } from './loadedRun';
import { compose, readTunes } from './musicService';
import { RunCache } from './runCache';
import { TaskQueue } from './taskQueue';
import { beamTree, checkpointsOf, translate } from './translationService';

type Params<K extends keyof typeof predictorSide.requests> = RequestParams<typeof predictorSide, K>;
type Result<K extends keyof typeof predictorSide.requests> = RequestResult<typeof predictorSide, K>;

export class PredictionService {
  readonly handlers: RequestHandlers<typeof predictorSide> = {
    'predict/compose': (params, signal) => this.queue.run(async () => compose(await this.runs.get(params.runFolder, params.engine), params.composition, signal), signal),
    'predict/readTunes': ({ text }) => readTunes(text),
    'predict/open': (params, signal) => this.queue.run(() => this.open(params), signal),
    'predict/checkpoints': (params) => checkpointsOf(params),
    'predict/translate': (params, signal) => this.queue.run(async () => translate(await this.translatorOf(params), params, signal), signal),
    'predict/beamTree': (params, signal) => this.queue.run(async () => beamTree(await this.translatorOf(params), params, signal), signal),
    'predict/scoreByLength': (params, signal) => this.queue.run(async () => lengthReport(await this.runOf(params), signal), signal),
    'predict/compareLanguage': ({ runFolders, engine }, signal) => compareRuns(runFolders, engine, signal),
    'predict/complete': (params, signal) => this.completeLatest(params, signal),
    'predict/explain': (params, signal) => this.explain(params, signal),
    'predict/surprise': (params, signal) => this.queue.run(async () => this.language.surprise(await this.runOf(params), params, signal), signal),
    'predict/continue': (params, signal) => this.queue.run(async () => this.language.continue(await this.runOf(params), params, signal), signal),
    'predict/generate': (params, signal) => this.queue.run(async () => this.language.generate(await this.runOf(params), params, signal), signal),
  };
  private readonly queue = new TaskQueue();
  private readonly runs: RunCache;
  private readonly language: LanguageService;
  private latestCompletion: AbortController | null = null;
  /** What was completed last, by the run's folder: what new weights are tried on before they are used. */
  private readonly completed = new Map<string, Params<'predict/complete'>>();

  /** @param tell told of each piece of a text while it is generated */
  constructor(log: (text: string) => void, tell: (piece: { readonly id: string; readonly text: string }) => void = () => undefined) {
    this.runs = new RunCache(log, (run) => this.tryCompletion(run));
    this.language = new LanguageService(log, tell);
  }

  private runOf({ runFolder, engine }: { readonly runFolder: string; readonly engine: EngineChoice }): Promise<LoadedRun> {
    return this.runs.get(runFolder, engine);
  }

  private translatorOf({ runFolder, engine, checkpoint }: Pick<Params<'predict/translate'>, 'runFolder' | 'engine' | 'checkpoint'>): Promise<LoadedRun> {
    return this.runs.get(runFolder, engine, checkpoint);
  }

  private async open({ runFolder, engine }: Params<'predict/open'>): Promise<Result<'predict/open'>> {
    const loaded = await this.runs.get(runFolder, engine);
    const { experiment, tokenizers } = loaded.run;
    return { task: experiment.task, unit: tokenizers.target.unit, checkpointStep: loaded.checkpointStep, engine: loaded.engine.info };
  }

  /** The training text is searched while others use the model. */
  private async explain(params: Params<'predict/explain'>, signal: AbortSignal): Promise<Result<'predict/explain'>> {
    const { loaded, said } = await this.queue.run(async () => {
      const loaded = await this.runOf(params);
      return { loaded, said: await this.language.explain(loaded, params, signal) };
    }, signal);
    return { ...said, ...await this.language.sourcesOf(loaded, params.text, said.word, signal) };
  }

  /** Who types on wants no answer to what was asked before: an older completion gives up at its next step. */
  private async completeLatest(params: Params<'predict/complete'>, signal: AbortSignal): Promise<Result<'predict/complete'>> {
    const { runFolder, engine } = params;
    this.latestCompletion?.abort(new Error('superseded by a newer completion'));
    const latest = this.latestCompletion = new AbortController();
    const either = AbortSignal.any([signal, latest.signal]);
    const began = performance.now();
    return this.queue.run(async () => {
      const completions = await this.completeWith(await this.runs.get(runFolder, engine), params, either);
      this.completed.set(runFolder, params);
      return { completions: completions.map((completion) => ({ text: completion.text, words: [...completion.words] })), milliseconds: performance.now() - began };
    }, either);
  }

  /** Makes the session of a run with new weights and lets it read the document, so that the next key finds both. */
  private async tryCompletion(run: LoadedRun): Promise<void> {
    const last = this.completed.get(run.run.folder);
    if (last === undefined) return;
    await this.completeWith(run, last);
  }

  private async completeWith(run: LoadedRun, { text, helpers, maxWords, minProbability, alternatives, offer }: Params<'predict/complete'>, signal?: AbortSignal): Promise<WordCompletion[]> {
    const { nextWords } = await run.languageModel().helped(helpers);
    return nextWords.complete(text, { maxWords, minProbability, alternatives, signal, ...(offer && { follower: () => new Offer({ minProbability, ...offer }) }) });
  }
}
