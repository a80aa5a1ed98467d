/** Tunes to choose from, and the chosen one as sheet music that can be played and saved. */
import type { Tune } from '../../src/protocol/music';
import { h, setHidden, setText } from '../lib/dom';
import { button } from '../panel/button';
import { messageOf } from '../panel/host';
import { soundingAt } from './melody';
import { Player } from './player';
import type { Sheet } from './sheet';
import { describeTune, TuneList } from './tuneList';

export interface MusicHost {
  save(tune: { readonly abc: string; readonly title: string }): Promise<unknown>;
  /** A tune was played to its end, or stopped. */
  rested?(): void;
}

/** A page that is dragged wider is drawn anew when it rests. */
const RESIZE_REST_MS = 150;

export class MusicView {
  readonly element: HTMLElement;
  private tunes: readonly Tune[] = [];
  private chosen = 0;
  private sheet: Sheet | null = null;
  private drawn = '';
  private readonly list = new TuneList((index) => this.choose(index));
  private readonly player = new Player({ onBeat: (beat) => this.follow(beat), onEnd: () => this.ended() });
  private readonly place = h('div', { class: 'sheet' });
  private readonly note = h('p', { class: 'muted', attributes: { 'aria-live': 'polite' } });
  private readonly problem = h('p', { class: 'notice error', role: 'alert', hidden: true });
  private readonly source = h('pre', { class: 'abc', tabIndex: 0, attributes: { 'aria-label': 'ABC notation of the tune' } });
  private readonly tempo = h('input', { id: 'tempo', attributes: { type: 'range', min: '40', max: '240', step: '2', 'aria-label': 'Tempo, beats a minute' } });
  private readonly tempoValue = h('span', { class: 'slider-value' });
  private readonly playButton = button({ id: 'play-tune', label: 'Play', icon: 'play', onClick: () => this.play() });
  private readonly stopButton = button({ id: 'stop-tune', label: 'Stop', icon: 'stop', onClick: () => this.player.stop() });
  private readonly sheetCard: HTMLElement;

  constructor(private readonly host: MusicHost) {
    const save = button({ id: 'save-tune', label: 'Save…', icon: 'save', isSecondary: true, onClick: () => this.save() });
    this.tempo.addEventListener('input', () => { this.showTempo(); this.player.setTempo(this.tempo.valueAsNumber); });
    setHidden(this.stopButton, true);
    this.sheetCard = h('div', { class: 'sheet-card' },
      h('div', { class: 'sheet-controls' }, this.playButton, this.stopButton, h('label', { class: 'slider' }, h('span', {}, 'Tempo'), this.tempo, this.tempoValue), save),
      this.note, this.problem, this.place, h('details', {}, h('summary', {}, 'ABC notation'), this.source));
    this.element = h('div', { class: 'music' }, this.list.element, this.sheetCard);
    let rest: ReturnType<typeof setTimeout> | undefined;
    let width = 0;
    new ResizeObserver(([entry]) => {
      if (Math.abs(entry.contentRect.width - width) < 8) return;
      width = entry.contentRect.width;
      clearTimeout(rest);
      rest = setTimeout(() => { this.drawn = ''; void this.draw(); }, RESIZE_REST_MS);
    }).observe(this.sheetCard);
  }

  get isPlaying(): boolean { return this.player.isPlaying; }

  /** @param choose the index to show; absent: the tune that is shown stays, where it is still among them */
  update(tunes: readonly Tune[], choose?: number): void {
    const current = this.tunes.at(this.chosen);
    this.tunes = tunes;
    const kept = current === undefined ? -1 : tunes.findIndex(({ abc }) => abc === current.abc);
    this.chosen = choose ?? (kept >= 0 ? kept : Math.max(0, tunes.findIndex(({ complete }) => complete)));
    this.list.update(tunes, this.chosen);
    void this.draw();
  }

  private choose(index: number): void {
    this.player.stop();
    this.chosen = index;
    this.list.update(this.tunes, index);
    void this.draw();
  }

  /** Draws the chosen tune unless it is there already. */
  private async draw(): Promise<void> {
    const tune = this.tunes.at(this.chosen);
    setHidden(this.sheetCard, tune === undefined);
    if (tune === undefined || tune.abc === this.drawn || this.place.clientWidth === 0) return;
    this.player.stop();
    this.drawn = tune.abc;
    setText(this.note, tune.parses ? describeTune(tune) : `This tune does not parse: ${describeTune(tune)}. Below is as much of it as can be read.`);
    setText(this.source, tune.abc);
    setHidden(this.problem, true);
    try {
      const { drawSheet } = await import('./sheet');
      if (this.drawn !== tune.abc) return; // another was chosen meanwhile
      this.place.replaceChildren();
      this.sheet = null;
      this.sheet = drawSheet(this.place, tune.abc);
      this.tempo.value = String(this.sheet.melody.tempo);
      this.showTempo();
    } catch (error) {
      this.place.replaceChildren();
      this.complain(tune.parses ? error : new Error('Nothing of it can be drawn.'));
    }
    this.playButton.disabled = this.sheet === null || this.sheet.melody.notes.length === 0;
  }

  private async play(): Promise<void> {
    if (this.sheet === null) return;
    setHidden(this.problem, true);
    try {
      setHidden(this.playButton, true);
      setHidden(this.stopButton, false);
      await this.player.play(this.sheet.melody, this.tempo.valueAsNumber);
    } catch (error) {
      this.player.stop();
      this.complain(error);
    }
  }

  private follow(beat: number): void {
    if (this.sheet === null) return;
    const note = this.sheet.mark(soundingAt(this.sheet.melody, beat));
    const box = note?.getBoundingClientRect();
    if (box && (box.top < 0 || box.bottom > window.innerHeight)) note?.scrollIntoView({ block: 'center' });
  }

  private ended(): void {
    this.sheet?.mark(new Set());
    setHidden(this.playButton, false);
    setHidden(this.stopButton, true);
    this.host.rested?.();
  }

  private async save(): Promise<void> {
    const tune = this.tunes.at(this.chosen);
    if (tune === undefined) return;
    setHidden(this.problem, true);
    await this.host.save({ abc: tune.abc, title: tune.title }).catch((error: unknown) => this.complain(error));
  }

  private showTempo(): void { setText(this.tempoValue, this.tempo.value); }

  private complain(error: unknown): void {
    setText(this.problem, messageOf(error));
    setHidden(this.problem, false);
  }
}
