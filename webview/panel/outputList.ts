/** The n best outputs of a search with score and probability: choosing one shows where it looked. */
import type { SearchOutput } from '../../src/protocol/insight';
import { h, setAttribute, setText } from '../lib/dom';
import { formatSmall } from '../lib/format';
import { formatScore } from '../tree/beamTreeView';

export class OutputList {
  readonly element: HTMLElement;
  private readonly list = h('ol', { class: 'outputs' });
  private rows: readonly HTMLElement[] = [];
  private shown: readonly SearchOutput[] | null = null;

  constructor(private readonly onChoose: (index: number) => void) {
    this.element = h('div', { class: 'n-best' }, h('h3', {}, 'Best outputs'), this.list);
  }

  show(outputs: readonly SearchOutput[], chosen: number): void {
    if (outputs !== this.shown) {
      this.shown = outputs;
      this.rows = outputs.map((output, i) => this.row(output, i));
      this.list.replaceChildren(...this.rows.map((row) => h('li', {}, row)));
    }
    this.rows.forEach((row, i) => setAttribute(row, 'aria-pressed', String(i === chosen)));
  }

  private row({ text, score, logProbability, finished }: SearchOutput, index: number): HTMLElement {
    const probability = Math.exp(logProbability);
    const figures = h('span', { class: 'figures-of' });
    setText(figures, `score ${formatScore(score)} · p ${formatSmall(probability)}`);
    figures.title = `score ${formatScore(score)}: log probability ${formatScore(logProbability)} nats with the length penalty. Probability of the whole output: ${formatSmall(probability)}`;
    return h('button', { class: 'output-choice', attributes: { type: 'button', 'data-output': String(index) }, on: { click: () => this.onChoose(index) } },
      h('span', { class: 'rank', attributes: { 'aria-label': `number ${index + 1}` } }, String(index + 1)),
      h('span', { class: 'output-text', attributes: { dir: 'auto' } }, text === '' ? h('span', { class: 'muted' }, '(nothing)') : text, finished ? null : h('span', { class: 'tag', title: 'The length limit cut it off' }, 'cut off')), figures);
  }
}
