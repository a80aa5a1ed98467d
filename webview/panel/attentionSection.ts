/** The attention of one sentence: chosen among the held-out ones or typed, at the moment that the timeline shows. */
import '@vscode-elements/elements/dist/vscode-single-select/index.js';
import '@vscode-elements/elements/dist/vscode-option/index.js';
import { checkpointOfPlace } from '../../src/protocol/insight';
import type { VscodeSingleSelect } from '@vscode-elements/elements/dist/vscode-single-select/index.js';
import { Alignment } from '../heatmap/alignment';
import { AttentionHeatmap } from '../heatmap/attentionHeatmap';
import { h, setHidden, setText } from '../lib/dom';
import { formatEpoch, formatExact } from '../lib/format';
import type { ThemeWatcher } from '../lib/theme';
import { button } from './button';
import { noAnswer, setting } from './describeRun';
import type { PanelChannel } from './host';
import type { SearchSection } from './searchSection';
import type { PanelState } from './panelState';
import type { Subject } from './sampleTimeline';
import type { Selection } from './selection';

/** Longer pairs of sentences without attention are shortened, each by itself; the table below has them whole. */
const LONG_PAIR = 240;

/** What the checkpoint looked at has to say of the sentence. */
export interface Asked {
  /** Its answer is awaited, and an older one shown meanwhile. */
  readonly isWaiting: boolean;
  /** Why it gave none; null where it did not refuse. */
  readonly problem: string | null;
}

export class AttentionSection {
  readonly element: HTMLElement;
  private readonly heatmap: AttentionHeatmap;
  private readonly alignment: Alignment;
  private readonly problem = h('p', { class: 'notice error', role: 'alert', hidden: true });
  private readonly select: VscodeSingleSelect;
  private readonly picker: HTMLElement;
  private readonly sentence = h('p', { class: 'pair', attributes: { dir: 'auto' } });
  private readonly caption = h('p', { class: 'muted caption' });
  private readonly absent: HTMLElement;
  private readonly absentText = h('p');
  private readonly waiting = h('p', { class: 'muted' });
  private shownOptions = '';

  constructor(theme: ThemeWatcher, private readonly selection: Selection, channel: PanelChannel, watchForm: HTMLElement) {
    this.heatmap = new AttentionHeatmap(theme);
    this.alignment = new Alignment(theme, (place) => this.heatmap.lightWord(place));
    this.select = h('vscode-single-select', { id: 'sentence' });
    this.select.label = 'Sentence';
    this.select.addEventListener('change', () => selection.choose(this.select.value));
    this.picker = h('div', { class: 'picker' }, this.select);
    this.absent = h('div', { class: 'absent', hidden: true }, h('h3', {}, 'This translator has no attention'), this.absentText,
      button({ id: 'train-to-compare', label: 'Train One with Attention', icon: 'add', isSecondary: true, onClick: async () => { await channel.request('panel/command', { command: 'trainWithAttention' }).catch(() => null); } }));
    this.element = h('section', { class: 'attention', attributes: { 'aria-labelledby': 'attention-title' } },
      h('div', { class: 'section-head' }, h('h2', { id: 'attention-title' }, 'Attention'), this.caption), this.picker, watchForm, this.problem, this.sentence, this.alignment.element, this.waiting, this.heatmap.element, this.absent);
  }

  /** @param search its chosen output, if there is one, is shown in place of the answer */
  update(state: PanelState, asked: Asked, search: Pick<SearchSection, 'chosen'>): void {
    const { timeline, run } = state;
    const hasNone = run !== null && setting(run, 'model.attention') === 'none' && !timeline.hasAttention;
    const answer = this.selection.answer(timeline);
    const chosen = search.chosen;
    const output = chosen?.output.text ?? answer?.item.output ?? null;
    const attention = chosen === null ? answer?.item.attention ?? null : chosen.output.attention;
    const source = this.selection.subject(timeline)?.source ?? '';
    setHidden(this.absent, !hasNone);
    setHidden(this.heatmap.element, attention === null);
    this.alignment.hide(attention === null);
    setHidden(this.sentence, output === null || attention !== null);
    setHidden(this.picker, timeline.subjects.length < 2);
    setHidden(this.waiting, hasNone || attention !== null);
    setText(this.waiting, asked.isWaiting ? 'The checkpoint is being asked …' : output === null ? noAnswer(state) : 'No attention was recorded with this answer.');
    setText(this.problem, asked.problem ?? '');
    setHidden(this.problem, asked.problem === null);
    this.element.classList.toggle('asking', asked.isWaiting);
    if (hasNone) {
      const hidden = setting(run, 'model.hidden');
      setText(this.absentText, `Its encoder hands the decoder one vector${hidden === null ? '' : ` of ${formatExact(Number(hidden))} numbers`}, however long the sentence is: everything must pass through that bottleneck, `
        + 'and there is no looking back at single words that could be drawn here. Train the same experiment with attention and compare the two, above all on long sentences.');
    }
    this.showOptions(timeline.subjects, this.selection.subject(timeline));
    setText(this.caption, this.describe(state, asked, chosen));
    if (output !== null) this.showPair(source, output);
    if (attention === null) return;
    this.heatmap.show(attention);
    this.alignment.show(attention, run === null || setting(run, 'tokenizer.unit') !== 'char');
  }

  private describe(state: PanelState, { isWaiting }: Asked, chosen: SearchSection['chosen']): string {
    const answer = this.selection.answer(state.timeline);
    if (chosen !== null) return `output ${chosen.index + 1} of the search`;
    if (isWaiting) return 'asking this checkpoint …';
    if (answer === null || state.mode !== 'run') return '';
    return checkpointOfPlace(answer.step) === null ? 'by the mean of the last checkpoints, the best' : `as of step ${formatExact(answer.step)}, epoch ${formatEpoch(Math.round(answer.epoch * 10) / 10)}`;
  }

  /** Source and answer as plain text: where there is no attention to align them by. */
  private showPair(source: string, output: string): void {
    this.sentence.classList.toggle('long', source.length + output.length > LONG_PAIR);
    const pair = `${source}\n${output}`;
    if (this.sentence.dataset['pair'] === pair) return;
    this.sentence.dataset['pair'] = pair;
    this.sentence.replaceChildren(h('span', {}, source), h('span', { class: 'muted', attributes: { 'aria-label': 'becomes' } }, ' → '), h('span', {}, output));
  }

  private showOptions(subjects: readonly Subject[], chosen: Subject | null): void {
    const wanted = subjects.map(({ key }) => key).join('\u0000');
    if (wanted !== this.shownOptions) {
      this.shownOptions = wanted;
      this.select.replaceChildren(...subjects.map(({ key, source }) => {
        const option = h('vscode-option', {}, source);
        option.value = key;
        return option;
      }));
    }
    if (chosen !== null && this.select.value !== chosen.key) this.select.value = chosen.key;
  }
}
