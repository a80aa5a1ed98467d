/** The same matrix as a table of numbers, for those who read rather than look. */
import type { Heatmap } from '../../src/protocol/run';
import { h } from '../lib/dom';
import { formatWeight } from '../lib/format';
import { printable } from './axisLabels';
import { strongestColumn } from './describe';

export class HeatmapTable {
  readonly element = h('div', { class: 'heat-table', hidden: true, tabIndex: 0, role: 'region', attributes: { 'aria-label': 'Attention weights as a table' } });
  isShown = false;

  toggle(isShown: boolean): void {
    this.isShown = isShown;
    this.element.hidden = !isShown;
  }

  show({ rows, columns, values }: Heatmap): void {
    const head = h('tr', {}, h('td'), ...columns.map((word) => h('th', { attributes: { scope: 'col' } }, printable(word))));
    const body = rows.map((word, row) => {
      const strongest = strongestColumn(values, row, columns.length);
      return h('tr', {}, h('th', { attributes: { scope: 'row' } }, printable(word)),
        ...columns.map((_, column) => h('td', { class: column === strongest ? 'strongest' : '' }, formatWeight(values[row * columns.length + column]))));
    });
    const { scrollLeft, scrollTop } = this.element;
    this.element.replaceChildren(h('table', {}, h('thead', {}, head), h('tbody', {}, ...body)));
    [this.element.scrollLeft, this.element.scrollTop] = [scrollLeft, scrollTop];
  }
}
