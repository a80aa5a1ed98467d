/**
 * One chart of a run: a heading with its values (the latest, or those under the pointer), and curves drawn by uPlot, which thins out
 * points by minimum and maximum a pixel, so that 10,000 stay as smooth as 100. Drag to zoom, double-click or Escape to see all again;
 * arrow keys walk along the curve.
 */
import uPlot from 'uplot';
import { h, setAttribute, setHidden, setText } from '../lib/dom';
import { formatClock, formatCompact, formatExact } from '../lib/format';
import type { ThemeColour, ThemeWatcher } from '../lib/theme';
import type { Axis, Column, RunTable } from '../panel/runTable';
import { increments, linearRange, logRange, logSplits, wholeIncrements } from './axes';
import type { ChartGroup, GroupMember } from './chartGroup';
import { DerivedColumn, positive } from './derived';
import { drawMarks } from './marks';

export interface SeriesSpec {
  readonly label: string;
  readonly colour: ThemeColour;
  /** `background`: thin and without a value in the heading; `points`: measured now and then, each measurement marked. */
  readonly style: 'line' | 'background' | 'points';
  values(table: RunTable): Column;
  format(value: number): string;
}

export interface ChartSpec {
  readonly id: string;
  readonly title: string;
  readonly explanation: string;
  readonly height: number;
  readonly series: readonly SeriesSpec[];
  readonly formatAxis: (value: number) => string;
  /** Whether the reader may switch to a logarithmic scale, and whether it starts so. */
  readonly logarithmic: 'never' | 'off' | 'on';
  /** Values below this never need room, e.g. 0 for rates. */
  readonly floor?: number;
  summarize(table: RunTable): string;
}

const axisFormat: Record<Axis, (value: number) => string> = {
  step: (value) => (value < 10_000 ? formatExact(value) : formatCompact(value)), time: formatClock, epoch: (value) => String(Number(value.toFixed(3))),
};

export class LineChart implements GroupMember {
  readonly element: HTMLElement;
  private readonly plot: HTMLElement;
  private readonly readout: HTMLElement[] = [];
  private readonly logButton: HTMLButtonElement;
  private readonly positives: DerivedColumn[];
  private chart: uPlot | null = null;
  private isLogarithmic: boolean;
  private isFollowing = false;

  constructor(readonly spec: ChartSpec, private readonly group: ChartGroup, private readonly theme: ThemeWatcher, private readonly onLogChange: (isLogarithmic: boolean) => void, isLogarithmic?: boolean) {
    this.isLogarithmic = spec.logarithmic !== 'never' && (isLogarithmic ?? spec.logarithmic === 'on');
    this.positives = spec.series.map(() => new DerivedColumn(positive));
    this.logButton = h('button', { class: 'toggle', title: 'Logarithmic scale', attributes: { type: 'button', 'aria-label': `log scale of ${spec.title}`, 'aria-pressed': String(this.isLogarithmic) }, on: { click: () => this.toggleLog() } }, 'log');
    this.plot = h('div', { class: 'plot', role: 'group', tabIndex: 0, attributes: { 'aria-label': spec.title }, on: { keydown: (event) => this.handleKey(event), blur: () => this.moveTo(null) } });
    const values = spec.series.filter(({ style }) => style !== 'background').map(({ label, colour, style }) => {
      const value = h('dd', {}, '–');
      this.readout.push(value);
      return h('div', {}, h('dt', {}, h('span', { class: `swatch swatch-${style}`, attributes: { 'data-colour': colour, 'aria-hidden': 'true' } }), label), value);
    });
    this.element = h('figure', { class: 'chart', id: `chart-${spec.id}` },
      h('figcaption', {}, h('div', { class: 'chart-title' }, h('h3', { title: spec.explanation }, spec.title), spec.logarithmic === 'never' ? null : this.logButton), h('dl', { class: 'readout' }, ...values)), this.plot);
    this.plot.style.height = `${spec.height}px`;
    group.join(this);
    theme.onChange(() => this.chart?.redraw(false, true));
    new ResizeObserver(() => this.resize()).observe(this.plot);
  }

  refresh(): void {
    if (this.chart === null || this.plot.clientWidth === 0) { this.resize(); return; }
    this.chart.setData(this.data());
    this.showValues();
  }

  hover(x: number | null): void {
    if (this.chart === null) return;
    this.isFollowing = true;
    this.chart.setCursor(x === null ? { left: -10, top: -10 } : { left: this.chart.valToPos(x, 'x'), top: 1 });
    this.isFollowing = false;
    this.showValues();
  }

  private resize(): void {
    const width = this.plot.clientWidth;
    if (width === 0) return;
    if (this.chart === null) { this.create(); return; }
    if (this.chart.width !== width) this.chart.setSize({ width, height: this.spec.height });
  }

  private create(): void {
    this.chart?.destroy();
    this.chart = new uPlot(this.options(), this.data(), this.plot);
    this.chart.root.setAttribute('aria-hidden', 'true');
    this.showValues();
  }

  private toggleLog(): void {
    this.isLogarithmic = !this.isLogarithmic;
    this.logButton.setAttribute('aria-pressed', String(this.isLogarithmic));
    this.onLogChange(this.isLogarithmic);
    this.create();
  }

  private data(): uPlot.AlignedData {
    const { table } = this.group;
    const columns = this.spec.series.map((series, i) => {
      const values = series.values(table);
      // Validation columns are changed in place, so they are mapped anew; there are few of them.
      return !this.isLogarithmic ? values : series.style === 'points' ? values.map(positive()) : this.positives[i].of(table, values);
    });
    return [table.x(this.group.axis) as number[], ...columns];
  }

  private options(): uPlot.Options {
    const { spec, group, theme } = this;
    const colour = (name: ThemeColour) => (): string => theme.current.colours[name];
    const axis: uPlot.Axis = {
      stroke: colour('muted'), font: `11px ${theme.current.font}`, grid: { stroke: colour('grid'), width: 1 }, ticks: { show: false },
    };
    return {
      width: this.plot.clientWidth, height: spec.height, legend: { show: false }, padding: [6, 18, 0, 0],
      scales: {
        x: { time: false, range: () => group.range() },
        y: { distr: this.isLogarithmic ? 3 : 1, range: this.isLogarithmic ? (_, min, max) => logRange(min, max) : (_, min, max) => linearRange(min, max, spec.floor) },
      },
      axes: [
        { ...axis, size: 24, gap: 4, space: 70, incrs: () => (group.axis === 'step' ? wholeIncrements : increments), values: (_, values) => values.map((value) => axisFormat[group.axis](value)) },
        { ...axis, size: 48, gap: 6, space: 28, ...(this.isLogarithmic ? { splits: (_u: uPlot, _i: number, min: number, max: number) => logSplits(min, max, spec.height / 30) } : {}), values: (_, values) => values.map((value) => (value === null ? '' : spec.formatAxis(value))) },
      ],
      series: [{}, ...spec.series.map((series): uPlot.Series => ({
        label: series.label, stroke: colour(series.colour), spanGaps: true,
        width: series.style === 'background' ? 1 : theme.current.isHighContrast ? 2 : 1.5,
        points: series.style === 'points' ? { show: true, size: 5, fill: colour(series.colour), stroke: colour(series.colour), filter: (u, i, show) => (show ? everyMeasured(u, i) : null) } : { show: () => group.table.length < 2 },
      }))],
      cursor: {
        y: false, drag: { x: true, y: false, setScale: false }, hover: { skip: [null, undefined] }, points: { size: 7 },
        bind: { dblclick: () => () => { group.setZoom(null); return null; } },
      },
      hooks: {
        setCursor: [(u) => {
          if (this.isFollowing) return;
          const left = u.cursor.left ?? -10;
          group.hover(left < 0 ? null : u.posToVal(left, 'x'), this);
          this.showValues();
        }],
        setSelect: [(u) => {
          if (u.select.width < 4) return;
          const [min, max] = [u.posToVal(u.select.left, 'x'), u.posToVal(u.select.left + u.select.width, 'x')];
          u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          group.setZoom({ min, max });
        }],
        draw: [(u) => drawMarks(u, spec, group, theme.current)],
      },
    };
  }

  /** The values under the pointer, or the latest. */
  private showValues(): void {
    const { table } = this.group;
    const isHovered = this.chart !== null && (this.chart.cursor.left ?? -10) >= 0;
    let shown = 0;
    this.spec.series.forEach((series, i) => {
      if (series.style === 'background') return;
      const values = series.values(table);
      const row = isHovered ? this.chart!.cursor.idxs?.[i + 1] : values.findLastIndex((value) => value !== null);
      const value = row === null || row === undefined ? null : values[row];
      const place = this.readout[shown++];
      setHidden(place.parentElement!, row === -1 && this.spec.series.length > 2);
      setText(place, value === null || value === undefined ? '–' : series.format(value));
    });
    if (!isHovered) setAttribute(this.plot, 'aria-label', `${this.spec.title}. ${this.spec.summarize(table)}`);
  }

  private handleKey(event: KeyboardEvent): void {
    const last = this.group.table.length - 1;
    const present = this.chart?.cursor.idx ?? null;
    const stride = event.shiftKey ? 10 : 1;
    switch (event.key) {
      case 'ArrowRight': this.moveTo(present === null ? 0 : Math.min(last, present + stride)); break;
      case 'ArrowLeft': this.moveTo(present === null ? last : Math.max(0, present - stride)); break;
      case 'Home': this.moveTo(0); break;
      case 'End': this.moveTo(last); break;
      case 'Escape': this.moveTo(null); this.group.setZoom(null); break;
      default: return;
    }
    event.preventDefault();
  }

  private moveTo(row: number | null): void {
    if (this.chart === null) return;
    const x = row === null ? null : this.group.table.x(this.group.axis)[row] ?? null;
    this.hover(x);
    this.group.hover(x, this);
  }
}

/** Points are drawn for each measurement, however close they are. */
function everyMeasured(u: uPlot, series: number): number[] {
  const values = u.data[series];
  const rows: number[] = [];
  for (let row = 0; row < values.length; row++) if (values[row] !== null) rows.push(row);
  return rows;
}
