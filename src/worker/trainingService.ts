/** What the training process does when it is asked: starts one training, stops it, shows what it makes of a sentence, tells how it ended. */
import { UserError } from '../errors/userError';
import { describeError, type Channel, type RequestHandlers } from '../protocol/channel';
import { checkExperiment } from '../protocol/experiment';
import type { NotificationPayload, RequestParams, trainerHostSide, trainerSide } from '../protocol/messages';
import type { RunRecord } from '../protocol/run';
import type { SamplerFactory } from '../training/sampling';
import { openTraining, type Training } from '../training/train';
import { trainWithCompanions } from './companions';

type Start = RequestParams<typeof trainerSide, 'train/start'>;

export class TrainingService {
  readonly handlers: RequestHandlers<typeof trainerSide> = {
    'train/start': (params, signal) => this.start(params, signal),
    'train/stop': () => this.running('train/stop').stop(),
    'train/watch': ({ source }) => this.running('train/watch').watch(source),
  };
  private training: Training | null = null;
  private begun = false;
  private closing = false;
  private hasEnded = false;

  /**
   * @param host    tells the editor; asked for when the first message goes out, since the channel needs these handlers to open
   * @param sampler lets the model speak while it trains
   * @param onEnd   called after the last message, with the exit code of the process
   */
  constructor(private readonly host: () => Channel<typeof trainerHostSide>, private readonly sampler: SamplerFactory | undefined, private readonly onEnd: (exitCode: number) => void) {}

  /** The editor has gone, or the system wants this process to end: a checkpoint, then `onEnd`. */
  close(): void {
    this.closing = true;
    if (this.training) this.training.stop().catch(() => { /* `run` tells it */ });
    else if (!this.begun) this.onEnd(0);
  }

  /** A fault of ours that nothing caught: told to the editor and to the record, as far as that still works. */
  async fail(error: unknown): Promise<void> {
    const record = await this.training?.abandon(error);
    if (record) this.end({ status: 'failed', record, error: describeError(error) });
    else this.onEnd(1);
  }

  private async start({ experiment, name, baseFolder, runFolder, resume, from, engine, provider, companions = true }: Start, signal: AbortSignal): Promise<RunRecord> {
    if (this.begun) throw new UserError('a training is running in this process', 'train/start', 'stop it first', 'busy');
    this.begun = true;
    try {
      const training = await openTraining(
        { experiment: resume ? null : checkExperiment(experiment, name), name, baseFolder, runFolder, resume, from, engine, provider },
        { sampler: this.sampler, onReport: (report) => this.host().notify('train/report', report), onLog: (text) => this.host().notify('train/log', { text }) },
      );
      this.training = training;
      if (this.closing || signal.aborted) training.stop().catch(() => { /* `run` tells it */ });
      setImmediate(() => void this.run(training, { runFolder, engine, companions })); // after the answer to this request is on its way
      return training.record;
    } catch (error) {
      this.begun = false; // the editor may try again with better data
      if (this.closing) this.onEnd(0);
      throw error;
    }
  }

  private async run(training: Training, { runFolder, engine, companions }: { runFolder: string; engine: Start['engine']; companions: boolean }): Promise<void> {
    try {
      const say = (text: string): void => this.host().notify('train/log', { text });
      const record = companions ? await trainWithCompanions(training, { runFolder, engine, say, isHurried: () => this.closing }) : await training.run();
      this.end({ status: record.status === 'stopped' ? 'stopped' : 'finished', record, error: null });
    } catch (error) {
      this.end({ status: 'failed', record: training.record, error: describeError(error) });
    }
  }

  private end(payload: NotificationPayload<typeof trainerHostSide, 'train/ended'>): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.host().notify('train/ended', payload);
    this.onEnd(payload.status === 'failed' ? 1 : 0);
  }

  private running(request: string): Training {
    if (!this.training) throw new UserError('no training is running', request, 'start one first', 'unavailable');
    return this.training;
  }
}
