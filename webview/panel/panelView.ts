/** The whole panel: builds its parts, puts them into the page and brings them up to date with the state. */
import type { SampleReport } from '../../src/protocol/run';
import { h, setAttribute, setHidden, setText } from '../lib/dom';
import { ThemeWatcher } from '../lib/theme';
import { Announcer } from './announcer';
import { AnswerTable } from './answerTable';
import { AttentionSection } from './attentionSection';
import { Curves } from './curves';
import { noAnswer } from './describeRun';
import { EmptyState } from './emptyState';
import { Header } from './header';
import { messageOf, type PanelChannel } from './host';
import type { PanelState } from './panelState';
import type { Preferences } from './preferences';
import { keyOf } from './sampleTimeline';
import { Selection } from './selection';
import { TimelineBar } from './timelineBar';
import { WatchForm } from './watchForm';

export class PanelView {
  private readonly selection = new Selection();
  private readonly announcer = new Announcer();
  private readonly empty: EmptyState;
  private readonly header: Header;
  private readonly curves: Curves;
  private readonly timeline: TimelineBar;
  private readonly attention: AttentionSection;
  private readonly answers: AnswerTable;
  private readonly promptForm: WatchForm;
  private readonly answerSection: HTMLElement;
  private readonly answerHint = h('p', { class: 'muted' }, '');
  private readonly fault = h('p', { class: 'notice error', role: 'alert', hidden: true });
  private readonly main = h('main', { class: 'run' });
  private readonly panel: HTMLElement;
  /** Undefined before the first snapshot. */
  private shownRun: string | null | undefined;

  /**
   * @param onAnswer a sentence typed here was answered
   * @param redraw   the reader chose another sentence or moment
   */
  constructor(channel: PanelChannel, private readonly preferences: Preferences, onAnswer: (sample: SampleReport) => void, redraw: () => void) {
    const theme = new ThemeWatcher();
    const answered = (sample: SampleReport, source: string): void => {
      onAnswer(sample);
      const item = sample.items.find((candidate) => candidate.source === source) ?? sample.items.at(0);
      this.selection.follow();
      if (item !== undefined) this.selection.choose(keyOf(item));
    };
    this.selection.chosen = preferences.current.chosen;
    this.empty = new EmptyState(channel);
    this.header = new Header(channel);
    this.curves = new Curves(theme, preferences, this.selection);
    this.timeline = new TimelineBar(this.selection);
    const sentenceForm = new WatchForm(channel, preferences, 'watch-sentence', 'Type a sentence of your own', answered);
    this.promptForm = new WatchForm(channel, preferences, 'watch-prompt', 'Type a beginning of your own', answered);
    this.attention = new AttentionSection(theme, this.selection, channel, sentenceForm.element);
    this.answers = new AnswerTable(this.selection, () => this.showChosen());
    this.answerSection = h('section', { class: 'says', attributes: { 'aria-labelledby': 'says-title' } },
      h('div', { class: 'section-head' }, h('h2', { id: 'says-title' }, 'What it says')), this.promptForm.element, this.answerHint, this.answers.element);
    this.panel = h('div', { class: 'panel', attributes: { 'data-mode': 'waiting' } }, this.fault, this.announcer.element, this.empty.element, this.main);
    this.main.append(
      this.header.element, h('div', { class: 'layout' }, this.curves.element, h('div', { class: 'insight' }, this.timeline.element, this.attention.element), this.answerSection));
    document.body.append(this.panel);

    this.selection.onChange(() => {
      preferences.set({ chosen: this.selection.chosen });
      redraw();
    });
    let rest: ReturnType<typeof setTimeout> | undefined;
    window.addEventListener('scroll', () => {
      clearTimeout(rest);
      rest = setTimeout(() => preferences.set({ scroll: window.scrollY }), 200);
    }, { passive: true });
  }

  update(state: PanelState): void {
    const { mode, task } = state;
    setAttribute(this.panel, 'data-mode', mode);
    setAttribute(this.panel, 'data-task', task);
    setHidden(this.empty.element, mode !== 'empty');
    setHidden(this.main, mode === 'empty');
    this.announcer.update(state);
    const id = state.run?.id ?? null;
    const isAnother = this.shownRun !== undefined && id !== this.shownRun;
    this.shownRun = id;
    if (isAnother) {
      this.curves.reset();
      this.selection.follow();
    }
    if (mode === 'empty') return;
    this.header.update(state);
    setHidden(this.curves.element, mode !== 'run');
    if (mode === 'run') this.curves.update(state);
    this.timeline.update(state);

    const isTranslation = task === 'translation';
    setHidden(this.attention.element, !isTranslation);
    setHidden(this.promptForm.element, isTranslation);
    if (isTranslation) this.attention.update(state);
    // A single answer stands over its heatmap already.
    setHidden(this.answerSection, isTranslation && mode === 'answers' && state.timeline.subjects.length === 1 && state.timeline.hasAttention);
    setHidden(this.answerHint, state.timeline.length > 0);
    setText(this.answerHint, noAnswer(state));
    setHidden(this.answers.element, state.timeline.length === 0);
    this.answers.update(state.timeline, task);
    setHidden(this.timeline.element.parentElement!, !isTranslation && state.timeline.length < 2);
  }

  /** Where the reader had scrolled to before the panel was hidden. */
  restoreScroll(): void {
    requestAnimationFrame(() => window.scrollTo({ top: this.preferences.current.scroll }));
  }

  showFault(error: unknown): void {
    setText(this.fault, messageOf(error));
    setHidden(this.fault, false);
  }

  /** In a narrow panel the heatmap of a chosen row may be out of sight. */
  private showChosen(): void {
    if (!this.attention.element.hidden) this.attention.element.scrollIntoView({ block: 'nearest' });
  }
}
