/** What is told of the steps between two reports, and when it is time for the next. */
import type { ProgressReport } from '../protocol/run';
import type { StepResult } from './trainStep';

const SHORTEST_GAP_MS = 250;
/** Reports grow rarer as a run grows longer, so that its file stays at a few thousand lines: one each 1/2000 of the time so far. */
const GAPS_IN_ELAPSED = 2000;

export interface ProgressPlace {
  readonly step: number;
  readonly totalSteps: number;
  /** Finished epochs, the running one's share included. */
  readonly epoch: number;
  readonly totalEpochs: number;
  readonly learningRate: number;
}

export class ProgressMeter {
  private readonly startedMs: number;
  private reportedMs: number;
  private nats = 0;
  private tokens = 0;
  private norms = 0;
  private steps = 0;
  private stepMs = 0;
  private stepsInSession = 0;
  private firstStepMs = 0;

  /** @param earlierSeconds what the run has taken before it was resumed */
  constructor(private readonly earlierSeconds: number, private readonly now: () => number) {
    this.startedMs = this.reportedMs = now();
  }

  get elapsedSeconds(): number { return this.earlierSeconds + (this.now() - this.startedMs) / 1000; }

  /** Whether steps were made that no report has told of. */
  get hasNews(): boolean { return this.steps > 0; }

  get isDue(): boolean {
    if (this.stepsInSession === 1) return true; // the first step tells that it works
    return this.hasNews && this.now() - this.reportedMs >= Math.max(SHORTEST_GAP_MS, (this.elapsedSeconds * 1000) / GAPS_IN_ELAPSED);
  }

  /** @param ms what the step took */
  add({ loss, gradientNorm }: StepResult, tokens: number, ms: number): void {
    if (this.stepsInSession === 0) this.firstStepMs = this.now() - ms;
    this.nats += loss * tokens;
    this.tokens += tokens;
    this.norms += gradientNorm;
    this.stepMs += ms;
    this.steps++;
    this.stepsInSession++;
  }

  /** Means since the report before. Time left supposes that all planned epochs are run, at the rate since this session's first step. */
  report(place: ProgressPlace): ProgressReport {
    const elapsedSeconds = this.elapsedSeconds;
    const secondsAStep = (this.now() - this.firstStepMs) / 1000 / this.stepsInSession;
    const report: ProgressReport = {
      kind: 'progress', ...place, loss: this.nats / this.tokens, gradientNorm: this.norms / this.steps,
      tokensPerSecond: (this.tokens / this.stepMs) * 1000, elapsedSeconds, secondsLeft: Math.max(0, place.totalSteps - place.step) * secondsAStep,
    };
    this.nats = this.tokens = this.norms = this.steps = this.stepMs = 0;
    this.reportedMs = this.now();
    return report;
  }
}
