/** The whole panel: builds its parts, puts them into the page and brings them up to date with the state. */
import { BottleneckPage } from '../bottleneck/bottleneckPage';
import { ComparisonPage } from '../comparison/comparisonPage';
import { h, setAttribute, setHidden, setText } from '../lib/dom';
import { ThemeWatcher } from '../lib/theme';
import { MusicSection } from '../music/musicSection';
import { Announcer } from './announcer';
import { AnswerTable } from './answerTable';
import { AttentionSection } from './attentionSection';
import { BaselineLine } from './baselineLine';
import { Curves } from './curves';
import { noAnswer } from './describeRun';
import { EmptyState } from './emptyState';
import { Header } from './header';
import { messageOf, type PanelChannel } from './host';
import { momentsOf } from './moments';
import type { PanelState } from './panelState';
import type { Preferences } from './preferences';
import { Questions } from './questions';
import { SearchSection } from './searchSection';
import { Selection } from './selection';
import { TimelineBar } from './timelineBar';
import { WatchForm } from './watchForm';

export class PanelView {
  private readonly theme = new ThemeWatcher();
  private readonly selection = new Selection();
  private readonly announcer = new Announcer();
  private readonly questions: Questions;
  private readonly empty: EmptyState;
  private readonly header: Header;
  private readonly baselines: BaselineLine;
  private readonly curves: Curves;
  private readonly timeline: TimelineBar;
  private readonly attention: AttentionSection;
  private readonly search: SearchSection;
  private readonly answers: AnswerTable;
  private readonly music: MusicSection;
  private readonly promptForm: WatchForm;
  /** Pages of their own, made when they are first needed. */
  private bottleneck: BottleneckPage | null = null;
  private comparison: ComparisonPage | null = null;
  private readonly answerSection: HTMLElement;
  private readonly answerHint = h('p', { class: 'muted' }, '');
  private readonly fault = h('p', { class: 'notice error', role: 'alert', hidden: true });
  private readonly main = h('main', { class: 'run' });
  private readonly panel: HTMLElement;
  /** Undefined before the first snapshot. */
  private shownRun: string | null | undefined;

  constructor(private readonly channel: PanelChannel, private readonly preferences: Preferences, private readonly state: PanelState) {
    const { theme } = this;
    const redraw = (): void => this.update();
    const ask = (source: string): Promise<void> => this.questions.ask(source);
    this.selection.chosen = preferences.current.chosen;
    this.questions = new Questions(channel, preferences, state, this.selection, redraw);
    this.empty = new EmptyState(channel);
    this.header = new Header(channel);
    this.baselines = new BaselineLine(channel, redraw);
    this.curves = new Curves(theme, preferences, this.selection);
    this.timeline = new TimelineBar(this.selection);
    const sentenceForm = new WatchForm(preferences, 'watch-sentence', 'Type a sentence of your own', ask);
    this.promptForm = new WatchForm(preferences, 'watch-prompt', 'Type a beginning of your own', ask);
    this.attention = new AttentionSection(theme, this.selection, channel, sentenceForm.element);
    this.search = new SearchSection(theme, channel, preferences, this.selection, redraw);
    this.music = new MusicSection(channel);
    this.answers = new AnswerTable(this.selection, () => this.showChosen());
    this.answerSection = h('section', { class: 'says', attributes: { 'aria-labelledby': 'says-title' } },
      h('div', { class: 'section-head' }, h('h2', { id: 'says-title' }, 'What it says')), this.promptForm.element, this.answerHint, this.answers.element);
    this.panel = h('div', { class: 'panel', attributes: { 'data-mode': 'waiting' } }, this.fault, this.announcer.element, this.empty.element, this.main);
    this.main.append(
      this.header.element, this.baselines.element, h('div', { class: 'layout' }, this.curves.element, h('div', { class: 'insight' }, this.timeline.element, this.attention.element, this.music.element)), this.search.element, this.answerSection);
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

  update(): void {
    const { state } = this;
    const { mode, task } = state;
    const isRun = mode === 'run' || mode === 'answers';
    setAttribute(this.panel, 'data-mode', mode);
    setAttribute(this.panel, 'data-task', task);
    setHidden(this.empty.element, mode !== 'empty');
    setHidden(this.main, !isRun);
    this.updateOverviews();
    this.announcer.update(state);
    const id = state.run?.id ?? null;
    const isAnother = this.shownRun !== undefined && id !== this.shownRun;
    this.shownRun = id;
    if (isAnother) {
      this.curves.reset();
      this.search.reset();
      this.questions.reset();
      this.selection.follow();
    }
    if (isRun) this.updateRun();
  }

  /** Asks a sentence that the editor sent, as if it had been typed here; the first of them is shown. */
  ask(sources: readonly string[]): void {
    void this.questions.askAll(sources).catch((error: unknown) => this.showFault(error));
  }

  /** Where the reader had scrolled to before the panel was hidden. */
  restoreScroll(): void {
    requestAnimationFrame(() => window.scrollTo({ top: this.preferences.current.scroll }));
  }

  showFault(error: unknown): void {
    setText(this.fault, messageOf(error));
    setHidden(this.fault, false);
  }

  private updateOverviews(): void {
    const { state, panel } = this;
    const place = <T extends { readonly element: HTMLElement }>(page: T): T => { panel.append(page.element); return page; };
    if (state.bottleneck !== null) (this.bottleneck ??= place(new BottleneckPage(this.theme, this.channel))).update(state.bottleneck);
    if (state.comparison !== null) (this.comparison ??= place(new ComparisonPage(this.theme, this.preferences))).update(state.comparison);
    if (this.bottleneck !== null) setHidden(this.bottleneck.element, state.mode !== 'bottleneck');
    if (this.comparison !== null) setHidden(this.comparison.element, state.mode !== 'comparison');
  }

  private updateRun(): void {
    const { state, selection } = this;
    const { mode, task } = state;
    const isTranslation = task === 'translation';
    if (isTranslation) this.questions.update();
    const moments = momentsOf(state, isTranslation ? selection.subject(state.timeline)?.key ?? null : null);
    const asked = this.questions.lookAt(moments[selection.index(moments)] ?? null);
    this.header.update(state);
    this.baselines.update(state);
    setHidden(this.curves.element, mode !== 'run');
    if (mode === 'run') this.curves.update(state);
    this.timeline.update(state, moments, asked.isWaiting);

    this.search.update(state);
    this.music.update(state);
    setHidden(this.attention.element, !isTranslation);
    setHidden(this.promptForm.element, isTranslation);
    if (isTranslation) this.attention.update(state, asked, this.search);
    // A single answer stands over its heatmap already.
    setHidden(this.answerSection, isTranslation && mode === 'answers' && state.timeline.subjects.length === 1 && state.timeline.hasAttention);
    setHidden(this.answerHint, state.timeline.length > 0);
    setText(this.answerHint, noAnswer(state));
    setHidden(this.answers.element, state.timeline.length === 0);
    this.answers.update(state.timeline, task);
    setHidden(this.timeline.element.parentElement!, !isTranslation && state.timeline.length < 2);
  }

  /** In a narrow panel the heatmap of a chosen row may be out of sight. */
  private showChosen(): void {
    if (!this.attention.element.hidden) this.attention.element.scrollIntoView({ block: 'nearest' });
  }
}
