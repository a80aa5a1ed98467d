/** The curves of a run with what governs them all: axis, smoothing, zoom and the place under the pointer. */
import { stepOfPlace } from '../../src/protocol/insight';
import { ChartGroup } from '../charts/chartGroup';
import { LineChart } from '../charts/lineChart';
import { runCharts } from '../charts/runCharts';
import { h, setHidden, setText } from '../lib/dom';
import { formatDuration, formatEpoch, formatExact } from '../lib/format';
import type { ThemeWatcher } from '../lib/theme';
import type { PanelState } from './panelState';
import type { Preferences } from './preferences';
import type { Axis } from './runTable';
import { segments } from './segments';
import type { Selection } from './selection';

const axes = [{ value: 'step', text: 'Step' }, { value: 'time', text: 'Time' }, { value: 'epoch', text: 'Epoch' }] as const;

export class Curves {
  readonly element: HTMLElement;
  readonly group = new ChartGroup();
  private readonly place = h('output', { class: 'muted place', attributes: { 'aria-live': 'off' } });
  private readonly charts = h('div', { class: 'charts', hidden: true });
  private readonly note = h('p', { class: 'muted' });
  private readonly resetZoom = h('button', { class: 'toggle', hidden: true, attributes: { type: 'button' }, on: { click: () => this.group.setZoom(null) } }, 'show all');

  constructor(theme: ThemeWatcher, private readonly preferences: Preferences, private readonly selection: Selection) {
    const { group } = this;
    group.axis = preferences.current.axis;
    group.smoothing = preferences.current.smoothing;
    group.onHover = (x) => this.showPlace(x);
    group.onZoom = (zoom) => setHidden(this.resetZoom, zoom === null);
    const charts = runCharts(group).map((spec) => new LineChart(spec, group, theme,
      (isLogarithmic) => preferences.set({ logarithmic: { ...preferences.current.logarithmic, [spec.id]: isLogarithmic } }), preferences.current.logarithmic[spec.id]));
    this.charts.append(...charts.map(({ element }) => element));
    this.element = h('section', { class: 'curves', attributes: { 'aria-labelledby': 'curves-title' } },
      h('div', { class: 'section-head' }, h('h2', { id: 'curves-title' }, 'Curves'), this.place, this.resetZoom,
        segments('axis', 'Horizontal axis', axes, group.axis, (axis) => this.chooseAxis(axis)), this.smoothing()),
      this.note, this.charts);
  }

  update(state: PanelState): void {
    const { group, selection } = this;
    group.table = state.table;
    group.bestStep = state.best?.step ?? null;
    group.markedStep = selection.isFollowing ? null : stepOfPlace(selection.step);
    setHidden(this.charts, state.table.length === 0);
    setHidden(this.note, state.table.length > 0);
    setText(this.note, state.running ? 'The data are being read and the model is being built; the curves begin with the first report.' : 'This run ended before its first report.');
    group.refresh();
  }

  /** Another run: what was zoomed into is gone. */
  reset(): void { this.group.setZoom(null); }

  private smoothing(): HTMLElement {
    const slider = h('input', { id: 'smoothing', attributes: { type: 'range', min: '0', max: '0.99', step: '0.01', 'aria-label': 'Smoothing of the training loss' } });
    slider.value = String(this.group.smoothing);
    const value = h('span', { class: 'slider-value' }, this.group.smoothing.toFixed(2));
    slider.addEventListener('input', () => {
      this.group.smoothing = Number(slider.value);
      setText(value, this.group.smoothing.toFixed(2));
      this.preferences.set({ smoothing: this.group.smoothing });
      this.group.refresh();
    });
    return h('label', { class: 'slider' }, h('span', {}, 'Smoothing'), slider, value);
  }

  private chooseAxis(axis: Axis): void {
    this.preferences.set({ axis });
    this.group.setAxis(axis);
  }

  private showPlace(x: number | null): void {
    const { table } = this.group;
    const row = x === null ? -1 : this.group.rowNear(x);
    setText(this.place, row < 0 ? '' : `step ${formatExact(table.step[row])} · epoch ${formatEpoch(table.epoch[row])} · ${formatDuration(table.time[row])}`);
  }
}
