/** The bottleneck lab: the same translator without and with attention, measured by the length of the sentence, and what each says. */
import type { Bottleneck, LengthSeries } from '../../src/protocol/insight';
import { colourOf, OverlayChart } from '../charts/overlayChart';
import { h, setAttribute, setHidden, setText } from '../lib/dom';
import type { ThemeWatcher } from '../lib/theme';
import type { PanelChannel } from '../panel/host';
import { segments } from '../panel/segments';
import { diffWords } from '../panel/wordDiff';
import { button } from '../panel/button';
import { bucketName, bucketsOf, conclude, curvesOf, describeSeries, formatMeasure, measures, valueOf, type Measure } from './measures';

export class BottleneckPage {
  readonly element: HTMLElement;
  private readonly title = h('h1', { id: 'bottleneck-title' });
  private readonly note = h('p', { class: 'notice', hidden: true });
  private readonly runs = h('ul', { class: 'lab-runs' });
  private readonly chart: OverlayChart;
  private readonly waiting = h('p', { class: 'muted' }, 'The curves appear when both models are trained and have translated the held-out part.');
  private readonly conclusion = h('p', { class: 'conclusion', attributes: { 'aria-live': 'polite' } });
  private readonly table = h('table', { class: 'lab-table' });
  private readonly examples = h('div', { class: 'lab-examples' });
  private readonly exampleSection: HTMLElement;
  private readonly result: HTMLElement;
  private measure: Measure = 'bleu';
  private shown: Bottleneck | null = null;

  constructor(theme: ThemeWatcher, channel: PanelChannel) {
    this.chart = new OverlayChart({ id: 'length', title: 'Held-out sentences', explanation: 'On held-out sentences, sorted by the length of their source', height: 300, floor: 0, counted: 'sentences', formatX: String, formatY: (value) => formatMeasure(value, this.measure) }, theme);
    const controls = segments('measure', 'Measure', measures, this.measure, (measure) => { this.measure = measure; if (this.shown !== null) this.draw(this.shown); });
    this.result = h('div', { class: 'lab-result' }, h('div', { class: 'section-head' }, h('h2', {}, 'Quality by sentence length'), controls), this.chart.element, this.conclusion, h('div', { class: 'lab-scroll', tabIndex: 0, role: 'region', attributes: { 'aria-label': 'Figures by sentence length' } }, this.table));
    this.exampleSection = h('section', { class: 'says', attributes: { 'aria-labelledby': 'lab-examples-title' } }, h('h2', { id: 'lab-examples-title' }, 'Side by side'), this.examples);
    this.element = h('main', { class: 'run lab', attributes: { 'aria-labelledby': 'bottleneck-title' } },
      h('header', { class: 'head' },
        h('div', { class: 'head-line' }, this.title, h('div', { class: 'actions' }, button({ id: 'lab-panel', label: 'Open Run Folder', icon: 'folder', isSecondary: true, onClick: async () => { await channel.request('panel/command', { command: 'openRunFolder' }).catch(() => null); } }))),
        h('p', { class: 'explains' }, 'Without attention the encoder hands over one vector, however long the sentence is: everything must pass through it. With attention the decoder looks back at every word. Both models are trained on the same text with the same settings.'),
        this.note, this.runs),
      this.waiting, this.result, this.exampleSection);
  }

  update(lab: Bottleneck): void {
    if (lab === this.shown) return;
    this.shown = lab;
    setText(this.title, lab.title);
    setText(this.note, lab.note ?? '');
    setHidden(this.note, lab.note === null);
    this.runs.replaceChildren(...lab.series.map((series, place) => runLine(series, place)));
    this.draw(lab);
    this.showExamples(lab);
  }

  private draw(lab: Bottleneck): void {
    const hasPoints = lab.series.some(({ points }) => points.length > 0);
    setHidden(this.waiting, hasPoints);
    setHidden(this.result, !hasPoints);
    if (!hasPoints) return;
    this.chart.show(curvesOf(lab, this.measure));
    setText(this.conclusion, conclude(lab, this.measure));
    this.showTable(lab);
  }

  private showTable({ series, unit }: Bottleneck): void {
    const buckets = bucketsOf(series);
    const head = h('tr', {}, h('th', { attributes: { scope: 'col' } }, `Source ${unit}`), h('th', { attributes: { scope: 'col' } }, 'Sentences'), ...series.map(({ name }) => h('th', { attributes: { scope: 'col' } }, name)));
    const rows = buckets.map((bucket) => {
      const values = series.map(({ points }) => points.find(({ from, count }) => from === bucket.from && count > 0) ?? null).map((point) => (point === null ? null : valueOf(point, this.measure)));
      const best = Math.max(...values.map((value) => value ?? -Infinity));
      return h('tr', {}, h('th', { attributes: { scope: 'row' } }, bucketName(bucket)), h('td', {}, String(bucket.count)), ...values.map((value) => h('td', value === best && values.length > 1 ? { class: 'strongest' } : {}, value === null ? '–' : formatMeasure(value, this.measure))));
    });
    this.table.replaceChildren(h('thead', {}, head), h('tbody', {}, ...rows));
  }

  private showExamples({ examples, series, unit }: Bottleneck): void {
    setHidden(this.exampleSection, examples.length === 0);
    this.examples.replaceChildren(...examples.map(({ source, reference, length, outputs }) => h('article', { class: 'lab-example' },
      h('p', { class: 'lab-source', attributes: { dir: 'auto' } }, source, h('span', { class: 'tag' }, `${length} ${unit}`)),
      h('dl', {}, h('div', { class: 'reference' }, h('dt', {}, 'reference'), h('dd', { attributes: { dir: 'auto' } }, reference)),
        ...series.map(({ name }, place) => h('div', {}, h('dt', {}, swatch(place), name), h('dd', { attributes: { dir: 'auto' } }, ...compared(outputs.at(place) ?? null, reference))))))));
  }
}

function runLine(series: LengthSeries, place: number): HTMLElement {
  const line = h('li', {}, swatch(place), h('strong', {}, series.name), h('span', { class: 'pill' }, describeSeries(series)));
  setAttribute(line.querySelector('.pill')!, 'data-status', series.status === 'evaluating' || series.status === 'waiting' ? 'starting' : series.status);
  if (series.status === 'running' && series.totalSteps > 0) {
    const bar = h('progress', { attributes: { 'aria-label': `Training ${series.name}` } });
    bar.max = series.totalSteps;
    bar.value = series.step;
    line.append(bar);
  }
  return line;
}

function swatch(place: number): HTMLElement {
  const { colour, isDashed } = colourOf(place);
  return h('span', { class: isDashed ? 'swatch' : 'swatch swatch-points', attributes: { 'data-colour': colour, 'aria-hidden': 'true', ...(isDashed ? { 'data-dash': '' } : {}) } });
}

/** An output with the words marked that the reference does not have. */
function compared(output: string | null, reference: string): (Node | string)[] {
  if (output === null) return [h('span', { class: 'muted' }, 'not asked yet')];
  if (output === '') return [h('span', { class: 'muted' }, '(nothing)')];
  return diffWords(output, reference).output.map(({ text, changed }) => (changed ? h('mark', { class: 'del' }, text) : text));
}
