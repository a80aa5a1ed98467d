/**
 * Both sentences as words, one over the other: pointing at a word (or stepping to it with the arrow keys) lights up the words of the other
 * side, each in the colour that its attention has in the matrix.
 */
import type { Heatmap } from '../../src/protocol/run';
import { h, setHidden, setText } from '../lib/dom';
import { formatWeight } from '../lib/format';
import type { ThemeWatcher } from '../lib/theme';
import { printable } from './axisLabels';
import { createColourScale, type ColourScale } from './colourScale';
import { describePartners, inkOn, partnersOf, type Side } from './partners';

/** A word as the reader points at it. */
export interface Place { readonly side: Side; readonly index: number }

/** Weights below this leave a word as it is. */
const FAINTEST = 0.03;

export class Alignment {
  readonly element: HTMLElement;
  private readonly lines: Readonly<Record<Side, HTMLElement>>;
  private readonly words: Record<Side, HTMLElement[]> = { source: [], target: [] };
  private readonly spoken = h('p', { class: 'visually-hidden', attributes: { 'aria-live': 'polite' } });
  private heatmap: Heatmap | null = null;
  private scale: ColourScale;
  private shown = '';
  /** Pointed at or reached by key; a click holds it. */
  private lit: Place | null = null;
  private held: Place | null = null;

  /** @param onLight told of the word that is lit, so that the matrix shows its row or column too */
  constructor(private readonly theme: ThemeWatcher, private readonly onLight: (place: Place | null) => void) {
    this.scale = this.makeScale();
    this.lines = { source: this.makeLine('source', 'Source words'), target: this.makeLine('target', 'Words of the translation') };
    this.element = h('div', { class: 'alignment' }, this.lines.source, this.lines.target, this.spoken);
    theme.onChange(() => { this.scale = this.makeScale(); this.paint(); });
  }

  /** @param spaced whether tokens are words of their own (else characters, set close) */
  show(heatmap: Heatmap, spaced: boolean): void {
    if (heatmap === this.heatmap) return;
    this.heatmap = heatmap;
    this.element.classList.toggle('tight', !spaced);
    const shown = `${heatmap.columns.join('\u0000')}\u0001${heatmap.rows.join('\u0000')}`;
    if (shown !== this.shown) {
      this.shown = shown;
      this.fill('source', heatmap.columns);
      this.fill('target', heatmap.rows);
      const exists = (place: Place | null): Place | null => (place !== null && place.index < this.words[place.side].length ? place : null);
      [this.held, this.lit] = [exists(this.held), exists(this.lit)];
    }
    this.paint();
  }

  private makeLine(side: Side, label: string): HTMLElement {
    const line = h('p', {
      class: `line ${side}`, role: 'group', attributes: { 'aria-label': `${label}: arrow keys move from word to word` },
      on: { keydown: (event) => this.handleKey(event), pointerleave: () => this.light(this.held), pointerover: (event) => this.handlePointer(event), click: (event) => this.handleClick(event), focusin: (event) => this.handleFocus(event), focusout: () => this.light(this.held) },
    });
    return line;
  }

  private fill(side: Side, tokens: readonly string[]): void {
    const hadFocus = this.words[side].findIndex((word) => word === document.activeElement);
    this.words[side] = tokens.map((token, index) => {
      const word = h('button', { class: token === '</s>' ? 'word end' : 'word', tabIndex: index === 0 ? 0 : -1, attributes: { type: 'button', 'data-side': side, 'data-index': String(index), 'aria-pressed': 'false', dir: 'auto' } }, token === '</s>' ? 'end' : printable(token));
      if (token === '</s>') word.title = 'The end of the sentence';
      return word;
    });
    this.lines[side].replaceChildren(...this.words[side].flatMap((word, i) => (i === 0 ? [word] : [' ', word])));
    if (hadFocus >= 0) this.words[side][Math.min(hadFocus, tokens.length - 1)]?.focus();
  }

  private placeOf(target: EventTarget | null): Place | null {
    const word = target instanceof Element ? target.closest<HTMLElement>('.word') : null;
    return word === null ? null : { side: word.dataset['side'] as Side, index: Number(word.dataset['index']) };
  }

  private handlePointer(event: PointerEvent): void {
    const place = this.placeOf(event.target);
    if (event.pointerType !== 'touch') this.light(place ?? this.held);
  }

  /** A click holds the word, for a finger and for reading at leisure; another lets it go. */
  private handleClick(event: MouseEvent): void {
    const place = this.placeOf(event.target);
    if (place === null) return;
    this.held = same(this.held, place) ? null : place;
    this.light(this.held ?? (event.detail === 0 ? place : null));
  }

  private handleFocus(event: FocusEvent): void {
    const place = this.placeOf(event.target);
    // A click gives focus as well; it has its own say.
    if (place === null || !(event.target as Element).matches(':focus-visible')) return;
    this.light(place);
    this.speak(place);
  }

  private handleKey(event: KeyboardEvent): void {
    const place = this.placeOf(event.target);
    if (place === null || this.heatmap === null) return;
    const last = this.words[place.side].length - 1;
    const other: Side = place.side === 'source' ? 'target' : 'source';
    const goal: Place | null | undefined = ({
      ArrowRight: { side: place.side, index: Math.min(last, place.index + 1) }, ArrowLeft: { side: place.side, index: Math.max(0, place.index - 1) },
      Home: { side: place.side, index: 0 }, End: { side: place.side, index: last },
      ArrowDown: this.strongest(place, other, 'target'), ArrowUp: this.strongest(place, other, 'source'),
    } as Record<string, Place | null>)[event.key];
    if (event.key === 'Escape') { this.held = null; this.light(null); return; }
    if (goal === undefined) return;
    event.preventDefault();
    if (goal !== null) this.focus(goal);
  }

  /** The word of the other side that attention ties most to this one; null where that side is this one already. */
  private strongest(place: Place, other: Side, wanted: Side): Place | null {
    if (wanted !== other) return null;
    const weights = partnersOf(this.heatmap!, place.side, place.index);
    return { side: other, index: Math.max(0, weights.indexOf(Math.max(...weights))) };
  }

  private focus(place: Place): void {
    this.words[place.side].forEach((word, i) => { word.tabIndex = i === place.index ? 0 : -1; });
    this.words[place.side][place.index]?.focus();
  }

  private light(place: Place | null): void {
    if (same(place, this.lit)) return;
    this.lit = place;
    this.paint();
    this.onLight(place);
  }

  private speak({ side, index }: Place): void {
    if (this.heatmap !== null) setText(this.spoken, describePartners(this.heatmap, side, index));
  }

  private paint(): void {
    const { heatmap, lit } = this;
    if (heatmap === null) return;
    for (const side of ['source', 'target'] as const) {
      const weights = lit === null || lit.side === side ? null : partnersOf(heatmap, lit.side, lit.index);
      this.words[side].forEach((word, i) => {
        const weight = weights?.[i] ?? 0;
        const isLit = lit?.side === side && lit.index === i;
        word.classList.toggle('lit', isLit);
        word.setAttribute('aria-pressed', String(same(this.held, { side, index: i })));
        const colour = weights === null || !(weight >= FAINTEST) ? '' : this.scale.css(weight);
        word.style.background = colour;
        word.style.color = colour === '' ? '' : inkOn(colour);
        if (weights === null) delete word.dataset['weight']; else word.dataset['weight'] = formatWeight(weight);
      });
      this.lines[side].classList.toggle('answering', weights !== null);
    }
  }

  private makeScale(): ColourScale {
    return createColourScale(this.theme.current.rgb('background'), this.theme.current.rgb('accent'));
  }

  hide(hidden: boolean): void { setHidden(this.element, hidden); }
}

const same = (a: Place | null, b: Place | null): boolean => a === b || (a !== null && b !== null && a.side === b.side && a.index === b.index);
