/**
 * The attention of an answer: one row an output word, one column an input word. It can be pointed at, walked through with the arrow
 * keys, read as a table, and it moves gently from one moment of training to the next.
 */
import type { Heatmap } from '../../src/protocol/run';
import { h, prefersReducedMotion, setAttribute, setHidden, setText } from '../lib/dom';
import { coalesce } from '../lib/frames';
import { formatWeight } from '../lib/format';
import { icon } from '../lib/icons';
import type { ThemeWatcher } from '../lib/theme';
import { placeTip } from '../lib/tip';
import { AxisLabels, printable, widest } from './axisLabels';
import { createColourScale, type ColourScale } from './colourScale';
import { checkHeatmap, describeHeatmap } from './describe';
import { drawLegend, drawMatrix } from './drawMatrix';
import { HeatmapTable } from './heatmapTable';
import type { Side } from './partners';
import { cellAt, layOutHeatmap, type HeatmapLayout } from './layout';
import { Tween } from './tween';

const MORPH_MS = 260;

export class AttentionHeatmap {
  readonly element: HTMLElement;
  private readonly rows = new AxisLabels('row');
  private readonly columns = new AxisLabels('column');
  private readonly canvas = h('canvas', { attributes: { 'aria-hidden': 'true' } });
  private readonly legend = h('canvas', { class: 'heat-scale', attributes: { 'aria-hidden': 'true' } });
  private readonly corner = h('div', { class: 'heat-corner', attributes: { 'aria-hidden': 'true' } });
  private readonly outline = h('div', { class: 'heat-outline', hidden: true });
  private readonly rowBand = h('div', { class: 'heat-band', hidden: true });
  private readonly columnBand = h('div', { class: 'heat-band', hidden: true });
  private readonly bubble = h('div', { class: 'tip heat-tip', hidden: true, attributes: { 'aria-hidden': 'true' } });
  private readonly spoken = h('p', { class: 'visually-hidden', attributes: { 'aria-live': 'polite' } });
  private readonly summary = h('p', { class: 'visually-hidden' });
  private readonly table = new HeatmapTable();
  private readonly tableButton: HTMLButtonElement;
  private readonly sheet: HTMLElement;
  private readonly scroller: HTMLElement;
  private readonly tween = new Tween(MORPH_MS, () => this.paint());
  private readonly relay = coalesce(() => this.layOut());
  private heatmap: Heatmap | null = null;
  private layout: HeatmapLayout | null = null;
  private scale: ColourScale;
  private cursor: { row: number; column: number } | null = null;

  constructor(private readonly theme: ThemeWatcher) {
    this.scale = this.makeScale();
    this.sheet = h('div', { class: 'heat-sheet' }, this.corner, this.columns.element, this.rows.element, this.canvas, this.rowBand, this.columnBand, this.outline);
    this.scroller = h('div', {
      class: 'heat-scroll', role: 'application', tabIndex: 0, attributes: { 'aria-roledescription': 'heatmap' },
      on: { keydown: (event) => this.handleKey(event), blur: () => this.point(null), pointermove: (event) => this.handlePointer(event), pointerleave: () => this.point(null), scroll: () => this.point(null) },
    }, this.sheet);
    this.tableButton = h('button', { class: 'toggle', attributes: { type: 'button', 'aria-pressed': 'false' }, on: { click: () => this.toggleTable() } }, icon('table'), 'as a table');
    this.element = h('div', { class: 'heatmap' }, this.scroller, this.summary, this.spoken,
      h('div', { class: 'heat-foot' }, h('span', {}, '0'), this.legend, h('span', {}, '1'), h('span', { class: 'muted' }, 'attention weight'), this.tableButton), this.table.element);
    document.body.append(this.bubble);
    theme.onChange(() => { this.scale = this.makeScale(); this.layOut(); });
    new ResizeObserver(() => this.relay()).observe(this.element);
  }

  /** Shows a matrix; one of the same input words as before is reached by a short movement. */
  show(heatmap: Heatmap): void {
    checkHeatmap(heatmap);
    const before = this.heatmap;
    if (heatmap === before) return;
    // Rows lie one after the other, so the same input makes a longer or shorter answer the same matrix with rows added or taken away.
    const isSameInput = before !== null && before.columns.length === heatmap.columns.length && before.columns.every((word, i) => word === heatmap.columns[i]);
    this.heatmap = heatmap;
    if (isSameInput && !prefersReducedMotion()) this.tween.to(heatmap.values); else this.tween.set(heatmap.values);
    this.layOut();
    setAttribute(this.scroller, 'aria-label', `Attention of ${heatmap.rows.length} output words over ${heatmap.columns.length} input words. Arrow keys move from cell to cell.`);
    setText(this.summary, `Each output word and the input word it looks at most: ${describeHeatmap(heatmap)}`);
    if (this.table.isShown) this.table.show(heatmap);
    this.point(this.cursor);
  }

  private layOut(): void {
    const { heatmap } = this;
    const available = this.element.clientWidth;
    if (heatmap === null || available === 0) return;
    const font = `12px ${this.theme.current.font}`;
    this.layout = layOutHeatmap({ columns: heatmap.columns.length, available: available - 2, widestRowLabel: widest(heatmap.rows, font) + 4, widestColumnLabel: widest(heatmap.columns, font) + 4 });
    const { cell, left, top, right, angle, rowLabelLimit, columnLabelLimit } = this.layout;
    this.sheet.style.gridTemplateColumns = `${left}px ${heatmap.columns.length * cell}px ${right}px`;
    this.sheet.style.gridTemplateRows = `${top}px ${heatmap.rows.length * cell}px`;
    this.rows.show(heatmap.rows, cell, rowLabelLimit, 0);
    this.columns.show(heatmap.columns, cell, columnLabelLimit, angle);
    this.paint();
    if (this.legend.clientWidth > 0) drawLegend(this.legend, this.scale);
  }

  private paint(): void {
    if (this.heatmap === null || this.layout === null) return;
    drawMatrix(this.canvas, { rows: this.heatmap.rows.length, columns: this.heatmap.columns.length, values: this.tween.values }, this.layout.cell, this.scale, this.theme.current.colours.grid);
  }

  private makeScale(): ColourScale {
    return createColourScale(this.theme.current.rgb('background'), this.theme.current.rgb('accent'));
  }

  /** Lights up a cell with its two words and names its value; null for none. */
  private point(cell: { row: number; column: number } | null): void {
    const { heatmap, layout } = this;
    this.cursor = heatmap !== null && cell !== null && cell.row < heatmap.rows.length && cell.column < heatmap.columns.length ? cell : null;
    for (const mark of [this.outline, this.rowBand, this.columnBand, this.bubble]) setHidden(mark, this.cursor === null);
    this.rows.light(this.cursor?.row ?? -1);
    this.columns.light(this.cursor?.column ?? -1);
    if (this.cursor === null || heatmap === null || layout === null) return;
    const { row, column } = this.cursor;
    const [x, y] = [layout.left + column * layout.cell, layout.top + row * layout.cell];
    framed(this.outline, x, y, layout.cell, layout.cell);
    framed(this.rowBand, layout.left, y, heatmap.columns.length * layout.cell, layout.cell);
    framed(this.columnBand, x, layout.top, layout.cell, heatmap.rows.length * layout.cell);
    const weight = formatWeight(heatmap.values[row * heatmap.columns.length + column], 3);
    this.bubble.replaceChildren(h('span', {}, printable(heatmap.columns[column])), h('span', { class: 'muted' }, ' → '), h('span', {}, printable(heatmap.rows[row])), h('b', {}, weight));
    const sheet = this.sheet.getBoundingClientRect();
    placeTip(this.bubble, sheet.left + x + layout.cell + 8, sheet.top + y + layout.cell + 8, layout.cell + 16);
  }

  /** Lights up the row of a word of the translation, or the column of one of the source; null for none. */
  lightWord(place: { readonly side: Side; readonly index: number } | null): void {
    this.point(null);
    const { heatmap, layout } = this;
    if (place === null || heatmap === null || layout === null) return;
    const { side, index } = place;
    (side === 'target' ? this.rows : this.columns).light(index);
    const band = side === 'target' ? this.rowBand : this.columnBand;
    setHidden(band, false);
    if (side === 'target') framed(band, layout.left, layout.top + index * layout.cell, heatmap.columns.length * layout.cell, layout.cell);
    else framed(band, layout.left + index * layout.cell, layout.top, layout.cell, heatmap.rows.length * layout.cell);
  }

  private handlePointer(event: PointerEvent): void {
    if (this.heatmap === null || this.layout === null) return;
    const area = this.canvas.getBoundingClientRect();
    this.point(cellAt(event.clientX - area.left, event.clientY - area.top, this.layout.cell, this.heatmap.rows.length, this.heatmap.columns.length));
  }

  private handleKey(event: KeyboardEvent): void {
    const { heatmap } = this;
    if (heatmap === null || heatmap.rows.length === 0 || heatmap.columns.length === 0) return;
    const move = ({ ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] } as Record<string, [number, number]>)[event.key];
    if (event.key === 'Escape') this.point(null);
    if (move === undefined) return;
    event.preventDefault();
    const from = this.cursor ?? { row: move[0] < 0 ? heatmap.rows.length : move[0] > 0 ? -1 : 0, column: move[1] < 0 ? heatmap.columns.length : move[1] > 0 ? -1 : 0 };
    const row = Math.max(0, Math.min(heatmap.rows.length - 1, from.row + move[0]));
    const column = Math.max(0, Math.min(heatmap.columns.length - 1, from.column + move[1]));
    this.scrollTo(row, column);
    this.point({ row, column });
    setText(this.spoken, `${heatmap.rows[row]} looks at ${heatmap.columns[column]}: ${formatWeight(heatmap.values[row * heatmap.columns.length + column])}`);
  }

  private scrollTo(row: number, column: number): void {
    const { cell, left, top } = this.layout!;
    const { scroller } = this;
    const [x, y] = [column * cell, row * cell];
    if (x < scroller.scrollLeft) scroller.scrollLeft = x;
    else if (left + x + cell > scroller.scrollLeft + scroller.clientWidth) scroller.scrollLeft = left + x + cell - scroller.clientWidth;
    if (y < scroller.scrollTop) scroller.scrollTop = y;
    else if (top + y + cell > scroller.scrollTop + scroller.clientHeight) scroller.scrollTop = top + y + cell - scroller.clientHeight;
  }

  private toggleTable(): void {
    const isShown = !this.table.isShown;
    this.tableButton.setAttribute('aria-pressed', String(isShown));
    this.table.toggle(isShown);
    if (isShown && this.heatmap !== null) this.table.show(this.heatmap);
  }
}

function framed(mark: HTMLElement, x: number, y: number, width: number, height: number): void {
  mark.style.transform = `translate(${x}px, ${y}px)`;
  mark.style.width = `${width - 1}px`;
  mark.style.height = `${height - 1}px`;
}
