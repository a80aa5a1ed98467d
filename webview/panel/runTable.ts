/**
 * The numbers of a run as columns with one common x, as the charts want them: a row is a step at which something was reported, a cell
 * is null where that report does not have it. Appending costs one row; only a resumed run takes rows back.
 */
import type { ProgressReport, ValidationReport } from '../../src/protocol/run';

export const columnNames = [
  'loss', 'learningRate', 'gradientNorm', 'tokensPerSecond',
  'validationLoss', 'validationPerplexity', 'accuracy', 'exactMatch', 'bleu', 'chrf', 'bitsPerCharacter',
] as const;
export type ColumnName = (typeof columnNames)[number];
export type Column = (number | null)[];
export type Axis = 'step' | 'time' | 'epoch';

const progressColumns = ['loss', 'learningRate', 'gradientNorm', 'tokensPerSecond'] as const satisfies readonly ColumnName[];

export class RunTable {
  readonly step: number[] = [];
  /** Seconds of training, also over a stop and a resumption. */
  readonly time: number[] = [];
  /** Finished epochs with their fraction. */
  readonly epoch: number[] = [];
  readonly columns = Object.fromEntries(columnNames.map((name) => [name, [] as Column])) as Record<ColumnName, Column>;
  /** Rises whenever a row that stood already changed its progress: what was computed along those columns is to be computed again. */
  rewrites = 0;

  /** Known points of step against epoch, in order; between them the epoch is a straight line. */
  private anchors: { step: number; epoch: number }[] = [{ step: 0, epoch: 0 }];
  private stepsAnEpoch = NaN;
  private timeOffset = 0;
  private lastElapsed = 0;
  private lastProgressStep = -1;

  get length(): number { return this.step.length; }

  /** A run that resumed reports again what it had reported after its checkpoint: those rows, and validations beyond, are dropped. */
  appendProgress(report: ProgressReport): void {
    if (report.step <= this.lastProgressStep) this.dropFrom(report.step);
    if (!(this.stepsAnEpoch > 0) && report.totalEpochs > 0) this.stepsAnEpoch = report.totalSteps / report.totalEpochs;
    if (report.elapsedSeconds < this.lastElapsed) this.timeOffset = this.time.at(-1) ?? 0;
    this.lastElapsed = report.elapsedSeconds;
    this.lastProgressStep = report.step;
    const before = this.length;
    const row = this.rowOf(report.step, this.timeOffset + report.elapsedSeconds);
    if (this.length === before) this.rewrites++; // a validation had made the row
    this.time[row] = this.timeOffset + report.elapsedSeconds;
    for (const name of progressColumns) this.columns[name][row] = finite(report[name]);
  }

  appendValidation(report: ValidationReport): void {
    const row = this.rowOf(report.step, this.timeAt(report.step));
    const cells: Partial<Record<ColumnName, number | undefined>> = {
      validationLoss: report.loss, validationPerplexity: report.perplexity, accuracy: report.accuracy,
      exactMatch: report.exactMatch, bleu: report.bleu, chrf: report.chrf, bitsPerCharacter: report.bitsPerCharacter,
    };
    for (const name of columnNames) if (name in cells) this.columns[name][row] = finite(cells[name]);
    if (report.epoch > 0) this.anchor(report.step, report.epoch);
  }

  x(axis: Axis): readonly number[] { return this[axis]; }

  /** The epoch at a step, between and beyond the validations. */
  epochAt(step: number): number {
    const after = this.anchors.findIndex((anchor) => anchor.step >= step);
    if (after === 0) return this.anchors[0].epoch;
    if (after > 0) {
      const [from, to] = [this.anchors[after - 1], this.anchors[after]];
      return from.epoch + ((step - from.step) / (to.step - from.step)) * (to.epoch - from.epoch);
    }
    const last = this.anchors[this.anchors.length - 1];
    return this.stepsAnEpoch > 0 ? last.epoch + (step - last.step) / this.stepsAnEpoch : last.epoch;
  }

  /** Where a step lies on an axis. */
  position(axis: Axis, step: number): number {
    return axis === 'step' ? step : axis === 'epoch' ? this.epochAt(step) : this.timeAt(step);
  }

  /** The last value of a column that is not null. */
  latest(name: ColumnName): number | null {
    return this.columns[name].findLast((value) => value !== null) ?? null;
  }

  private timeAt(step: number): number {
    const at = this.lowerBound(step);
    if (at === this.length) return this.time.at(-1) ?? 0;
    if (this.step[at] === step || at === 0) return at === 0 && step < this.step[at] ? 0 : this.time[at];
    const share = (step - this.step[at - 1]) / (this.step[at] - this.step[at - 1]);
    return this.time[at - 1] + share * (this.time[at] - this.time[at - 1]);
  }

  /** The row of a step, made if there is none: nearly always at the end. */
  private rowOf(step: number, time: number): number {
    const at = this.lowerBound(step);
    if (this.step[at] === step) return at;
    const isInside = at < this.length;
    this.step.splice(at, 0, step);
    this.time.splice(at, 0, time);
    this.epoch.splice(at, 0, this.epochAt(step));
    for (const name of columnNames) this.columns[name].splice(at, 0, null);
    if (isInside) this.rewrites++;
    return at;
  }

  private dropFrom(step: number): void {
    const keep = this.lowerBound(step);
    for (const column of [this.step, this.time, this.epoch, ...Object.values(this.columns)]) column.length = keep;
    this.anchors = this.anchors.filter((anchor, i) => i === 0 || anchor.step < step);
    this.rewrites++;
  }

  private anchor(step: number, epoch: number): void {
    this.anchors = [...this.anchors.filter((anchor) => anchor.step !== step), { step, epoch }].sort((a, b) => a.step - b.step);
    this.stepsAnEpoch = step / epoch;
    const before = this.anchors[this.anchors.findIndex((anchor) => anchor.step === step) - 1];
    for (let row = before === undefined ? 0 : this.lowerBound(before.step); row < this.length; row++) this.epoch[row] = this.epochAt(this.step[row]);
  }

  /** The first row whose step is not below `step`. */
  private lowerBound(step: number): number {
    let [low, high] = [0, this.length];
    if (high > 0 && this.step[high - 1] < step) return high;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.step[middle] < step) low = middle + 1; else high = middle;
    }
    return low;
  }
}

const finite = (value: number | undefined): number | null => (value !== undefined && Number.isFinite(value) ? value : null);
