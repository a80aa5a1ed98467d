/**
 * The reports of one training, kept in bounded memory: a night's training sends a million. When a list is full every second entry is
 * dropped and from then on only every second one is kept, and so on: the whole curve stays, coarser, and its newest point is never lost.
 */
import type { ProgressReport, Report, SampleReport, ValidationReport } from '../../protocol/run';
import { appendReport, isTakenBack, type RunHistory } from '../../protocol/runFiles';

export class ThinnedList<T> {
  private kept: T[];
  private stride = 1;
  private sinceKept = 0;
  private latest: T | undefined;

  constructor(private readonly limit: number, first: readonly T[] = []) {
    this.kept = [];
    for (const item of first) this.add(item);
  }

  get last(): T | undefined { return this.latest; }

  add(item: T): void {
    this.latest = item;
    if (++this.sinceKept < this.stride) return;
    this.sinceKept = 0;
    this.kept.push(item);
    if (this.kept.length < this.limit) return;
    this.kept = this.kept.filter((_, index) => index % 2 === 0);
    this.stride *= 2;
  }

  /** Takes back from the end what `isOver` says. */
  dropFromEnd(isOver: (item: T) => boolean): void {
    while (this.kept.length > 0 && isOver(this.kept[this.kept.length - 1])) this.kept.pop();
    if (this.latest !== undefined && isOver(this.latest)) this.latest = this.kept.at(-1);
  }

  toArray(): T[] {
    return this.latest === undefined || this.kept.at(-1) === this.latest ? [...this.kept] : [...this.kept, this.latest];
  }
}

/** Entries kept: a screen is not wider than the points, and a sample holds several heatmaps. */
const LIMITS = { progress: 8000, samples: 400 };

export class ReportHistory {
  private readonly progress: ThinnedList<ProgressReport>;
  private readonly validation: ValidationReport[];
  private readonly samples: ThinnedList<SampleReport>;

  /** @param earlier what a resumed run reported before */
  constructor(earlier: RunHistory = { progress: [], validation: [], samples: [] }) {
    this.progress = new ThinnedList(LIMITS.progress, earlier.progress);
    this.validation = [...earlier.validation];
    this.samples = new ThinnedList(LIMITS.samples, earlier.samples);
  }

  get lastProgress(): ProgressReport | undefined { return this.progress.last; }
  get lastValidation(): ValidationReport | undefined { return this.validation.at(-1); }

  add(report: Report): void {
    switch (report.kind) {
      case 'progress': return append(this.progress, report);
      case 'validation': return appendReport(this.validation, report);
      case 'sample': return append(this.samples, report);
      default: report satisfies never;
    }
  }

  toHistory(): RunHistory {
    return { progress: this.progress.toArray(), validation: [...this.validation], samples: this.samples.toArray() };
  }
}

function append<R extends Report>(list: ThinnedList<R>, report: R): void {
  list.dropFromEnd((earlier) => isTakenBack(earlier, report));
  list.add(report);
}
