/**
 * The numbers of a run as columns with one common x, as the charts want them: a row is a step at which something was reported, a cell
 * is null where that report does not have it. Appending costs one row; only a resumed run takes rows back.
 */
import type { ProgressReport, ValidationReport } from '../../src/protocol/run';

export const columnNames = [
  'loss', 'learningRate', 'gradientNorm', 'tokensPerSecond',
  'validationLoss', 'validationPerplexity', 'accuracy', 'exactMatch', 'bleu', 'chrf', 'bitsPerCharacter', 'tunesParsed', 'tunesComplete',
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

  private timeOffset = 0;
  private lastElapsed = 0;
  private lastProgressStep = -1;

  get length(): number { return this.step.length; }

  /** A run that resumed reports again what it had reported after its checkpoint: those rows, and validations beyond, are dropped. */
  appendProgress(report: ProgressReport): void {
    if (report.step <= this.lastProgressStep) this.dropFrom(report.step);
    if (report.elapsedSeconds < this.lastElapsed) this.timeOffset = this.time.at(-1) ?? 0;
    this.lastElapsed = report.elapsedSeconds;
    this.lastProgressStep = report.step;
    const before = this.length;
    const row = this.rowOf(report.step, this.timeOffset + report.elapsedSeconds, report.epoch);
    if (this.length === before) this.rewrites++; // a validation had made the row
    this.time[row] = this.timeOffset + report.elapsedSeconds;
    for (const name of progressColumns) this.columns[name][row] = finite(report[name]);
  }

  appendValidation(report: ValidationReport): void {
    const row = this.rowOf(report.step, this.position('time', report.step), report.epoch);
    const cells: Partial<Record<ColumnName, number | undefined>> = {
      validationLoss: report.loss, validationPerplexity: report.perplexity, accuracy: report.accuracy,
      exactMatch: report.exactMatch, bleu: report.bleu, chrf: report.chrf, bitsPerCharacter: report.bitsPerCharacter,
      tunesParsed: report.tunesParsed, tunesComplete: report.tunesComplete,
    };
    for (const name of columnNames) if (name in cells) this.columns[name][row] = finite(cells[name]);
  }

  x(axis: Axis): readonly number[] { return this[axis]; }

  /** Where a step lies on an axis: on a straight line between the rows around it. Every run begins at zero. */
  position(axis: Axis, step: number): number {
    if (axis === 'step') return step;
    const values = this[axis];
    const at = this.lowerBound(step);
    if (at === this.length) return values.at(-1) ?? 0;
    if (this.step[at] === step) return values[at];
    const [fromStep, from] = at === 0 ? [0, 0] : [this.step[at - 1], values[at - 1]];
    return from + ((step - fromStep) / (this.step[at] - fromStep)) * (values[at] - from);
  }

  /** The last value of a column that is not null. */
  latest(name: ColumnName): number | null {
    return this.columns[name].findLast((value) => value !== null) ?? null;
  }

  /** The row of a step, made if there is none: nearly always at the end. */
  private rowOf(step: number, time: number, epoch: number): number {
    const at = this.lowerBound(step);
    if (this.step[at] === step) return at;
    const isInside = at < this.length;
    this.step.splice(at, 0, step);
    this.time.splice(at, 0, time);
    this.epoch.splice(at, 0, epoch);
    for (const name of columnNames) this.columns[name].splice(at, 0, null);
    if (isInside) this.rewrites++;
    return at;
  }

  private dropFrom(step: number): void {
    const keep = this.lowerBound(step);
    for (const column of [this.step, this.time, this.epoch, ...Object.values(this.columns)]) column.length = keep;
    this.rewrites++;
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
