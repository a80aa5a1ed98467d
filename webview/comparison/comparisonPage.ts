/** Runs laid over each other: curves, what each has reached, and the settings in which they differ. */
import type { Comparison } from '../../src/protocol/insight';
import { colourOf, OverlayChart } from '../charts/overlayChart';
import { h, setHidden, setText } from '../lib/dom';
import { formatClock, formatCompact, formatEpoch, formatExact, formatLoss, formatShare, plural } from '../lib/format';
import type { ThemeWatcher } from '../lib/theme';
import { describeStatus } from '../panel/describeRun';
import type { Preferences } from '../panel/preferences';
import type { Axis } from '../panel/runTable';
import { segments } from '../panel/segments';
import { significanceOf } from './significance';
import { bestOf, curvesOf, differencesOf, namesOf, resultsOf, type ComparedRun, type CurveName } from './differences';

const axes = [{ value: 'step', text: 'Step' }, { value: 'time', text: 'Time' }, { value: 'epoch', text: 'Epoch' }] as const;
const one = (value: number): string => value.toFixed(1);
const charts: readonly { readonly name: CurveName; readonly title: string; readonly explanation: string; readonly format: (value: number) => string }[] = [
  { name: 'loss', title: 'Training loss', explanation: 'Mean cross-entropy in nats a token, smoothed; lower is better', format: formatLoss },
  { name: 'validationLoss', title: 'Validation loss', explanation: 'On the held-out part; lower is better', format: formatLoss },
  { name: 'bleu', title: 'BLEU', explanation: 'On the held-out part, 0 to 100', format: one },
  { name: 'chrf', title: 'chrF', explanation: 'On the held-out part, 0 to 100', format: one },
  { name: 'accuracy', title: 'Tokens right', explanation: 'On the held-out part, in per cent', format: (value) => formatShare(value / 100) },
];

export class ComparisonPage {
  readonly element: HTMLElement;
  private readonly caption = h('p', { class: 'muted' });
  private readonly charts: readonly { readonly name: CurveName; readonly chart: OverlayChart }[];
  private readonly results = h('table', { class: 'lab-table' });
  private readonly chance = h('table', { class: 'lab-table' });
  private readonly chanceCaption = h('p', { class: 'muted', id: 'chance-caption', attributes: { 'aria-live': 'polite' } });
  private readonly chanceNotes = h('div', { class: 'muted' });
  private readonly chanceSection: HTMLElement;
  private readonly differences = h('table', { class: 'lab-table' });
  private readonly same = h('p', { class: 'muted' }, 'These runs have the same settings, data and seed.');
  private shown: Comparison | null = null;

  constructor(theme: ThemeWatcher, private readonly preferences: Preferences) {
    this.charts = charts.map(({ name, title, explanation, format }) => ({
      name, chart: new OverlayChart({ id: name, title, explanation, height: name.endsWith('oss') ? 230 : 170, mayBeLogarithmic: name.endsWith('oss'), floor: name.endsWith('oss') ? undefined : 0, formatX: (value) => this.formatX(value), formatY: format }, theme),
    }));
    const scrolling = (label: string, table: HTMLElement): HTMLElement => h('div', { class: 'lab-scroll', tabIndex: 0, role: 'region', attributes: { 'aria-label': label } }, table);
    this.chanceSection = h('section', { hidden: true, attributes: { 'aria-labelledby': 'comparison-chance' } }, h('h2', { id: 'comparison-chance' }, 'Could it be chance?'), this.chanceCaption, scrolling('Table of differences', this.chance), this.chanceNotes);
    this.element = h('main', { class: 'run comparison', attributes: { 'aria-labelledby': 'comparison-title' } },
      h('header', { class: 'head' }, h('h1', { id: 'comparison-title' }, 'Runs compared'), this.caption),
      h('section', { attributes: { 'aria-labelledby': 'comparison-curves' } },
        h('div', { class: 'section-head' }, h('h2', { id: 'comparison-curves' }, 'Curves'), segments('compare-axis', 'Horizontal axis', axes, preferences.current.axis, (axis) => this.chooseAxis(axis))),
        h('div', { class: 'overlays' }, ...this.charts.map(({ chart }) => chart.element))),
      h('section', { attributes: { 'aria-labelledby': 'comparison-results' } }, h('h2', { id: 'comparison-results' }, 'What they reached'), scrolling('Table of what the runs reached', this.results)),
      this.chanceSection,
      h('section', { attributes: { 'aria-labelledby': 'comparison-settings' } }, h('h2', { id: 'comparison-settings' }, 'Settings that differ'), this.same, scrolling('Table of settings', this.differences)));
  }

  update(comparison: Comparison): void {
    if (comparison === this.shown) return;
    this.shown = comparison;
    const { runs } = comparison;
    setText(this.caption, `${plural(runs.length, 'run')} of this workspace. The same colour is the same run everywhere.`);
    this.draw(runs);
    this.showResults(runs);
    this.showSignificance(comparison);
    this.showDifferences(runs);
  }

  private draw(runs: readonly ComparedRun[]): void {
    const { axis, smoothing } = this.preferences.current;
    for (const { name, chart } of this.charts) {
      const data = curvesOf(runs, name, axis, smoothing);
      setHidden(chart.element, data.series.length === 0);
      if (data.series.length > 0) chart.show(data);
    }
  }

  private chooseAxis(axis: Axis): void {
    this.preferences.set({ axis });
    if (this.shown !== null) this.draw(this.shown.runs);
  }

  private formatX(value: number): string {
    const { axis } = this.preferences.current;
    return axis === 'time' ? formatClock(value) : axis === 'epoch' ? formatEpoch(value) : value < 10_000 ? formatExact(value) : formatCompact(value);
  }

  private showResults(runs: readonly ComparedRun[]): void {
    const rows = resultsOf(runs).map((result) => {
      const best = bestOf(result);
      return h('tr', {}, h('th', { attributes: { scope: 'row' } }, result.label), ...result.values.map((value, i) => h('td', i === best ? { class: 'strongest' } : {}, value === null ? '–' : result.format(value))));
    });
    const status = h('tr', {}, h('th', { attributes: { scope: 'row' } }, 'Status'), ...runs.map(({ record }) => h('td', {}, describeStatus(record.status))));
    this.results.replaceChildren(headOf(runs, 'Result'), h('tbody', {}, status, ...rows));
  }

  private showSignificance(comparison: Comparison): void {
    const view = significanceOf(comparison);
    setHidden(this.chanceSection, view === null);
    if (view === null) return;
    setText(this.chanceCaption, view.caption);
    setHidden(this.chance.parentElement!, view.rows.length === 0);
    const heads = ['Run', 'Figure', 'Value', 'Difference', '95 % interval', 'p', 'Verdict'].map((text) => h('th', { attributes: { scope: 'col' } }, text));
    this.chance.replaceChildren(h('thead', {}, h('tr', {}, ...heads)), h('tbody', {}, ...view.rows.map(({ run, metric, values, difference, interval, p, verdict, isBetter }) =>
      h('tr', {}, h('th', { attributes: { scope: 'row' } }, run), ...[metric, values, difference, interval, p].map((text) => h('td', {}, text)), h('td', isBetter ? { class: 'strongest' } : {}, verdict)))));
    this.chanceNotes.replaceChildren(...view.notes.map((note) => h('p', {}, note)));
  }

  private showDifferences(runs: readonly ComparedRun[]): void {
    const rows = differencesOf(runs);
    setHidden(this.same, rows.length > 0);
    setHidden(this.differences.parentElement!, rows.length === 0);
    this.differences.replaceChildren(headOf(runs, 'Setting'), h('tbody', {}, ...rows.map(({ path, values }) => h('tr', {}, h('th', { attributes: { scope: 'row' } }, h('code', {}, path)), ...values.map((value) => h('td', {}, value ?? '–'))))));
  }
}

function headOf(runs: readonly ComparedRun[], first: string): HTMLElement {
  return h('thead', {}, h('tr', {}, h('th', { attributes: { scope: 'col' } }, first), ...namesOf(runs).map((name, place) => {
    const { colour, isDashed } = colourOf(place);
    return h('th', { attributes: { scope: 'col' } }, h('span', { class: 'swatch', attributes: { 'data-colour': colour, 'aria-hidden': 'true', ...(isDashed ? { 'data-dash': '' } : {}) } }), name);
  })));
}
