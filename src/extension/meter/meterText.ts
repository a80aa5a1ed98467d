/** Today's figures as the status bar and its hover say them. */
import { ratiosOf, type Figures } from './figures';

export const percent = (share: number | null): string => (share === null ? '–' : `${Math.round(100 * share)} %`);
export const milliseconds = (time: number | null): string => (time === null ? '–' : time < 10 ? `${time.toFixed(1)} ms` : `${Math.round(time)} ms`);
export const whole = (count: number): string => count.toLocaleString('en');

/** "⌨ 1,204 saved · 31 %" */
export function meterText(figures: Figures): string {
  const { saved } = ratiosOf(figures);
  return `$(keyboard) ${whole(figures.keystrokesSaved)} saved${saved === null ? '' : ` · ${percent(saved)}`}`;
}

/** Markdown. */
export function meterTooltip(figures: Figures): string {
  const { saved, acceptance, persistence, p50, p90 } = ratiosOf(figures);
  const rows = [
    ['Keystrokes saved', `${whole(figures.keystrokesSaved)} (${percent(saved)})`],
    ['Accepted of those seen', `${percent(acceptance)} (${whole(figures.accepted)} of ${whole(figures.seen)})`],
    ['Kept after 30 s', `${percent(persistence)} (${whole(figures.kept)} of ${whole(figures.judged)})`],
    ['Time to a suggestion', `p50 ${milliseconds(p50)}, p90 ${milliseconds(p90)}`],
  ];
  return ['**Completions today**', '', '| | |', '|---|---|', ...rows.map(([name, value]) => `| ${name} | ${value} |`), '', 'Counted on this machine; nothing leaves it. Click for all days and models.'].join('\n');
}
