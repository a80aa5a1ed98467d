/**
 * The loop: epochs of steps, a validation before the first and after each, samples and reports in between, checkpoints, early stopping. It
 * can be interrupted after any step, and what it does next depends on its state alone, never on the clock.
 */
import { UserError } from '../errors/userError';
import type { Experiment } from '../protocol/experiment';
import type { Report, SampleReport, ValidationReport } from '../protocol/run';
import type { TrainingState } from './checkpoint';
import { spread, type BatchPlan, type TrainingData } from './data/trainingData';
import type { Evaluator } from './evaluate';
import { costOf, metricOf, needsOutputs, patienceReason, unmeasured } from './bestMetric';
import { keepNewest } from './keptCheckpoints';
import { ProgressMeter } from './progressMeter';
import { SampleTimer } from './sampleTimer';
import type { SampleInput, Sampler, Scores } from './sampling';
import { epochsWithoutImprovement, learningRateAt } from './schedules';
import { teacherForcingAt } from './teacherForcing';
import type { StepResult, TrainStep } from './trainStep';

const CHECKPOINT_GAP_MS = 2 * 60_000;
/** Steps that are shorter than this run on without a look at the messages that came in. */
const BREATH_MS = 15;
/** Held-out pairs that are translated and scored after an epoch: one for each so many training pairs, within limits. */
const TRAINED_A_SCORED = 50;
const [FEWEST_SCORED, MOST_SCORED] = [20, 200];

export interface TrainerParts {
  readonly settings: Experiment['training'];
  readonly data: Pick<TrainingData, 'epoch' | 'validation' | 'samples' | 'counts'>;
  readonly step: Pick<TrainStep, 'run'>;
  readonly evaluator: Pick<Evaluator, 'run'>;
  /** Null: nothing is sampled or scored. */
  readonly sampler: Sampler | null;
  /** Where the run stands. The trainer moves it on. */
  readonly state: TrainingState;
  /** The weights at step 0 were trained by another run: they too may be the best. Default false. */
  readonly beginsTrained?: boolean;
  readonly report: (report: Report) => void;
  readonly log: (text: string) => void;
  /** Puts the weights and this state on disk. */
  readonly checkpoint: (state: TrainingState) => Promise<void>;
  /** Weights over training time: how many are kept, and what puts those on disk that the training begins with. Default: none. */
  readonly keep?: { readonly limit: number; /** The newest in a row among them. Default 1. */ readonly recent?: number; readonly first: (state: TrainingState) => Promise<void> };
  /** The mean of the last weights, at the end. Default: none. */
  readonly average?: {
    /** Of how many checkpoints. */
    readonly count: number;
    /** Lets `use` work with the mean of the weights at these steps, which `save` puts on disk; then the weights are as before. */
    readonly with: <T>(steps: readonly number[], use: (save: (state: TrainingState) => Promise<void>) => Promise<T>) => Promise<T>;
  };
  /** Milliseconds; a test's own clock. Default `performance.now`. */
  readonly now?: () => number;
}

export interface TrainerOutcome {
  /** `stopped`: asked to, before its end. */
  readonly status: 'finished' | 'stopped';
  /** Why it finished before its last epoch; null otherwise. */
  readonly reason: string | null;
}

interface Watcher { readonly source: string; readonly resolve: (report: SampleReport) => void; readonly reject: (reason: Error) => void }

/** A state in which nothing has happened yet. */
export const initialState = (): TrainingState => ({
  version: 1, step: 0, epoch: 0, batch: 0, validatedStep: null, costs: [], best: null, averaged: null, kept: [], watched: [], elapsedSeconds: 0, reports: { metrics: 0, samples: 0 },
});

export class Trainer {
  private readonly now: () => number;
  private readonly meter: ProgressMeter;
  private readonly timer: SampleTimer;
  private readonly plannedSteps: number;
  private readonly watchers: Watcher[] = [];
  private stopRequested = false;
  private ended = false;
  private plan: BatchPlan;
  private sampler: Sampler | null;
  private checkpointedMs: number;
  private breathedMs: number;
  private learningRate = NaN;

  constructor(private readonly parts: TrainerParts) {
    const { settings, data, state } = parts;
    if (needsOutputs(settings) && !parts.sampler) throw unmeasured(metricOf(settings));
    this.now = parts.now ?? (() => performance.now());
    this.sampler = parts.sampler;
    this.meter = new ProgressMeter(state.elapsedSeconds, this.now);
    this.timer = new SampleTimer(this.now);
    this.checkpointedMs = this.breathedMs = this.now();
    // By the first epoch, wherever the run resumes: schedules must not depend on that, and epochs differ by a batch or two.
    this.plannedSteps = Math.min(settings.maxSteps ?? Infinity, settings.epochs * Math.ceil(data.epoch(0).length / settings.accumulate));
    this.plan = data.epoch(state.epoch);
  }

  /** Trains to the end, or until `stop`. A checkpoint is on disk when it settles. @throws UserError when the loss is no number any more */
  async run(): Promise<TrainerOutcome> {
    try {
      const finished = await this.train();
      if (this.meter.hasNews) this.reportProgress();
      await this.checkpoint();
      return finished ? { status: 'finished', reason: this.endReason() } : { status: 'stopped', reason: null };
    } finally {
      this.ended = true;
      for (const { reject } of this.watchers.splice(0)) reject(new Error('the training has ended'));
    }
  }

  /** Ends `run` after the step, or the batch of a validation, that is under way. */
  stop(): void { this.stopRequested = true; }

  /** Adds an input to every sample from now on. @returns what the model makes of it now */
  watch(source: string): Promise<SampleReport> {
    if (this.ended) return Promise.reject(new Error('the training has ended'));
    if (!this.sampler) return Promise.reject(new UserError('this training shows no samples', 'train/watch', 'translate with the finished run instead', 'unavailable'));
    return new Promise((resolve, reject) => { this.watchers.push({ source, resolve, reject }); });
  }

  /** @returns false where it was stopped */
  private async train(): Promise<boolean> {
    if (this.state.validatedStep === null) {
      const { warmupSteps } = this.parts.settings;
      if (warmupSteps > this.plannedSteps) this.parts.log(`warning: training.warmupSteps is ${warmupSteps}, and the training has ${this.plannedSteps} steps: the learning rate never reaches its peak`);
      if (!(await this.validate())) return false;
      if (this.state.best !== null) await this.checkpoint();
      else await this.parts.keep?.first(this.state);
      await this.sample();
    }
    while (!this.isDone()) {
      this.plan = this.parts.data.epoch(this.state.epoch);
      if (!(await this.runEpoch())) return false;
    }
    return this.state.averaged !== null || this.average();
  }

  private async runEpoch(): Promise<boolean> {
    const { state, plan } = this;
    while (state.batch < plan.length && !this.isOutOfSteps()) {
      if (await this.interlude()) return false;
      await this.update();
    }
    if (state.validatedStep !== state.step && !(await this.validate())) return false;
    if (state.batch === plan.length) {
      state.epoch++;
      state.batch = 0;
    }
    // Epochs of a blink would spend more time speaking than learning.
    if (this.timer.isAffordable || this.isDone()) await this.sample();
    await this.checkpoint();
    return true;
  }

  private async update(): Promise<void> {
    const { state, plan, parts } = this;
    const began = this.now();
    const batches = Array.from({ length: Math.min(parts.settings.accumulate, plan.length - state.batch) }, (_, i) => plan.get(state.batch + i));
    this.learningRate = learningRateAt(parts.settings, { step: state.step, totalSteps: this.plannedSteps, epoch: state.epoch, costs: state.costs });
    const result = await parts.step.run(batches, state.step, this.learningRate, teacherForcingAt(parts.settings.teacherForcing, state.epoch));
    this.refuseDivergence(result);
    state.step++;
    state.batch += batches.length;
    this.meter.add(result, batches.reduce((sum, { tokens }) => sum + tokens, 0), this.now() - began);
    if (this.meter.isDue) this.reportProgress();
  }

  /** What happens between two steps. @returns whether to stop */
  private async interlude(): Promise<boolean> {
    if (await this.breathe()) return true;
    if (this.now() - this.checkpointedMs >= CHECKPOINT_GAP_MS) await this.checkpoint();
    if (this.sampler && this.state.step > 0 && this.timer.isDue(this.meter.elapsedSeconds)) await this.sample();
    return false;
  }

  /** Lets messages in, and answers them. @returns whether to stop */
  private async breathe(): Promise<boolean> {
    if (this.now() - this.breathedMs >= BREATH_MS) {
      await new Promise((resolve) => setImmediate(resolve));
      this.breathedMs = this.now();
    }
    if (this.watchers.length > 0) await this.answerWatchers();
    return this.stopRequested;
  }

  /** Measures the model on the held-out part. @returns false where it was stopped in the middle, and nothing was measured */
  private async validate(): Promise<boolean> {
    const { state, parts } = this;
    const result = await this.measure();
    if (!result) return false;
    const { report: { loss }, cost } = result;
    const best = cost < (state.best?.cost ?? Infinity);
    if (best) state.best = { step: state.step, cost, loss };
    state.validatedStep = state.step;
    state.kept = keepNewest(state.kept, { step: state.step, epoch: this.epochsDone, validationLoss: loss }, parts.keep?.limit ?? 0, parts.keep?.recent);
    if (state.step > 0 && state.batch === this.plan.length) state.costs.push(cost);
    this.tellValidation({ ...result.report, best });
    return true;
  }

  /** Measures the mean of the last weights like any others. @returns false where it was stopped in the middle */
  private async average(): Promise<boolean> {
    const { state, parts: { average } } = this;
    if (!average || average.count === 0) return true;
    const steps = state.kept.map(({ step }) => step).filter((step) => step > 0).slice(-average.count);
    if (steps.length < 2) return true;
    return average.with(steps, async (save) => {
      const result = await this.measure();
      if (!result) return false;
      const { report: { loss }, cost } = result;
      const best = cost < (state.best?.cost ?? Infinity);
      if (best) state.best = { step: state.step, cost, loss, averaged: true };
      state.averaged = { step: state.step, loss };
      await save(state);
      this.tellValidation({ ...result.report, averaged: steps.length, best });
      return true;
    });
  }

  /** @returns what a report says, and the cost; null where it was stopped in the middle */
  private async measure(): Promise<{ report: Omit<ValidationReport, 'best'>; cost: number } | null> {
    const { state, parts } = this;
    const result = await parts.evaluator.run(parts.data.validation, () => this.breathe());
    if (!result) return null;
    const { loss, perplexity, accuracy, bitsPerCharacter } = result;
    if (!Number.isFinite(loss)) throw this.divergence(`the validation loss is ${loss} after step ${state.step}`);
    const mayBeBest = state.step > 0 || parts.beginsTrained === true;
    const scores = mayBeBest ? await this.score() : {};
    const report = { kind: 'validation', step: state.step, epoch: this.epochsDone, loss, perplexity, accuracy, ...(bitsPerCharacter === undefined ? {} : { bitsPerCharacter }), ...scores } as const;
    return { report, cost: mayBeBest ? costOf(parts.settings, report) : Infinity };
  }

  private tellValidation(report: ValidationReport): void {
    const { step, epoch, loss, perplexity, accuracy, averaged, best } = report;
    this.parts.report(report);
    const what = averaged === undefined ? 'validation' : `validation of the mean of the last ${averaged} checkpoints`;
    this.parts.log(`${what} at step ${step} (epoch ${epoch.toFixed(2)}): loss ${loss.toFixed(4)}, perplexity ${perplexity.toFixed(2)}, accuracy ${(accuracy * 100).toFixed(2)} %${best ? ', the best so far' : ''}`);
  }

  private async score(): Promise<Scores> {
    const { validation: { examples }, counts } = this.parts.data;
    const count = Math.min(MOST_SCORED, Math.max(FEWEST_SCORED, Math.round(counts.training / TRAINED_A_SCORED)));
    return (await this.ask((sampler) => sampler.score(spread(examples, count)))) ?? {};
  }

  /** Tells what the model says now. */
  private async sample(): Promise<void> {
    const watched = this.state.watched.map((source) => ({ source, reference: null, watched: true }));
    const report = await this.sampleOf([...this.parts.data.samples, ...watched]);
    if (report) this.parts.report(report);
  }

  private async sampleOf(inputs: readonly SampleInput[]): Promise<SampleReport | null> {
    const began = this.now();
    const items = await this.ask((sampler) => sampler.sample(inputs));
    this.timer.sampled(this.now() - began);
    return items && { kind: 'sample', step: this.state.step, epoch: this.epochsDone, items };
  }

  private async answerWatchers(): Promise<void> {
    for (const { source, resolve, reject } of this.watchers.splice(0)) {
      const report = await this.sampleOf([{ source, reference: null, watched: true }]);
      if (!report) {
        reject(new Error('samples are switched off: see the log of the run'));
        continue;
      }
      if (!this.state.watched.includes(source)) this.state.watched.push(source);
      resolve(report);
    }
  }

  /** A sampler that fails must not take hours of training with it: it is switched off, and the log says why. */
  private async ask<T>(question: (sampler: Sampler) => Promise<T>): Promise<T | null> {
    if (!this.sampler) return null;
    try {
      return await question(this.sampler);
    } catch (error) {
      this.sampler = null;
      this.parts.log(`samples are switched off: ${error instanceof Error ? error.stack ?? error.message : String(error)}`);
      return null;
    }
  }

  private reportProgress(): void {
    const { state, parts: { settings } } = this;
    // Epochs differ by a batch or two where long sentences make small batches.
    const totalSteps = Math.max(this.plannedSteps, state.step);
    this.parts.report(this.meter.report({ step: state.step, totalSteps, epoch: this.epochsDone, totalEpochs: settings.epochs, learningRate: this.learningRate }));
  }

  private async checkpoint(): Promise<void> {
    this.state.elapsedSeconds = this.meter.elapsedSeconds;
    await this.parts.checkpoint(this.state);
    this.checkpointedMs = this.now();
  }

  private isDone(): boolean {
    return this.state.epoch >= this.parts.settings.epochs || this.endReason() !== null;
  }

  /** Why a run ends before its last epoch; null where it does not. */
  private endReason(): string | null {
    const { state, parts: { settings } } = this;
    if (state.epoch >= settings.epochs) return null;
    const patience = settings.earlyStopping?.patience ?? Infinity;
    if (epochsWithoutImprovement(state.costs, settings.earlyStopping?.minDelta) >= patience) return patienceReason(settings);
    return this.isOutOfSteps() ? `the ${settings.maxSteps} steps of training.maxSteps are done` : null;
  }

  private isOutOfSteps(): boolean { return this.state.step >= (this.parts.settings.maxSteps ?? Infinity); }

  private refuseDivergence({ loss, gradientNorm }: StepResult): void {
    if (!Number.isFinite(loss)) throw this.divergence(`the loss became ${loss} at step ${this.state.step + 1}`);
    if (!Number.isFinite(gradientNorm)) throw this.divergence(`the gradient's norm became ${gradientNorm} at step ${this.state.step + 1}`);
  }

  private divergence(what: string): UserError {
    const { learningRate, clipNorm } = this.parts.settings;
    const clip = clipNorm === null ? 'set training.clipNorm, say to 1' : `or training.clipNorm (now ${clipNorm})`;
    return new UserError(what, 'training', `lower training.learningRate (now ${learningRate}), ${clip}, and train again; checkpoints from before are kept`, 'option');
  }

  private get state(): TrainingState { return this.parts.state; }
  private get epochsDone(): number { return this.state.epoch + this.state.batch / this.plan.length; }
}
