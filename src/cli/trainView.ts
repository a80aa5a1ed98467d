/** What a training shows while it runs: progress, the result of each epoch, and what the model says then beside what it should. */
import { firstLine, formatLoss } from '../protocol/format';
import type { Report, SampleItem, SampleReport, ValidationReport } from '../protocol/run';
import { ProgressLine } from './progressLine';
import type { Terminal } from './terminal';

/** Samples that are printed after an epoch, and characters of each. */
const SHOWN_SAMPLES = 3;
const SHOWN_CHARACTERS = 100;

export class TrainView {
  private readonly progress: ProgressLine;
  private validation: ValidationReport | null = null;

  /** @param quiet progress alone, on standard error: standard output is for the result as JSON */
  constructor(private readonly terminal: Terminal, private readonly quiet: boolean) {
    this.progress = new ProgressLine(terminal);
  }

  report(report: Report): void {
    switch (report.kind) {
      case 'progress': this.progress.show(report); return;
      case 'validation':
        this.validation = report;
        this.print(describeValidation(report));
        return;
      case 'sample': this.showSamples(report); return;
      default: throw new Error(`internal: unknown report ${JSON.stringify(report satisfies never)}`);
    }
  }

  log(text: string): void {
    if (/^validation (of .* )?at step/.test(text)) return; // its report says the same and more
    if (this.quiet) this.progress.around(() => this.terminal.stderr.write(`${text}\n`));
    else this.print(text);
  }

  end(): void {
    this.progress.clear();
  }

  /** Those of an epoch's end alone: the others are for the panel, where a picture forms. */
  private showSamples({ step, epoch, items }: SampleReport): void {
    if (this.validation?.step !== step || epoch === 0) return;
    for (const item of items.slice(0, SHOWN_SAMPLES)) this.print(describeSample(item));
  }

  private print(text: string): void {
    if (!this.quiet) this.progress.around(() => this.terminal.stdout.write(`${text}\n`));
  }
}

function describeValidation({ epoch, loss, perplexity, accuracy, bitsPerCharacter, bleu, chrf, ter, exactMatch, averaged, best }: ValidationReport): string {
  const parts = [`validation loss ${formatLoss(loss)}`, `perplexity ${perplexity.toPrecision(4)}`, `accuracy ${(100 * accuracy).toFixed(1)} %`];
  if (bitsPerCharacter !== undefined) parts.push(`${bitsPerCharacter.toFixed(3)} bits/character`);
  if (bleu !== undefined) parts.push(`BLEU ${bleu.toFixed(1)}`);
  if (chrf !== undefined) parts.push(`chrF ${chrf.toFixed(1)}`);
  if (ter !== undefined) parts.push(`TER ${ter.toFixed(1)}`);
  if (exactMatch !== undefined) parts.push(`exact ${(100 * exactMatch).toFixed(1)} %`);
  const when = epoch === 0 ? 'before training' : averaged === undefined ? `epoch ${Number(epoch.toFixed(2))}` : `mean of the last ${averaged} checkpoints`;
  return `${when}: ${parts.join(', ')}${best && epoch > 0 ? ' (best so far)' : ''}`;
}

function describeSample({ source, output, reference }: SampleItem): string {
  const short = (text: string): string => firstLine(text, SHOWN_CHARACTERS);
  const lines = [`  input      ${short(source)}`, `  output     ${short(output)}`];
  if (reference !== null) lines.push(`  reference  ${output.trim() === reference.trim() ? '(the same)' : short(reference)}`);
  return lines.join('\n');
}
