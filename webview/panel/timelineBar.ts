/**
 * Training time under the reader's hand: one slider over the moments at which the model was asked and the checkpoints that can be asked now,
 * and a button that plays them. Below the slider a mark stands for each checkpoint.
 */
import { h, setAttribute, setHidden, setText } from '../lib/dom';
import { icon } from '../lib/icons';
import { describeMoment, type Moment } from './moments';
import type { PanelState } from './panelState';
import type { Selection } from './selection';

/** The whole film lasts about so long, but no picture shorter than this. */
const FILM_MS = 8000;
const SHORTEST_PICTURE_MS = 90;
const LONGEST_PICTURE_MS = 700;
/** How soon to look again whether a checkpoint has answered. */
const WAIT_MS = 60;
/** More marks than this would be a line. */
const MOST_MARKS = 120;

export class TimelineBar {
  readonly element: HTMLElement;
  private readonly slider = h('input', { id: 'training-time', attributes: { type: 'range', min: '0', step: '1', 'aria-label': 'Moment of training' } });
  private readonly marks = h('div', { class: 'time-marks', attributes: { 'aria-hidden': 'true' } });
  private readonly moment = h('span', { class: 'moment', id: 'moment' });
  private readonly playButton = h('button', { class: 'round', id: 'play', attributes: { type: 'button' }, on: { click: () => this.togglePlay() } });
  private readonly newest = h('button', { class: 'toggle', id: 'newest', attributes: { type: 'button' }, on: { click: () => { this.pause(); this.selection.follow(); } } }, 'newest');
  private timer: ReturnType<typeof setTimeout> | null = null;
  private moments: readonly Moment[] = [];
  private shownMarks = '';
  /** Whether the answer of the moment looked at is still awaited: the film waits for it. */
  private isWaiting = false;

  constructor(private readonly selection: Selection) {
    this.slider.addEventListener('input', () => {
      this.pause();
      selection.goTo(this.moments, Number(this.slider.value));
    });
    this.element = h('div', { class: 'timeline', role: 'group', attributes: { 'aria-label': 'Training time' } }, this.playButton, h('div', { class: 'time-track' }, this.slider, this.marks), this.moment, this.newest);
    this.showPlaying();
  }

  /** @param isWaiting whether the checkpoint of this moment is being asked */
  update(state: PanelState, moments: readonly Moment[], isWaiting: boolean): void {
    this.moments = moments;
    this.isWaiting = isWaiting;
    const isShown = (state.mode === 'run' || state.mode === 'answers') && moments.length > 1;
    setHidden(this.element, !isShown);
    if (!isShown) { this.pause(); return; }
    const index = this.selection.index(moments);
    const last = String(moments.length - 1);
    if (this.slider.max !== last) this.slider.max = last;
    if (this.slider.value !== String(index)) this.slider.value = String(index);
    const text = describeMoment(moments[index]);
    setText(this.moment, text);
    setAttribute(this.slider, 'aria-valuetext', `${text}, ${index + 1} of ${moments.length}`);
    this.newest.setAttribute('aria-pressed', String(this.selection.isFollowing));
    setText(this.newest, state.running ? 'live' : 'newest');
    setAttribute(this.newest, 'aria-label', state.running ? 'live: follow the newest answers' : 'newest answers');
    this.showMarks();
  }

  private showMarks(): void {
    const last = Math.max(1, this.moments.length - 1);
    const kept = this.moments.flatMap(({ isCheckpoint, isBest }, i) => (isCheckpoint ? [{ at: i / last, isBest }] : []));
    const wanted = kept.length > MOST_MARKS ? '' : kept.map(({ at, isBest }) => `${at}${isBest ? ' best' : ''}`).join(',');
    if (wanted === this.shownMarks) return;
    this.shownMarks = wanted;
    this.marks.replaceChildren(...(wanted === '' ? [] : kept).map(({ at, isBest }) => {
      const mark = h('span', isBest ? { class: 'best' } : {});
      mark.style.left = `${at * 100}%`;
      return mark;
    }));
  }

  private togglePlay(): void {
    if (this.timer !== null) { this.pause(); return; }
    if (this.moments.length < 2) return;
    if (this.selection.isFollowing) this.selection.goTo(this.moments, 0);
    this.showNext();
    this.showPlaying();
  }

  private showNext(): void {
    const pause = Math.min(LONGEST_PICTURE_MS, Math.max(SHORTEST_PICTURE_MS, FILM_MS / Math.max(1, this.moments.length)));
    this.timer = setTimeout(() => this.advance(), pause);
  }

  private advance(): void {
    if (this.isWaiting) {
      this.timer = setTimeout(() => this.advance(), WAIT_MS);
      return;
    }
    this.selection.goTo(this.moments, this.selection.index(this.moments) + 1);
    if (this.selection.isFollowing) this.pause(); else this.showNext();
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
