/** The attention of one sentence: chosen among the held-out ones or typed, at the moment that the timeline shows. */
import '@vscode-elements/elements/dist/vscode-single-select/index.js';
import '@vscode-elements/elements/dist/vscode-option/index.js';
import type { VscodeSingleSelect } from '@vscode-elements/elements/dist/vscode-single-select/index.js';
import { AttentionHeatmap } from '../heatmap/attentionHeatmap';
import { h, setHidden, setText } from '../lib/dom';
import { formatEpoch, formatExact } from '../lib/format';
import type { ThemeWatcher } from '../lib/theme';
import { button } from './button';
import { noAnswer, setting } from './describeRun';
import type { PanelChannel } from './host';
import type { PanelState } from './panelState';
import type { Subject } from './sampleTimeline';
import type { Selection } from './selection';

/** Longer pairs of sentences are shortened over the heatmap, each by itself; the table below has them whole. */
const LONG_PAIR = 240;

export class AttentionSection {
  readonly element: HTMLElement;
  private readonly heatmap: AttentionHeatmap;
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
    this.select = h('vscode-single-select', { id: 'sentence' });
    this.select.label = 'Sentence';
    this.select.addEventListener('change', () => selection.choose(this.select.value));
    this.picker = h('div', { class: 'picker' }, this.select);
    this.absent = h('div', { class: 'absent', hidden: true }, h('h3', {}, 'This translator has no attention'), this.absentText,
      button({ id: 'train-to-compare', label: 'Train One with Attention', icon: 'add', isSecondary: true, onClick: async () => { await channel.request('panel/command', { command: 'trainTranslator' }).catch(() => null); } }));
    this.element = h('section', { class: 'attention', attributes: { 'aria-labelledby': 'attention-title' } },
      h('div', { class: 'section-head' }, h('h2', { id: 'attention-title' }, 'Attention'), this.caption), this.picker, watchForm, this.sentence, this.waiting, this.heatmap.element, this.absent);
  }

  update(state: PanelState): void {
    const { timeline, run } = state;
    const hasNone = run !== null && setting(run, 'model.attention') === 'none' && !timeline.hasAttention;
    const answer = this.selection.answer(timeline);
    const attention = answer?.item.attention ?? null;
    setHidden(this.absent, !hasNone);
    setHidden(this.heatmap.element, attention === null);
    setHidden(this.sentence, hasNone || answer === null);
    setHidden(this.picker, hasNone || timeline.subjects.length < 2);
    setHidden(this.waiting, hasNone || attention !== null);
    setText(this.waiting, answer === null ? noAnswer(state) : 'No attention was recorded with this answer.');
    if (hasNone) {
      const hidden = setting(run, 'model.hidden');
      setText(this.absentText, `Its encoder hands the decoder one vector${hidden === null ? '' : ` of ${formatExact(Number(hidden))} numbers`}, however long the sentence is: everything must pass through that bottleneck, `
        + 'and there is no looking back at single words that could be drawn here. Train the same text with "attention": "additive" and compare the two, above all on long sentences.');
    }
    this.showOptions(timeline.subjects, this.selection.subject(timeline));
    setText(this.caption, answer === null || state.mode !== 'run' || timeline.length < 2 ? '' : `as of step ${formatExact(answer.step)}, epoch ${formatEpoch(Math.round(answer.epoch * 10) / 10)}`);
    if (answer === null) return;
    this.sentence.classList.toggle('long', answer.item.source.length + answer.item.output.length > LONG_PAIR);
    const pair = `${answer.item.source}\n${answer.item.output}`;
    if (this.sentence.dataset['pair'] !== pair) {
      this.sentence.dataset['pair'] = pair;
      this.sentence.replaceChildren(h('span', {}, answer.item.source), h('span', { class: 'muted', attributes: { 'aria-label': 'becomes' } }, ' → '), h('span', {}, answer.item.output));
    }
    if (attention !== null) this.heatmap.show(attention);
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
