/** The page of the statistics: figures in total, by day and by model, drawn with the theme's colours. No script runs in it. */
import { ratiosOf, sumFigures, type Figures } from './figures';
import type { DayFigures } from './figuresStore';
import { milliseconds, percent, whole } from './meterText';

/** Days with a bar each. */
const DAYS = 14;

/** @param all the newest day first @param today "2026-01-31" */
export function statisticsHtml(all: readonly DayFigures[], today: string): string {
  const body = all.length === 0 ? empty : [
    tiles(sumFigures(all.map(({ figures }) => figures))),
    `<h2>Keystrokes saved, the last ${DAYS} days</h2>`, bars(all, today),
    '<h2>By day</h2>', table('Day', grouped(all, ({ day }) => day)),
    '<h2>By model</h2>', table('Model', grouped(all, ({ model }) => model)),
    footer,
  ].join('\n');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Completion statistics</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>Completion statistics</h1>
${body}
</main>
</body>
</html>`;
}

const empty = '<p>Nothing has been counted yet. Once a next-word model completes while you write, its figures appear here.</p>';

const footer = `<h2>What is counted</h2>
<dl>
<dt>Keystrokes saved</dt><dd>Characters accepted less the keys that accepted them; the percentage is of all characters that came about where completions are on.</dd>
<dt>Accepted</dt><dd>Of the suggestions that stood for 750 ms or were accepted sooner, those accepted in whole or in part.</dd>
<dt>Kept</dt><dd>Of the accepted texts, those of which 67 % or more (by edit distance) still stood after 30 s.</dd>
<dt>p50, p90</dt><dd>Half of the suggestions, and nine in ten, came within this time. Those that were remembered take none and are not counted in it.</dd>
</dl>
<p class="quiet">Counted and kept on this machine. Nothing leaves it. <a href="command:sequenceLab.clearCompletionStatistics">Clear all figures…</a></p>`;

function tiles(figures: Figures): string {
  const { saved, acceptance, persistence, p50, p90 } = ratiosOf(figures);
  const tile = (name: string, value: string, note: string): string => `<li><span class="value">${value}</span><span class="name">${name}</span><span class="quiet">${note}</span></li>`;
  return `<ul class="tiles">${[
    tile('keystrokes saved', whole(figures.keystrokesSaved), `${percent(saved)} of what was written`),
    tile('accepted', percent(acceptance), `${whole(figures.accepted)} of ${whole(figures.seen)} seen`),
    tile('kept after 30 s', percent(persistence), `${whole(figures.kept)} of ${whole(figures.judged)}`),
    tile('half come within', milliseconds(p50), `nine in ten within ${milliseconds(p90)}`),
  ].join('')}</ul>`;
}

/** One bar a day, the last one today; the table below says the same in numbers. */
function bars(all: readonly DayFigures[], today: string): string {
  const days = lastDays(today, DAYS);
  const saved = days.map((day) => sumFigures(all.filter((one) => one.day === day).map(({ figures }) => figures)).keystrokesSaved);
  const most = Math.max(1, ...saved);
  const [width, height, gap] = [700, 120, 8];
  const step = width / days.length;
  const marks = days.map((day, index) => {
    const size = Math.max(saved[index] > 0 ? 2 : 0, (saved[index] / most) * (height - 20));
    const x = index * step + gap / 2;
    return `<rect x="${x.toFixed(1)}" y="${(height - size).toFixed(1)}" width="${(step - gap).toFixed(1)}" height="${size.toFixed(1)}"><title>${day}: ${whole(saved[index])}</title></rect>`
      + (saved[index] > 0 ? `<text x="${(x + (step - gap) / 2).toFixed(1)}" y="${(height - size - 5).toFixed(1)}" class="value">${whole(saved[index])}</text>` : '')
      + `<text x="${(x + (step - gap) / 2).toFixed(1)}" y="${height + 16}">${day.slice(5)}</text>`;
  });
  return `<svg viewBox="0 0 ${width} ${height + 22}" role="img" aria-label="Keystrokes saved on each of the last ${DAYS} days"><line x1="0" y1="${height}" x2="${width}" y2="${height}"/>${marks.join('')}</svg>`;
}

/** The days up to one, oldest first. Noon, so that a change of the clock does not skip a day. */
export function lastDays(today: string, count: number): string[] {
  const noon = new Date(`${today}T12:00:00Z`).getTime();
  return Array.from({ length: count }, (_, index) => new Date(noon - (count - 1 - index) * 86_400_000).toISOString().slice(0, 10));
}

function grouped(all: readonly DayFigures[], keyOf: (one: DayFigures) => string): [string, Figures][] {
  const keys = [...new Set(all.map(keyOf))];
  return keys.map((key) => [key, sumFigures(all.filter((one) => keyOf(one) === key).map(({ figures }) => figures))]);
}

function table(name: string, rows: readonly [string, Figures][]): string {
  const head = [name, 'Saved', 'of text', 'Seen', 'Accepted', 'Kept', 'p50', 'p90'].map((title) => `<th scope="col">${title}</th>`).join('');
  const body = rows.map(([key, figures]) => {
    const { saved, acceptance, persistence, p50, p90 } = ratiosOf(figures);
    const cells = [whole(figures.keystrokesSaved), percent(saved), whole(figures.seen), percent(acceptance), percent(persistence), milliseconds(p50), milliseconds(p90)];
    return `<tr><th scope="row">${escapeHtml(key)}</th>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
  });
  return `<div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const style = `
body { color: var(--vscode-foreground); background: var(--vscode-editor-background); font-family: var(--vscode-font-family); font-size: var(--vscode-font-size); padding: 0 2rem 2rem; }
main { max-width: 46rem; }
h1 { font-size: 1.6em; font-weight: 600; margin: 1.5rem 0 1rem; }
h2 { font-size: 1.1em; font-weight: 600; margin: 2rem 0 .6rem; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .8rem; list-style: none; padding: 0; margin: 0; }
.tiles li { display: flex; flex-direction: column; border: 1px solid var(--vscode-widget-border, var(--vscode-contrastBorder, var(--vscode-panel-border))); border-radius: 6px; padding: .8rem 1rem; background: var(--vscode-editorWidget-background); }
.tiles .value { font-size: 1.9em; font-weight: 300; font-variant-numeric: tabular-nums; }
.tiles .name { margin-bottom: .25rem; }
.quiet { color: var(--vscode-descriptionForeground); }
svg { width: 100%; height: auto; }
svg rect { fill: var(--vscode-charts-blue); }
svg line { stroke: var(--vscode-panel-border, currentColor); }
svg text { fill: var(--vscode-descriptionForeground); font-size: 11px; text-anchor: middle; }
svg text.value { fill: var(--vscode-foreground); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: .35rem .6rem; white-space: nowrap; border-bottom: 1px solid var(--vscode-panel-border, var(--vscode-contrastBorder)); }
th:first-child { text-align: left; }
thead th { font-weight: 600; color: var(--vscode-descriptionForeground); }
tbody th { font-weight: 400; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .4rem 1.2rem; margin: 0; }
dt { font-weight: 600; }
dd { margin: 0; color: var(--vscode-descriptionForeground); }
a { color: var(--vscode-textLink-foreground); }
@media (forced-colors: active) { svg rect { fill: CanvasText; } }
`;
