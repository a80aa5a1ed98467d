/**
 * Several curves over one axis, each with places of its own: runs laid over each other, models measured by the length of the text. A heading
 * names the curves with their values at the pointer, or else at their end; arrow keys walk along; drag zooms, Escape and a double click show all.
 */
import uPlot from 'uplot';
import { h, setAttribute, setText } from '../lib/dom';
import type { ThemeColour, ThemeWatcher } from '../lib/theme';
import { increments, linearRange, logRange, logSplits } from './axes';

export interface OverlaySeries {
  readonly label: string;
  /** Rising. */
  readonly x: readonly number[];
  readonly y: readonly (number | null)[];
  /** Whether each measurement is marked. */
  readonly hasPoints?: boolean;
  /** Which of the palette, by the place of its model or run: the same in every chart. */
  readonly palette: number;
}

export interface OverlayData {
  readonly series: readonly OverlaySeries[];
  /** Names of the places 0, 1, 2 … of the axis, where they are no numbers. */
  readonly places?: readonly string[];
  /** Drawn behind, one a place: how many there are. */
  readonly counts?: readonly number[];
}

export interface OverlaySpec {
  readonly id: string;
  readonly title: string;
  readonly explanation: string;
  readonly height: number;
  readonly formatX: (value: number) => string;
  readonly formatY: (value: number) => string;
  /** What `counts` count. */
  readonly counted?: string;
  readonly floor?: number;
  readonly mayBeLogarithmic?: boolean;
}

const palette: readonly ThemeColour[] = ['training', 'validation', 'second', 'third', 'fifth'];
/** Beyond the palette the colours come again, dashed. */
export const colourOf = (place: number): { readonly colour: ThemeColour; readonly isDashed: boolean } => ({ colour: palette[place % palette.length], isDashed: place >= palette.length });

export class OverlayChart {
  readonly element: HTMLElement;
  private readonly plot: HTMLElement;
  private readonly place = h('span', { class: 'muted place' });
  private readonly readout = h('dl', { class: 'readout' });
  private readonly logButton: HTMLButtonElement;
  private values: HTMLElement[] = [];
  private chart: uPlot | null = null;
  private data: OverlayData = { series: [] };
  private shape = '';
  private isLogarithmic = false;

  constructor(private readonly spec: OverlaySpec, private readonly theme: ThemeWatcher) {
    this.logButton = h('button', { class: 'toggle', title: 'Logarithmic scale', attributes: { type: 'button', 'aria-label': `log scale of ${spec.title}`, 'aria-pressed': 'false' }, on: { click: () => this.toggleLog() } }, 'log');
    this.plot = h('div', { class: 'plot', role: 'group', tabIndex: 0, attributes: { 'aria-label': spec.title }, on: { keydown: (event) => this.handleKey(event), blur: () => this.moveTo(null) } });
    this.plot.style.height = `${spec.height}px`;
    this.element = h('figure', { class: 'chart overlay', id: `overlay-${spec.id}` },
      h('figcaption', {}, h('div', { class: 'chart-title' }, h('h3', { title: spec.explanation }, spec.title), spec.mayBeLogarithmic === true ? this.logButton : null, this.place), this.readout), this.plot);
    theme.onChange(() => this.create());
    new ResizeObserver(() => this.resize()).observe(this.plot);
  }

  show(data: OverlayData): void {
    this.data = data;
    const shape = JSON.stringify([data.series.map(({ label, hasPoints, palette: place }) => [label, hasPoints, place]), data.places, data.counts !== undefined]);
    if (shape !== this.shape) {
      this.shape = shape;
      this.nameSeries();
      this.create();
    } else if (this.chart !== null) this.chart.setData(this.columns());
    this.showValues();
  }

  private nameSeries(): void {
    this.values = [];
    const names = this.data.series.map(({ label, palette: place, hasPoints }) => {
      const { colour, isDashed } = colourOf(place);
      const value = h('dd');
      this.values.push(value);
      return h('div', {}, h('dt', {}, h('span', { class: hasPoints === true && !isDashed ? 'swatch swatch-points' : 'swatch', attributes: { 'data-colour': colour, 'aria-hidden': 'true', ...(isDashed ? { 'data-dash': '' } : {}) } }), label), value);
    });
    if (this.data.counts !== undefined) {
      const value = h('dd');
      this.values.push(value);
      names.push(h('div', {}, h('dt', {}, h('span', { class: 'swatch swatch-bars', attributes: { 'aria-hidden': 'true' } }), this.spec.counted ?? 'count'), value));
    }
    this.readout.replaceChildren(...names);
  }

  private columns(): uPlot.AlignedData {
    const keep = (value: number | null): number | null => (value === null || !Number.isFinite(value) || (this.isLogarithmic && value <= 0) ? null : value);
    const tables = this.data.series.map(({ x, y }): uPlot.AlignedData => [[...x], y.map(keep)]);
    if (this.data.counts !== undefined) tables.push([this.data.counts.map((_, i) => i), [...this.data.counts]]);
    return tables.length === 0 ? [[], []] : uPlot.join(tables);
  }

  private resize(): void {
    const width = this.plot.clientWidth;
    if (width === 0) return;
    if (this.chart === null) this.create();
    else if (this.chart.width !== width) this.chart.setSize({ width, height: this.spec.height });
  }

  private create(): void {
    if (this.plot.clientWidth === 0) return;
    this.chart?.destroy();
    this.chart = new uPlot(this.options(), this.columns(), this.plot);
    this.chart.root.setAttribute('aria-hidden', 'true');
    this.showValues();
  }

  private options(): uPlot.Options {
    const { spec, theme, data } = this;
    const colour = (name: ThemeColour) => (): string => theme.current.colours[name];
    const axis: uPlot.Axis = { stroke: colour('muted'), font: `11px ${theme.current.font}`, grid: { stroke: colour('grid'), width: 1 }, ticks: { show: false } };
    const count = data.places?.length;
    const series = data.series.map(({ label, hasPoints, palette: place }): uPlot.Series => {
      const { colour: name, isDashed } = colourOf(place);
      return {
        label, stroke: colour(name), width: theme.current.isHighContrast ? 2.5 : 2, spanGaps: true, ...(isDashed ? { dash: [6, 4] } : {}),
        points: hasPoints === true ? { show: true, size: 7, fill: colour(name), stroke: colour(name) } : { show: false },
      };
    });
    const counts: uPlot.Series[] = data.counts === undefined ? [] : [{ label: 'count', scale: 'count', fill: colour('grid'), stroke: colour('grid'), width: 0, paths: uPlot.paths.bars!({ size: [0.7, 90] }), points: { show: false } }];
    return {
      width: this.plot.clientWidth, height: spec.height, legend: { show: false }, padding: [8, 18, 0, 0],
      scales: {
        x: { time: false, range: (_, min, max) => (count !== undefined ? [-0.5, count - 0.5] : max > min ? [min, max] : [min, min + 1]) },
        y: { distr: this.isLogarithmic ? 3 : 1, range: this.isLogarithmic ? (_, min, max) => logRange(min, max) : (_, min, max) => linearRange(min, max, spec.floor) },
        count: { range: (_, __, max) => [0, Math.max(1, max) * 2.5] },
      },
      axes: [
        { ...axis, size: 24, gap: 4, ...(count === undefined ? { space: 70, incrs: increments } : { grid: { show: false }, splits: () => Array.from({ length: count }, (_, i) => i) }), values: (_, values) => values.map((value) => (data.places === undefined ? spec.formatX(value) : data.places[value] ?? '')) },
        { ...axis, size: 48, gap: 6, space: 28, ...(this.isLogarithmic ? { splits: (_u: uPlot, _i: number, min: number, max: number) => logSplits(min, max, spec.height / 30) } : {}), values: (_, values) => values.map((value) => (value === null ? '' : String(Number(value.toPrecision(4))))) },
      ],
      series: [{}, ...series, ...counts],
      cursor: { y: false, drag: { x: count === undefined, y: false }, hover: { skip: [null, undefined] }, points: { size: 8 } },
      hooks: { setCursor: [() => this.showValues()] },
    };
  }

  private toggleLog(): void {
    this.isLogarithmic = !this.isLogarithmic;
    this.logButton.setAttribute('aria-pressed', String(this.isLogarithmic));
    this.create();
  }

  /** The values under the pointer, or the last of each curve. */
  private showValues(): void {
    const { chart, spec, data } = this;
    const isHovered = chart !== null && (chart.cursor.left ?? -10) >= 0 && typeof chart.cursor.idx === 'number';
    const at = isHovered ? chart.data[0][chart.cursor.idx!] : null;
    const nearest = (series: OverlaySeries): number => (at === null ? series.y.findLastIndex((value) => value !== null) : lastAt(series, at));
    data.series.forEach((series, i) => {
      const value = series.y[nearest(series)] ?? null;
      setText(this.values[i], value === null ? '–' : spec.formatY(value));
    });
    if (data.counts !== undefined) setText(this.values[data.series.length], at === null ? String(data.counts.reduce((sum, count) => sum + count, 0)) : String(data.counts[at] ?? ''));
    setText(this.place, at === null ? '' : data.places?.[at] ?? spec.formatX(at));
    if (!isHovered) setAttribute(this.plot, 'aria-label', `${spec.title}. ${data.series.map((series, i) => `${series.label} ${this.values[i].textContent}`).join('; ')}. Arrow keys walk along.`);
    else setAttribute(this.plot, 'aria-label', `${this.place.textContent}: ${data.series.map((series, i) => `${series.label} ${this.values[i].textContent}`).join('; ')}`);
  }

  private handleKey(event: KeyboardEvent): void {
    const last = (this.chart?.data[0].length ?? 0) - 1;
    const present = this.chart?.cursor.idx ?? null;
    switch (event.key) {
      case 'ArrowRight': this.moveTo(present === null ? 0 : Math.min(last, present + 1)); break;
      case 'ArrowLeft': this.moveTo(present === null ? last : Math.max(0, present - 1)); break;
      case 'Home': this.moveTo(0); break;
      case 'End': this.moveTo(last); break;
      case 'Escape': this.moveTo(null); this.chart?.setData(this.columns()); break;
      default: return;
    }
    event.preventDefault();
  }

  private moveTo(row: number | null): void {
    const x = row === null ? undefined : this.chart?.data[0][row];
    this.chart?.setCursor(x === undefined ? { left: -10, top: -10 } : { left: this.chart.valToPos(x, 'x'), top: 1 });
    this.showValues();
  }
}

/** The last place of a curve at or before x that was measured; -1 when there is none. */
export function lastAt({ x, y }: Pick<OverlaySeries, 'x' | 'y'>, at: number): number {
  for (let i = x.length - 1; i >= 0; i--) if (x[i] <= at && y[i] !== null) return i;
  return -1;
}
