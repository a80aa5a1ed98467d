/**
 * One training, from the start of its process to its last word. Knows nothing of `vscode`: the controller shows what this tells.
 * Whatever happens to the process, `ended` settles once with an outcome in words.
 */
import { UserError } from '../../errors/userError';
import { openChannel, reviveError, type Channel } from '../../protocol/channel';
import { trainerHostSide, trainerSide, type EngineChoice, type Provider, type RequestParams } from '../../protocol/messages';
import type { Report, RunRecord, SampleReport } from '../../protocol/run';
import type { RunHistory } from '../../protocol/runFiles';
import type { BackgroundProcess } from '../background/forkWorker';
import { markInterrupted } from '../runs/runStore';
import { ReportHistory } from './reportHistory';

export interface TrainingRequest {
  /** The experiment as a JSON value; null when resuming, which reads it from the run. */
  readonly experiment: unknown;
  readonly name: string;
  readonly baseFolder: string;
  readonly runFolder: string;
  readonly resume: boolean;
  readonly engine: EngineChoice;
  /** Default `cpu`. */
  readonly provider?: Provider;
  /** Folder of a run with whose best weights and vocabularies this one begins. Default: fresh weights. */
  readonly from?: string;
  /** Whether a language model's baselines are counted before and its helpers weighed after. Default: true. */
  readonly companions?: boolean;
  /** The record of the run that is resumed. */
  readonly resumed?: RunRecord;
}

export type TrainingPhase = 'starting' | 'running' | 'stopping' | 'ended';

/** How a training ended. `refused`: it never began, because its data or its options will not do. */
export interface TrainingOutcome {
  readonly status: 'finished' | 'stopped' | 'failed' | 'interrupted' | 'refused';
  readonly record: RunRecord | null;
  readonly error: Error | null;
}

export interface TrainingListener {
  /** Phase, record or progress have changed. */
  onChange(): void;
  onReport(report: Report): void;
  onLog(text: string): void;
  onFault(error: Error): void;
}

/** How long a process may take to end after its last word before it is killed. */
const GRACE_MS = 10_000;

export class TrainingSession {
  readonly history: ReportHistory;
  readonly ended: Promise<TrainingOutcome>;
  private readonly channel: Channel<typeof trainerSide>;
  private settle!: (outcome: TrainingOutcome) => void;
  private readonly starting = new AbortController();
  private currentPhase: TrainingPhase = 'starting';
  private currentRecord: RunRecord | null = null;

  /** @param earlier what a resumed run has reported before */
  constructor(readonly request: TrainingRequest, private readonly process: BackgroundProcess, private readonly listener: TrainingListener, earlier?: RunHistory) {
    this.history = new ReportHistory(earlier);
    this.ended = new Promise((resolve) => { this.settle = resolve; });
    this.channel = openChannel(process.transport, trainerHostSide, trainerSide, {
      'train/report': (report) => this.hear(report),
      'train/log': ({ text }) => listener.onLog(text),
      'train/ended': ({ status, record, error }) => this.end({ status, record, error: error === null ? null : reviveError(error) }),
    }, (error) => listener.onFault(error));
    void process.ended.then((reason) => this.processGone(reason));
    void this.start();
  }

  get phase(): TrainingPhase { return this.currentPhase; }
  get record(): RunRecord | null { return this.currentRecord; }

  /** Asks for the end. Settles when the training has ended: with a checkpoint, or with nothing where it had not begun. */
  async stop(): Promise<void> {
    if (this.currentPhase === 'starting') {
      this.starting.abort(new Error('stopped before it began'));
    } else if (this.currentPhase === 'running') {
      this.setPhase('stopping');
      // A failure to answer means that the process has gone; `processGone` tells why.
      await this.channel.request('train/stop', null).catch((error: Error) => this.listener.onLog(error.message));
    }
    await this.ended;
  }

  /** Ends the process now. The run is marked interrupted and can be resumed from its last checkpoint. */
  kill(): void { this.process.kill(); }

  /** What the model says now for `source`; from then on every sample shows it. */
  watch(source: string, signal?: AbortSignal): Promise<SampleReport> {
    return this.channel.request('train/watch', { source }, signal);
  }

  private async start(): Promise<void> {
    const { experiment, name, baseFolder, runFolder, resume, from, engine, provider, companions } = this.request;
    const params: RequestParams<typeof trainerSide, 'train/start'> = { experiment, name, baseFolder, runFolder, resume, from, engine, provider, companions };
    try {
      const record = await this.channel.request('train/start', params, this.starting.signal);
      if (this.currentPhase === 'ended') return;
      this.currentRecord ??= { ...record, status: 'running' }; // the answer stands for the moment before the first step
      this.setPhase('running');
    } catch (error) {
      if (this.starting.signal.aborted) this.end({ status: 'stopped', record: null, error: null });
      else if (error instanceof UserError) this.end({ status: 'refused', record: null, error });
      // A process that died is told by `processGone`, with its reason; any other failure is one of ours.
      else setTimeout(() => this.end({ status: 'failed', record: this.currentRecord, error: error as Error }), 100).unref();
    }
  }

  private hear(report: Report): void {
    if (this.currentPhase === 'ended') return;
    this.history.add(report);
    this.listener.onReport(report);
  }

  private end(outcome: TrainingOutcome): void {
    if (this.currentPhase === 'ended') return;
    this.currentRecord = outcome.record ?? this.currentRecord;
    this.process.dispose(GRACE_MS);
    this.setPhase('ended');
    this.settle({ ...outcome, record: this.currentRecord });
  }

  private async processGone(reason: string): Promise<void> {
    if (this.currentPhase === 'ended') return;
    const record = await markInterrupted(this.request.runFolder, reason).catch((error: Error) => { this.listener.onLog(`run.json could not be marked: ${error.message}`); return null; });
    this.end({ status: 'interrupted', record, error: new Error(reason) });
  }

  private setPhase(phase: TrainingPhase): void {
    this.currentPhase = phase;
    this.listener.onChange();
  }
}
