/**
 * The prediction process, started when first asked, ended when long idle, started again after a crash, with a growing pause so that a
 * process that dies at once is not forked a hundred times a minute. Knows nothing of `vscode`.
 */
import { UserError } from '../../errors/userError';
import { openChannel, type Channel } from '../../protocol/channel';
import { predictorHostSide, predictorSide, type RequestName, type RequestParams, type RequestResult } from '../../protocol/messages';
import type { BackgroundProcess } from './forkWorker';

type Predictor = typeof predictorSide;

export interface PredictionClientOptions {
  readonly fork: () => BackgroundProcess;
  readonly onLog: (text: string) => void;
  /** Told of each piece of a text that `predict/generate` writes. */
  readonly onGenerated?: (piece: { readonly id: string; readonly text: string }) => void;
  /** Told once a crash, with its reason. */
  readonly onCrash: (reason: string) => void;
  /** Time without a request after which the process is ended: it holds a model in memory. Default 10 min. */
  readonly idleMs?: number;
  /** The pause after the first crash; doubled by each further one up to a minute. Default 1 s. */
  readonly firstPauseMs?: number;
  readonly now?: () => number;
}

const LONGEST_PAUSE_MS = 60_000;

export class PredictionClient {
  private worker: { readonly process: BackgroundProcess; readonly channel: Channel<Predictor> } | null = null;
  private pending = 0;
  private idleTimer: NodeJS.Timeout | undefined;
  private crashes = 0;
  private pausedUntil = 0;
  private lastReason = '';

  constructor(private readonly options: PredictionClientOptions) {}

  get isRunning(): boolean { return this.worker !== null; }

  /** @throws UserError (busy) during the pause after a crash; whatever the process answers otherwise */
  async request<K extends RequestName<Predictor>>(name: K, params: RequestParams<Predictor, K>, signal?: AbortSignal): Promise<RequestResult<Predictor, K>> {
    const { channel } = this.worker ?? this.start();
    this.pending++;
    clearTimeout(this.idleTimer);
    try {
      const result = await channel.request(name, params, signal);
      this.crashes = 0;
      return result;
    } finally {
      if (--this.pending === 0) this.restWhenIdle();
    }
  }

  dispose(): void {
    clearTimeout(this.idleTimer);
    const { worker } = this;
    this.worker = null;
    worker?.process.dispose(1000);
  }

  private start(): { readonly process: BackgroundProcess; readonly channel: Channel<Predictor> } {
    const { fork, onLog, onGenerated, now = Date.now } = this.options;
    const wait = this.pausedUntil - now();
    if (wait > 0) {
      throw new UserError(`the prediction process has crashed (${this.lastReason})`, 'prediction', `try again in ${Math.ceil(wait / 1000)} s; the log tells more`, 'busy');
    }
    const process = fork();
    const channel = openChannel(process.transport, predictorHostSide, predictorSide, { 'predict/log': ({ text }) => onLog(text), 'predict/generated': (piece) => onGenerated?.(piece) }, (error) => onLog(error.message));
    const worker = { process, channel };
    this.worker = worker;
    void process.ended.then((reason) => { if (this.worker === worker) this.crashed(reason); });
    return worker;
  }

  private crashed(reason: string): void {
    const { now = Date.now, firstPauseMs = 1000, onCrash } = this.options;
    this.worker = null;
    this.lastReason = reason;
    this.pausedUntil = now() + Math.min(LONGEST_PAUSE_MS, firstPauseMs * 2 ** this.crashes++);
    onCrash(reason);
  }

  private restWhenIdle(): void {
    if (this.worker === null) return;
    this.idleTimer = setTimeout(() => this.dispose(), this.options.idleMs ?? 600_000);
    this.idleTimer.unref();
  }
}
