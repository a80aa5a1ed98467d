/**
 * The bottleneck lab: one click trains the same translator without and with attention, one after the other, and plots how good each is by the length of
 * the sentence. Without attention the whole sentence must pass through one state vector: the longer it is, the more is lost.
 */
import type * as vscode from 'vscode';
import { UserError } from '../../errors/userError';
import type { Bottleneck, LengthSeries } from '../../protocol/insight';
import type { App } from '../app';
import type { TrainingOutcome, TrainingSession } from '../training/trainingSession';

type Series = { -readonly [K in keyof LengthSeries]: LengthSeries[K] };
type Example = Bottleneck['examples'][number];

export interface LabModel { readonly name: string; readonly runFolder: string }

export class BottleneckLab implements vscode.Disposable {
  private readonly series: Series[];
  private readonly pending = new Set<string>();
  private readonly disposables: vscode.Disposable[];
  private examples: Example[] = [];
  private unit = 'words';
  private note: string | null = null;

  /** @param models in the order in which they are trained */
  constructor(private readonly app: App, readonly title: string, models: readonly LabModel[]) {
    this.series = models.map(({ name, runFolder }) => ({ name, runFolder, runId: runFolder.replace(/^.*[\\/]/, ''), status: 'waiting', step: 0, totalSteps: 0, bestValidationLoss: null, points: [] }));
    this.disposables = [
      app.trainings.onDidChange(() => this.follow(app.trainings.session)),
      app.trainings.onDidReport((report) => {
        const series = this.seriesOf(app.trainings.session);
        if (series && report.kind === 'validation' && report.step > 0) series.bestValidationLoss = Math.min(series.bestValidationLoss ?? Infinity, report.loss);
      }),
      app.trainings.onDidEnd(({ session, outcome }) => void this.ended(session, outcome)),
    ];
  }

  /** Whether a training or an evaluation is still to come. */
  get isOpen(): boolean { return this.series.some(({ status }) => status === 'waiting' || status === 'starting' || status === 'running' || status === 'evaluating'); }

  get overview(): { readonly bottleneck: Bottleneck } {
    return { bottleneck: { title: this.title, series: this.series.map((series) => ({ ...series })), unit: this.unit, examples: this.examples, note: this.note } };
  }

  show(): void { this.app.bottleneck.show(this.overview); }

  /** Measures runs that were trained before. */
  async measureAll(): Promise<void> {
    for (const series of this.series) await this.measure(series);
  }

  dispose(): void { for (const disposable of this.disposables) disposable.dispose(); }

  private update(): void { this.app.bottleneck.update(this.overview); }

  private seriesOf(session: TrainingSession | null): Series | undefined {
    return session ? this.series.find(({ runFolder }) => runFolder === session.request.runFolder) : undefined;
  }

  private follow(session: TrainingSession | null): void {
    const series = this.seriesOf(session);
    if (!series || !session || session.phase === 'ended') return;
    series.status = session.phase === 'starting' ? 'starting' : 'running';
    const progress = session.history.lastProgress;
    if (progress) [series.step, series.totalSteps] = [progress.step, progress.totalSteps];
    this.update();
  }

  private async ended(session: TrainingSession, { status, error, record }: TrainingOutcome): Promise<void> {
    const series = this.seriesOf(session);
    if (!series) return;
    if (status === 'refused' || status === 'failed' || record === null) {
      series.status = 'failed';
      this.note = `The training ${series.name} ${status === 'refused' ? 'was refused' : status === 'stopped' ? 'was stopped before it began' : 'failed'}${error ? `: ${error.message}` : '.'}`;
      this.update();
      return;
    }
    await this.measure(series);
    if (status !== 'finished') {
      series.status = status;
      this.note = `The training ${series.name} was ${status} before its end: resume it, and open the lab again.`;
    }
    this.update();
  }

  private async measure(series: Series): Promise<void> {
    if (this.pending.has(series.runFolder)) return;
    this.pending.add(series.runFolder);
    series.status = 'evaluating';
    this.update();
    try {
      const { unit, points, examples } = await this.app.predictor.scoreByLength(series.runFolder);
      this.unit = unit;
      series.points = points;
      series.status = 'finished';
      this.remember(examples, this.series.indexOf(series));
    } catch (error) {
      series.status = 'failed';
      this.note = `${series.name}: ${error instanceof Error ? error.message : String(error)}`;
      if (!(error instanceof UserError)) this.app.problems.log.error(error instanceof Error ? error.stack ?? error.message : String(error));
    } finally {
      this.pending.delete(series.runFolder);
      this.update();
    }
  }

  /** The models are asked the same sentences, for their held-out part is the same. */
  private remember(examples: readonly { readonly source: string; readonly reference: string; readonly length: number; readonly output: string }[], index: number): void {
    const known = new Map(this.examples.map((example) => [example.source, example]));
    this.examples = examples.map(({ output, ...example }) => {
      const outputs = known.get(example.source)?.outputs ?? this.series.map(() => null);
      return { ...example, outputs: outputs.map((before, i) => (i === index ? output : before)) };
    });
  }
}
