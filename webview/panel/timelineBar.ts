/** Training time under the reader's hand: a slider over the moments at which the model was asked, and a button that plays them. */
import { h, setAttribute, setHidden, setText } from '../lib/dom';
import { icon } from '../lib/icons';
import { formatEpoch, formatExact } from '../lib/format';
import type { PanelState } from './panelState';
import type { Selection } from './selection';

/** The whole film lasts about so long, but no picture shorter than this. */
const FILM_MS = 8000;
const SHORTEST_PICTURE_MS = 90;
const LONGEST_PICTURE_MS = 700;

export class TimelineBar {
  readonly element: HTMLElement;
  private readonly slider = h('input', { id: 'training-time', attributes: { type: 'range', min: '0', step: '1', 'aria-label': 'Moment of training' } });
  private readonly moment = h('span', { class: 'moment', id: 'moment' });
  private readonly playButton = h('button', { class: 'round', id: 'play', attributes: { type: 'button' }, on: { click: () => this.togglePlay() } });
  private readonly newest = h('button', { class: 'toggle', id: 'newest', attributes: { type: 'button' }, on: { click: () => { this.pause(); this.selection.follow(); } } }, 'newest');
  private timer: ReturnType<typeof setTimeout> | null = null;
  private state: PanelState | null = null;

  constructor(private readonly selection: Selection) {
    this.slider.addEventListener('input', () => {
      this.pause();
      if (this.state !== null) selection.goTo(this.state.timeline, Number(this.slider.value));
    });
    this.element = h('div', { class: 'timeline', role: 'group', attributes: { 'aria-label': 'Training time' } }, this.playButton, this.slider, this.moment, this.newest);
    this.showPlaying();
  }

  update(state: PanelState): void {
    this.state = state;
    const { timeline } = state;
    const isShown = state.mode === 'run' && timeline.length > 1;
    setHidden(this.element, !isShown);
    if (!isShown) { this.pause(); return; }
    const index = this.selection.index(timeline);
    const last = String(timeline.length - 1);
    if (this.slider.max !== last) this.slider.max = last;
    if (this.slider.value !== String(index)) this.slider.value = String(index);
    const { step, epoch } = timeline.samples[index];
    const text = `step ${formatExact(step)} · epoch ${formatEpoch(Math.round(epoch * 10) / 10)}`;
    setText(this.moment, text);
    this.slider.setAttribute('aria-valuetext', `${text}, ${index + 1} of ${timeline.length}`);
    this.newest.setAttribute('aria-pressed', String(this.selection.isFollowing));
    setText(this.newest, state.running ? 'live' : 'newest');
    setAttribute(this.newest, 'aria-label', state.running ? 'live: follow the newest answers' : 'newest answers');
  }

  private togglePlay(): void {
    if (this.timer !== null) { this.pause(); return; }
    const { state, selection } = this;
    if (state === null || state.timeline.length < 2) return;
    if (selection.isFollowing) selection.goTo(state.timeline, 0);
    this.showNext();
    this.showPlaying();
  }

  private showNext(): void {
    const count = this.state?.timeline.length ?? 0;
    const pause = Math.min(LONGEST_PICTURE_MS, Math.max(SHORTEST_PICTURE_MS, FILM_MS / Math.max(1, count)));
    this.timer = setTimeout(() => {
      if (this.state === null) return;
      const next = this.selection.index(this.state.timeline) + 1;
      this.selection.goTo(this.state.timeline, next);
      if (this.selection.isFollowing) this.pause(); else this.showNext();
    }, pause);
  }

  private pause(): void {
    if (this.timer === null) return;
    clearTimeout(this.timer);
    this.timer = null;
    this.showPlaying();
  }

  private showPlaying(): void {
    const isPlaying = this.timer !== null;
    this.playButton.replaceChildren(icon(isPlaying ? 'pause' : 'play'));
    this.playButton.setAttribute('aria-label', isPlaying ? 'Pause' : 'Play the training from its beginning');
  }
}
