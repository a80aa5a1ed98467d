/** The one line of a terminal that tells how far a training is: drawn over again, and out of the way of lines that stay. Elsewhere a plain line every few seconds. */
import { formatCount, formatDuration, formatLoss, formatShare } from '../protocol/format';
import type { ProgressReport } from '../protocol/run';
import type { Terminal } from './terminal';

const BAR_CELLS = 24;
const REDRAW_MS = 100;
const PLAIN_LINE_MS = 5000;
const ERASE_LINE = '\r\u001b[2K';

export class ProgressLine {
  private shown = '';
  private writtenMs = -Infinity;

  constructor(private readonly terminal: Terminal, private readonly now: () => number = () => performance.now()) {}

  show(report: ProgressReport): void {
    const { stderr } = this.terminal;
    const gap = stderr.isTTY === true ? REDRAW_MS : PLAIN_LINE_MS;
    if (this.now() - this.writtenMs < gap) return;
    this.writtenMs = this.now();
    if (stderr.isTTY === true) {
      this.shown = fit(`${bar(report.step / report.totalSteps)} ${describe(report)}`, stderr.columns ?? 80);
      stderr.write(ERASE_LINE + this.shown);
    } else {
      stderr.write(`${describe(report)}\n`);
    }
  }

  /** Takes the line away while `print` writes lines that stay. */
  around(print: () => void): void {
    if (this.shown !== '') this.terminal.stderr.write(ERASE_LINE);
    print();
    if (this.shown !== '') this.terminal.stderr.write(this.shown);
  }

  clear(): void {
    if (this.shown !== '') this.terminal.stderr.write(ERASE_LINE);
    this.shown = '';
  }
}

function describe({ step, totalSteps, epoch, totalEpochs, loss, tokensPerSecond, secondsLeft }: ProgressReport): string {
  return `${formatShare(step / totalSteps)}  epoch ${Math.min(totalEpochs, Math.floor(epoch) + 1)}/${totalEpochs}  step ${step}/${totalSteps}  loss ${formatLoss(loss)}  ${formatCount(tokensPerSecond)} tokens/s  ${formatDuration(secondsLeft)} left`;
}

function bar(share: number): string {
  const filled = Math.round(BAR_CELLS * Math.min(1, Math.max(0, share)));
  return '\u2588'.repeat(filled) + '\u2591'.repeat(BAR_CELLS - filled);
}

/** A line that wraps could not be drawn over. */
const fit = (line: string, columns: number): string => (line.length < columns ? line : line.slice(0, Math.max(0, columns - 1)));
