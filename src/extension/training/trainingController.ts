/** The trainings of this window: one at a time, others queued behind it. */
import * as vscode from 'vscode';
import type { Report } from '../../protocol/run';
import type { RunHistory } from '../../protocol/runFiles';
import { forkWorker } from '../background/forkWorker';
import { Cancelled, type Problems } from '../problems';
import type { RunsHome } from '../runs/runsHome';
import { TrainingSession, type TrainingOutcome, type TrainingRequest } from './trainingSession';

export interface Training { readonly request: TrainingRequest; /** What a resumed run reported before. */ readonly earlier?: RunHistory }

export class TrainingController implements vscode.Disposable {
  private current: TrainingSession | null = null;
  private readonly queue: Training[] = [];
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly begun = new vscode.EventEmitter<TrainingSession>();
  private readonly reported = new vscode.EventEmitter<Report>();
  private readonly ended = new vscode.EventEmitter<{ session: TrainingSession; outcome: TrainingOutcome }>();

  /** Phase, record, progress or queue have changed. */
  readonly onDidChange = this.changed.event;
  readonly onDidBegin = this.begun.event;
  readonly onDidReport = this.reported.event;
  readonly onDidEnd = this.ended.event;

  constructor(private readonly trainScript: string, private readonly runs: RunsHome, private readonly problems: Problems) {}

  /** The training that runs, or the one that ran last. */
  get session(): TrainingSession | null { return this.current; }
  get isRunning(): boolean { return this.current !== null && this.current.phase !== 'ended'; }
  get queued(): readonly Training[] { return this.queue; }

  /** Starts a training, and others right after it. Where one runs, the user chooses: queue, stop the running one, or cancel, which throws Cancelled. */
  async start(training: Training, ...others: readonly Training[]): Promise<void> {
    const choice = this.isRunning ? await this.askAboutRunning(training.request.name) : 'queue';
    if (choice === 'cancel') {
      await Promise.all([training, ...others].map(({ request }) => this.runs.discardRunFolder(request.runFolder)));
      throw new Cancelled();
    }
    if (choice === 'queue') this.queue.push(training, ...others);
    else this.queue.unshift(training, ...others);
    // It may have ended while the question stood.
    if (!this.isRunning) return this.begin(this.queue.shift()!);
    this.changed.fire();
    if (choice === 'stop') await this.current?.stop();
  }

  /** Stops the running training; settles when its checkpoint is kept. The next one of the queue then begins. */
  async stop(): Promise<void> {
    if (this.isRunning) await this.current?.stop();
  }

  async clearQueue(): Promise<void> {
    const dropped = this.queue.splice(0);
    this.changed.fire();
    await Promise.all(dropped.filter(({ request }) => !request.resume).map(({ request }) => this.runs.discardRunFolder(request.runFolder)));
  }

  /** The window closes: the process notices that its wire is gone, keeps a checkpoint and ends by itself. */
  dispose(): void {
    this.queue.length = 0;
    for (const emitter of [this.changed, this.begun, this.reported, this.ended]) emitter.dispose();
  }

  private begin({ request, earlier }: Training): void {
    const { log } = this.problems;
    log.info(`training “${request.name}” in ${request.runFolder}`);
    const process = forkWorker({ name: 'the training process', script: this.trainScript, onOutput: (text) => log.info(`[train] ${text.trimEnd()}`) });
    const session = new TrainingSession(request, process, {
      onChange: () => this.changed.fire(),
      onReport: (report) => { this.reported.fire(report); this.changed.fire(); },
      onLog: (text) => log.info(`[train] ${text}`),
      onFault: (error) => log.error(error.stack ?? error.message),
    }, earlier);
    this.current = session;
    this.begun.fire(session);
    this.changed.fire();
    void session.ended.then((outcome) => this.finish(session, outcome));
  }

  private async finish(session: TrainingSession, outcome: TrainingOutcome): Promise<void> {
    this.problems.log.info(`training “${session.request.name}”: ${outcome.status}${outcome.error ? `, ${outcome.error.message}` : ''}`);
    if (!session.request.resume) await this.runs.discardRunFolder(session.request.runFolder);
    this.ended.fire({ session, outcome });
    const next = this.queue.shift();
    if (next) this.begin(next);
    this.changed.fire();
  }

  private async askAboutRunning(name: string): Promise<'queue' | 'stop' | 'cancel'> {
    const running = this.current?.request.name;
    const items = [
      { label: '$(list-ordered) Queue', detail: `“${name}” begins when “${running}” has ended`, choice: 'queue' as const },
      { label: '$(debug-stop) Stop the running one', detail: `“${running}” keeps a checkpoint and can be resumed; “${name}” begins`, choice: 'stop' as const },
      { label: '$(close) Cancel', detail: `“${name}” is not trained`, choice: 'cancel' as const },
    ];
    const picked = await vscode.window.showQuickPick(items, { title: `“${running}” is training`, placeHolder: 'One training runs at a time', ignoreFocusOut: true });
    return picked?.choice ?? 'cancel';
  }
}
