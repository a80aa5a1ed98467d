/** What the prediction process does when it is asked. A request that fails is answered with its reason and harms no other. */
import { translateLines } from '../decoding/translate';
import type { RequestHandlers } from '../protocol/channel';
import type { EngineChoice, predictorSide, RequestParams, RequestResult, Translation } from '../protocol/messages';
import { LanguageService } from './languageService';
import type { LoadedRun } from './loadedRun';
import { RunCache } from './runCache';
import { TaskQueue } from './taskQueue';

type Params<K extends keyof typeof predictorSide.requests> = RequestParams<typeof predictorSide, K>;
type Result<K extends keyof typeof predictorSide.requests> = RequestResult<typeof predictorSide, K>;

/** Other outputs of a beam that are told. */
const MOST_ALTERNATIVES = 5;

export class PredictionService {
  readonly handlers: RequestHandlers<typeof predictorSide> = {
    'predict/open': (params, signal) => this.queue.run(() => this.open(params), signal),
    'predict/translate': (params, signal) => this.queue.run(() => this.translate(params, signal), signal),
    'predict/complete': (params, signal) => this.completeLatest(params, signal),
    'predict/explain': (params, signal) => this.queue.run(async () => this.language.explain(await this.runOf(params), params, signal), signal),
    'predict/surprise': (params, signal) => this.queue.run(async () => this.language.surprise(await this.runOf(params), params, signal), signal),
    'predict/continue': (params, signal) => this.queue.run(async () => this.language.continue(await this.runOf(params), params, signal), signal),
    'predict/generate': (params, signal) => this.queue.run(async () => this.language.generate(await this.runOf(params), params, signal), signal),
  };
  private readonly queue = new TaskQueue();
  private readonly runs: RunCache;
  private readonly language: LanguageService;
  private latestCompletion: AbortController | null = null;

  /** @param tell told of each piece of a text while it is generated */
  constructor(log: (text: string) => void, tell: (piece: { readonly id: string; readonly text: string }) => void = () => undefined) {
    this.runs = new RunCache(log);
    this.language = new LanguageService(log, tell);
  }

  private runOf({ runFolder, engine }: { readonly runFolder: string; readonly engine: EngineChoice }): Promise<LoadedRun> {
    return this.runs.get(runFolder, engine);
  }

  private async open({ runFolder, engine }: Params<'predict/open'>): Promise<Result<'predict/open'>> {
    const loaded = await this.runs.get(runFolder, engine);
    const { experiment, tokenizers } = loaded.run;
    return { task: experiment.task, unit: tokenizers.target.unit, checkpointStep: loaded.checkpointStep, engine: loaded.engine.info };
  }

  private async translate({ runFolder, engine, lines, beam }: Params<'predict/translate'>, signal: AbortSignal): Promise<Translation[]> {
    const loaded = await this.runs.get(runFolder, engine);
    const { decoding } = loaded.run.experiment;
    const width = beam ?? decoding.beam;
    const began = performance.now();
    const translated = await translateLines(loaded.translator(), lines, {
      beam: width, nBest: Math.min(width, 1 + MOST_ALTERNATIVES), lengthPenalty: decoding.lengthPenalty, maxLength: decoding.maxLength, attention: true, signal,
    });
    const milliseconds = (performance.now() - began) / Math.max(1, lines.length);
    return translated.map(({ source, outputs: [best, ...others] }) => ({
      source, output: best.text, score: best.score, attention: best.attention, milliseconds,
      alternatives: others.map(({ text, score }) => ({ output: text, score })),
    }));
  }

  /** Who types on wants no answer to what was asked before: an older completion gives up at its next step. */
  private async completeLatest({ runFolder, engine, text, ...options }: Params<'predict/complete'>, signal: AbortSignal): Promise<Result<'predict/complete'>> {
    this.latestCompletion?.abort(new Error('superseded by a newer completion'));
    const latest = this.latestCompletion = new AbortController();
    const either = AbortSignal.any([signal, latest.signal]);
    const began = performance.now();
    return this.queue.run(async () => {
      const { nextWords } = (await this.runs.get(runFolder, engine)).languageModel();
      const completions = await nextWords.complete(text, { ...options, signal: either });
      return { completions: completions.map((completion) => ({ text: completion.text, words: [...completion.words] })), milliseconds: performance.now() - began };
    }, either);
  }
}
