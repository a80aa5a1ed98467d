/**
 * Spaces reports out on their way to the panel: at most one progress report an interval (the newest), while validations and samples
 * all pass, in their order. What is left out here is still in the history that a panel gets when it draws itself anew.
 */
import type { Report } from '../../protocol/run';

export class ReportThrottle {
  private waiting: Report[] = [];
  private timer: NodeJS.Timeout | undefined;

  /** @param intervalMs default 100: ten times a second is as fast as a curve can be watched */
  constructor(private readonly deliver: (report: Report) => void, private readonly intervalMs = 100) {}

  add(report: Report): void {
    if (report.kind === 'progress' && this.waiting.at(-1)?.kind === 'progress') this.waiting.pop();
    this.waiting.push(report);
    if (this.timer !== undefined) return;
    this.flush();
    this.timer = setTimeout(() => this.tick(), this.intervalMs);
  }

  /** Delivers what waits. */
  flush(): void {
    const reports = this.waiting;
    this.waiting = [];
    for (const report of reports) this.deliver(report);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.waiting = [];
  }

  private tick(): void {
    this.timer = undefined;
    if (this.waiting.length === 0) return;
    this.flush();
    this.timer = setTimeout(() => this.tick(), this.intervalMs);
  }
}
