/** What the panel knows: a snapshot, then reports appended to it. No drawing and no document here, so that plain Node tests it. */
import type { Bottleneck, CheckpointInfo, Comparison } from '../../src/protocol/insight';
import type { PanelSnapshot } from '../../src/protocol/messages';
import type { ProgressReport, Report, RunRecord, SampleReport, ValidationReport } from '../../src/protocol/run';
import { RunTable } from './runTable';
import { SampleTimeline } from './sampleTimeline';

export type PanelMode =
  /** Nothing has been trained yet. */
  | 'empty'
  /** A training, running or past. */
  | 'run'
  /** Answers alone, as for a selection that was translated. */
  | 'answers'
  /** The bottleneck lab. */
  | 'bottleneck'
  /** Runs laid over each other. */
  | 'comparison';

export class PanelState {
  run: RunRecord | null = null;
  running = false;
  /** The last report of progress, or null before the first. */
  progress: ProgressReport | null = null;
  validations: ValidationReport[] = [];
  table = new RunTable();
  timeline = new SampleTimeline();
  /** Kept on disk and to be asked, earliest first. */
  checkpoints: readonly CheckpointInfo[] = [];
  bottleneck: Bottleneck | null = null;
  comparison: Comparison | null = null;

  get mode(): PanelMode {
    if (this.bottleneck !== null) return 'bottleneck';
    if (this.comparison !== null) return 'comparison';
    const hasMetrics = this.progress !== null || this.validations.length > 0;
    if (!hasMetrics && !this.running && this.timeline.length > 0) return 'answers';
    return this.run === null ? 'empty' : 'run';
  }

  get task(): 'translation' | 'language-model' {
    return this.run?.experiment['task'] === 'language-model' ? 'language-model' : 'translation';
  }

  /** The validation that was best so far: the last one marked so. */
  get best(): ValidationReport | null {
    return this.validations.findLast((report) => report.best) ?? null;
  }

  replace(snapshot: PanelSnapshot): void {
    // Those of another run would be asked of this one.
    if (snapshot.run?.id !== this.run?.id) this.checkpoints = [];
    this.bottleneck = snapshot.bottleneck ?? null;
    this.comparison = snapshot.comparison ?? null;
    this.run = snapshot.run;
    this.running = snapshot.running;
    this.progress = null;
    this.validations = [];
    this.table = new RunTable();
    this.timeline = new SampleTimeline();
    for (const report of snapshot.progress) this.append(report);
    for (const report of snapshot.validation) this.append(report);
    for (const report of snapshot.samples) this.append(report);
  }

  append(report: Report): void {
    switch (report.kind) {
      case 'progress':
        if (this.progress !== null && report.step <= this.progress.step) {
          this.validations = this.validations.filter((validation) => validation.step < report.step);
          this.timeline.dropAfter(report.step);
        }
        this.progress = report;
        this.table.appendProgress(report);
        return;
      case 'validation':
        // The mean of the last checkpoints was measured and not taken: no weights of the run are so.
        if (report.averaged !== undefined && !report.best) return;
        this.validations = [...this.validations.filter((validation) => validation.step !== report.step), report].sort((a, b) => a.step - b.step);
        this.table.appendValidation(report);
        return;
      case 'sample': this.timeline.insert(report); return;
      default: throw new Error(`internal: unknown report ${JSON.stringify(report satisfies never)}`);
    }
  }

  /** The answer to a sentence that was typed here, or that a checkpoint gave. */
  addAnswer(sample: SampleReport): void {
    this.timeline.insert(sample);
  }

  setRun(run: RunRecord, running: boolean): void {
    this.run = run;
    this.running = running;
  }
}
