/**
 * A beam search as a drawing: each word it considered, with its probability, joined to the word before. The best output is emphasised, what was
 * dropped is faint. Choosing a word asks for a new search that begins with the words up to it. To a screen reader and to the
 * keyboard it is a tree: right and left lead along an output and back, up and down through the words of one step.
 */
import type { BeamNode, BeamTree } from '../../src/protocol/insight';
import { h, setText } from '../lib/dom';
import { formatLoss, formatShare, formatWeight } from '../lib/format';
import { svg } from '../lib/svg';
import { placeTip } from '../lib/tip';
import { printable, widest } from '../heatmap/axisLabels';
import type { ThemeWatcher } from '../lib/theme';
import { layOutBeam, prefixOf, type BeamLayout, type GivenToken, type PlacedNode } from './beamLayout';

const END = '</s>';
const SLOT = 38;
const BOX = 30;
const GAP = 34;
const PADDING = 8;
const WIDEST = 130;
const MARGIN = 10;
const QUIET_MS = 1500;
const ZOOMS = [0.4, 0.55, 0.75, 1, 1.35] as const;

export class BeamTreeView {
  readonly element: HTMLElement;
  readonly zoomButtons: HTMLElement;
  private readonly scroller: HTMLElement;
  private readonly drawing = svg('svg', { class: 'beam', role: 'tree', 'aria-label': 'Words that the search considered' });
  private readonly bubble = h('div', { class: 'tip beam-tip', hidden: true, attributes: { 'aria-hidden': 'true' } });
  private readonly parts = new Map<number, SVGGElement>();
  private layout: BeamLayout = { columns: [], slots: 0 };
  private tree: BeamTree | null = null;
  private withPruned = true;
  private zoom: number = 3;
  private size = { width: 0, height: 0 };
  private focused: PlacedNode | null = null;
  /** After a click the new tree comes under a pointer that rests: it did not ask. */
  private quietUntil = 0;

  /**
   * @param onForce the tokens that a new search is to begin with
   * @param onEnd   the end of an output was chosen: by its node, whose log probability is the output's
   */
  constructor(private readonly theme: ThemeWatcher, private readonly onForce: (prefix: GivenToken[]) => void, private readonly onEnd: (node: BeamNode) => void) {
    const zoomBy = (by: number): void => this.setZoom(this.zoom + by);
    this.zoomButtons = h('div', { class: 'zoom', role: 'group', attributes: { 'aria-label': 'Size of the tree' } },
      h('button', { class: 'toggle', id: 'tree-smaller', attributes: { type: 'button', 'aria-label': 'Smaller' }, on: { click: () => zoomBy(-1) } }, '−'),
      h('button', { class: 'toggle', id: 'tree-larger', attributes: { type: 'button', 'aria-label': 'Larger' }, on: { click: () => zoomBy(1) } }, '+'));
    this.drawing.addEventListener('keydown', (event) => this.handleKey(event));
    this.scroller = h('div', { class: 'beam-scroll', on: { scroll: () => this.hideTip(), wheel: (event) => this.handleWheel(event) } }, this.drawing);
    this.scroller.addEventListener('wheel', (event) => { if (event.ctrlKey) event.preventDefault(); }, { passive: false });
    this.element = h('div', { class: 'beam-tree' }, this.scroller);
    document.body.append(this.bubble);
    theme.onChange(() => this.draw());
  }

  show(tree: BeamTree, withPruned: boolean): void {
    if (tree === this.tree && withPruned === this.withPruned) return;
    [this.tree, this.withPruned] = [tree, withPruned];
    this.layout = layOutBeam(tree, withPruned);
    this.draw();
    if (this.scroller.scrollLeft > 0) this.scroller.scrollLeft = 0;
  }

  private draw(): void {
    this.hideTip();
    const hadFocus = this.drawing.contains(document.activeElement);
    this.parts.clear();
    const font = `12px ${this.theme.current.font}`;
    const edges = svg('g', { class: 'edges' });
    const words = svg('g', { role: 'presentation' });
    let x = MARGIN;
    const ends = new Map<PlacedNode, number>();
    for (const column of this.layout.columns) {
      const width = Math.ceil(Math.min(WIDEST, Math.max(30, widest(column.map(({ node }) => node.token), font)))) + 2 * PADDING;
      for (const placed of column) {
        const y = MARGIN + placed.slot * SLOT;
        if (placed.parent !== null) edges.append(edge(ends.get(placed.parent)!, MARGIN + placed.parent.slot * SLOT + BOX / 2, x, y + BOX / 2, placed));
        ends.set(placed, x + width);
        const part = this.word(placed, x, y, width);
        this.parts.set(placed.node.id, part);
        words.append(part);
      }
      x += width + GAP;
    }
    this.size = { width: Math.max(0, x - GAP + MARGIN), height: 2 * MARGIN + this.layout.slots * SLOT - (SLOT - BOX) };
    this.drawing.setAttribute('viewBox', `0 0 ${this.size.width} ${this.size.height}`);
    this.drawing.replaceChildren(edges, words);
    this.setZoom(this.zoom);
    const first = this.layout.columns.at(0)?.at(0) ?? null;
    this.focused = this.layout.columns.flat().find(({ node }) => node.id === this.focused?.node.id) ?? first;
    if (this.focused !== null) this.parts.get(this.focused.node.id)?.setAttribute('tabindex', '0');
    if (hadFocus && this.focused !== null) this.parts.get(this.focused.node.id)?.focus({ preventScroll: true });
  }

  private word(placed: PlacedNode, x: number, y: number, width: number): SVGGElement {
    const { node, depth, probability, isForced } = placed;
    const siblings = placed.parent === null ? this.layout.columns[0] : placed.parent.children;
    const label = svg('text', { x: x + width / 2, y: y + 13, class: 'token' });
    setText(label, shorten(printable(node.token), width - 2 * PADDING, this.theme.current.font));
    const part = svg('g', {
      class: `node ${node.state}${isForced ? ' forced' : ''}`, role: 'treeitem', tabindex: -1, 'data-id': node.id,
      'aria-level': depth + 1, 'aria-setsize': siblings.length, 'aria-posinset': siblings.indexOf(placed) + 1, ...(placed.children.length > 0 ? { 'aria-expanded': 'true' } : {}),
    },
    svg('rect', { x, y, width, height: BOX, rx: 5 }),
    // A bar whose length is the probability: the eye compares lengths sooner than figures.
    svg('rect', { class: 'share', x: x + 4, y: y + BOX - 4, width: Math.max(0.5, (width - 8) * probability), height: 2, rx: 1 }),
    label, svg('text', { x: x + width / 2, y: y + 24, class: 'figure' }, formatShareOf(probability)),
    svg('text', { x, y, class: 'spoken' }, `, score ${formatScore(node.score)}, ${stateName(placed)}`));
    part.addEventListener('click', () => this.choose(placed));
    part.addEventListener('pointerenter', () => this.showTip(placed, part));
    part.addEventListener('pointerleave', () => this.hideTip());
    part.addEventListener('focus', () => { this.showTip(placed, part); this.lightPath(placed); });
    part.addEventListener('blur', () => { this.hideTip(); this.lightPath(null); });
    return part;
  }

  private choose(placed: PlacedNode): void {
    this.hideTip();
    this.quietUntil = performance.now() + QUIET_MS;
    if (placed.node.token === END) this.onEnd(placed.node); else if (!placed.isForced) this.onForce(prefixOf(placed));
  }

  private handleKey(event: KeyboardEvent): void {
    const at = this.focused;
    if (at === null) return;
    const column = this.layout.columns[at.depth];
    const goal: PlacedNode | null | undefined = ({
      ArrowRight: at.children.at(0) ?? at, ArrowLeft: at.parent ?? at, ArrowDown: column[column.indexOf(at) + 1] ?? at, ArrowUp: column[Math.max(0, column.indexOf(at) - 1)],
      Home: this.layout.columns[0][0], End: this.layout.columns.findLast((one) => one[0]?.slot === 0)?.[0] ?? at,
    } as Record<string, PlacedNode>)[event.key];
    if (event.key === 'Escape') this.hideTip();
    if (event.key === 'Enter' || event.key === ' ') this.choose(at);
    else if (goal === undefined) return;
    else this.focus(goal);
    event.preventDefault();
  }

  private focus(placed: PlacedNode): void {
    if (this.focused !== null) this.parts.get(this.focused.node.id)?.setAttribute('tabindex', '-1');
    this.focused = placed;
    const part = this.parts.get(placed.node.id)!;
    part.setAttribute('tabindex', '0');
    part.focus({ preventScroll: true });
    part.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  /** The words that lead to this one: what would be forced. */
  private lightPath(placed: PlacedNode | null): void {
    const lit = new Set<number>();
    for (let at = placed; at !== null; at = at.parent) lit.add(at.node.id);
    for (const [id, part] of this.parts) part.classList.toggle('on-path', lit.has(id));
    for (const line of this.drawing.querySelectorAll<SVGPathElement>('.edges path')) line.classList.toggle('on-path', lit.has(Number(line.dataset['id'])));
  }

  private showTip(placed: PlacedNode, part: SVGGElement): void {
    if (performance.now() < this.quietUntil) return;
    const { node, probability } = placed;
    this.lightPath(placed);
    this.bubble.replaceChildren(
      h('b', {}, printable(node.token)), h('span', {}, ` ${formatShare(probability)} after the words before it`),
      h('p', { class: 'muted' }, `whole output so far: log probability ${formatScore(node.logProbability)}, score ${formatScore(node.score)}; place ${node.rank + 1} of its step`),
      h('p', { class: 'muted' }, `${stateName(placed)}${placed.isForced ? '' : node.token === END ? '; a click shows that output' : '; a click searches on from here'}`));
    this.bubble.hidden = false;
    const box = part.getBoundingClientRect();
    placeTip(this.bubble, box.left, box.bottom + 6, box.height + 12);
  }

  private hideTip(): void {
    if (this.bubble.hidden) return;
    this.bubble.hidden = true;
    this.lightPath(null);
  }

  private handleWheel(event: WheelEvent): void {
    if (event.ctrlKey) this.setZoom(this.zoom + (event.deltaY < 0 ? 1 : -1));
  }

  private setZoom(zoom: number): void {
    this.zoom = Math.max(0, Math.min(ZOOMS.length - 1, zoom));
    const scale = ZOOMS[this.zoom];
    this.drawing.setAttribute('width', String(this.size.width * scale));
    this.drawing.setAttribute('height', String(this.size.height * scale));
  }
}

function edge(x1: number, y1: number, x2: number, y2: number, { node, probability }: PlacedNode): SVGPathElement {
  const middle = (x1 + x2) / 2;
  return svg('path', { class: node.state, 'data-id': node.id, 'stroke-width': (1 + 2.5 * probability).toFixed(2), d: `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}` });
}

const stateNames = { best: 'on the best output', finished: 'ends an output', alive: 'went on', pruned: 'dropped for better ones' } as const;
const stateName = ({ node, isForced }: PlacedNode): string => (isForced ? 'given by you' : node.state === 'best' && node.token === END ? 'ends the best output' : stateNames[node.state]);

/** `0.83`, `0.004`, `<0.001`. */
const formatShareOf = (probability: number): string => (probability < 0.001 ? '<0.001' : formatWeight(probability, probability < 0.0095 ? 3 : 2));

/** A log probability or a score: `−0.42`. */
export const formatScore = (value: number): string => (value < 0 ? `−${formatLoss(-value)}` : formatLoss(value));

/** Cuts a word so that it fits; the tip has it whole. */
function shorten(text: string, width: number, family: string): string {
  const font = `12px ${family}`;
  if (widest([text], font) <= width + 1) return text;
  const letters = [...text];
  while (letters.length > 1 && widest([`${letters.join('')}…`], font) > width) letters.pop();
  return `${letters.join('')}…`;
}
