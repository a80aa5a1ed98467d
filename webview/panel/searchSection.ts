/** How an answer was searched for at one checkpoint: the n best outputs, the tree of words, and words that the reader gives. */
import { checkpointOfPlace, placeOf, type BeamNode, type SearchOutput } from '../../src/protocol/insight';
import { h, setAttribute, setHidden, setText } from '../lib/dom';
import { formatExact, plural } from '../lib/format';
import { icon } from '../lib/icons';
import type { ThemeWatcher } from '../lib/theme';
import { printable } from '../heatmap/axisLabels';
import type { GivenToken } from '../tree/beamLayout';
import { BeamTreeView } from '../tree/beamTreeView';
import { setting } from './describeRun';
import type { PanelChannel } from './host';
import { checkpointAt } from './moments';
import { OutputList } from './outputList';
import type { PanelState } from './panelState';
import type { Preferences } from './preferences';
import { Searches, type SearchAnswer } from './searches';
import { segments } from './segments';
import type { Selection } from './selection';

const widths = [1, 2, 3, 5, 8, 12];

export class SearchSection {
  readonly element: HTMLElement;
  /** What is chosen of the n best, with its place; null: the answer that the timeline has. */
  chosen: { readonly output: SearchOutput; readonly index: number } | null = null;
  private readonly searches: Searches;
  private readonly tree: BeamTreeView;
  private readonly list = new OutputList((index) => this.choose(index));
  private readonly caption = h('p', { class: 'muted caption', id: 'search-caption', attributes: { 'aria-live': 'polite' } });
  private readonly toggle = h('button', { class: 'fold', id: 'search-toggle', attributes: { type: 'button' }, on: { click: () => this.fold() } }, icon('menu'), h('span', {}, 'Beam search'));
  private readonly body = h('div', { class: 'search-body' });
  private readonly width = h('div');
  private readonly chips = h('div', { class: 'chips', role: 'group', hidden: true, attributes: { 'aria-label': 'Words given by you' } });
  private readonly problem = h('p', { class: 'notice error', role: 'alert', hidden: true });
  private readonly hint = h('p', { class: 'muted hint' }, 'Each step keeps the likeliest words. Click another word to force it: the output up to it is fixed, and the rest is searched anew.');
  private readonly pruned = h('button', { class: 'toggle', id: 'tree-pruned', attributes: { type: 'button' }, on: { click: () => { this.preferences.set({ pruned: !this.preferences.current.pruned }); this.redraw(); } } }, 'dropped words');
  private answer: SearchAnswer | null = null;
  private choice: number | null = null;
  /** The words given, and before that: for Undo. */
  private prefixes: readonly (readonly GivenToken[])[] = [[]];
  private shownWidth = -1;
  private about = '';
  private isOpen = false;

  /** @param redraw the reader chose something here */
  constructor(theme: ThemeWatcher, channel: PanelChannel, private readonly preferences: Preferences, private readonly selection: Selection, private readonly redraw: () => void) {
    this.searches = new Searches(channel, redraw);
    this.tree = new BeamTreeView(theme, (prefix) => this.force(prefix), (node) => this.chooseEnd(node));
    this.body.append(
      h('div', { class: 'search-controls' }, h('span', { class: 'muted' }, 'Beam width'), this.width, this.pruned, this.tree.zoomButtons),
      this.chips, this.problem, h('div', { class: 'search-parts' }, h('div', { class: 'tree-part' }, this.hint, this.tree.element), this.list.element));
    this.element = h('section', { class: 'search', attributes: { 'aria-labelledby': 'search-title' } },
      h('div', { class: 'section-head' }, h('h2', { id: 'search-title' }, this.toggle), this.caption), this.body);
  }

  /** Another run is shown, or this one was trained further. */
  reset(): void {
    this.searches.reset();
    this.answer = null;
    this.startAnew('');
  }

  update(state: PanelState): void {
    const subject = this.selection.subject(state.timeline);
    const isShown = state.task === 'translation' && subject !== null && state.checkpoints.length > 0 && (state.mode === 'run' || state.mode === 'answers');
    setHidden(this.element, !isShown);
    if (!isShown) { this.chosen = null; return; }
    if (this.about !== subject.key) this.startAnew(subject.key);
    this.isOpen = this.preferences.current.search ?? !state.running;
    this.toggle.setAttribute('aria-expanded', String(this.isOpen));
    setHidden(this.body, !this.isOpen);
    const checkpoint = checkpointAt(state.checkpoints, this.selection.step)!;
    if (!this.isOpen) {
      setText(this.caption, 'the n best outputs, and the tree of words that led to them');
      this.chosen = null;
      return;
    }
    const usual = Number(setting(state.run!, 'decoding.beam') ?? 5);
    this.showWidths(usual);
    const prefix = this.prefixes.at(-1)!;
    const answer = this.searches.get({ source: subject.source, checkpoint: checkpointOfPlace(placeOf(checkpoint)), beam: this.preferences.current.beam, prefix: prefix.map(({ raw }) => raw) });
    setText(this.caption, `${answer === null ? 'searching with' : 'by'} the ${checkpoint.mean ? 'mean of the last checkpoints' : `checkpoint of step ${formatExact(checkpoint.step)}`}${checkpoint.best ? ' (best)' : ''}`);
    this.element.classList.toggle('asking', answer === null);
    if (answer !== null) this.answer = answer; // while another is awaited, the one before stays
    this.showChips(prefix);
    this.showAnswer();
  }

  private showAnswer(): void {
    const { answer } = this;
    const tree = answer !== null && 'tree' in answer ? answer.tree : null;
    setText(this.problem, answer !== null && 'problem' in answer ? answer.problem : '');
    setHidden(this.problem, answer === null || !('problem' in answer));
    for (const part of [this.tree.element, this.list.element, this.hint, this.pruned]) setHidden(part, tree === null);
    this.chosen = null;
    if (tree === null) return;
    const { pruned } = this.preferences.current;
    this.pruned.setAttribute('aria-pressed', String(pruned));
    this.tree.show(tree, pruned);
    // Words that were given make an output that no sample has: it is shown at once.
    const index = this.choice ?? (tree.forced > 0 ? 0 : null);
    const output = index === null ? undefined : tree.outputs.at(index);
    if (index !== null && output !== undefined) this.chosen = { output, index };
    this.list.show(tree.outputs, this.chosen?.index ?? -1);
  }

  private startAnew(about: string): void {
    [this.about, this.choice, this.prefixes] = [about, null, [[]]];
  }

  private fold(): void {
    this.preferences.set({ search: !this.isOpen });
    this.redraw();
  }

  private choose(index: number): void {
    this.choice = this.choice === index ? null : index;
    this.redraw();
  }

  private chooseEnd(node: BeamNode): void {
    if (this.answer === null || !('tree' in this.answer)) return;
    const index = this.answer.tree.outputs.findIndex(({ logProbability }) => Math.abs(logProbability - node.logProbability) < 1e-6);
    if (index >= 0) this.choose(index);
  }

  private force(prefix: readonly GivenToken[]): void {
    this.prefixes = [...this.prefixes, prefix];
    this.choice = null;
    this.redraw();
  }

  private goBack(prefixes: readonly (readonly GivenToken[])[]): void {
    this.prefixes = prefixes;
    this.choice = null;
    this.redraw();
  }

  private showWidths(usual: number): void {
    if (this.shownWidth === usual) return;
    this.shownWidth = usual;
    const all = [...new Set([...widths, usual])].sort((a, b) => a - b);
    this.width.replaceChildren(segments('beam', 'Beam width', all.map((width) => ({ value: String(width), text: String(width) })), String(this.preferences.current.beam ?? usual), (width) => {
      this.preferences.set({ beam: Number(width) === usual ? null : Number(width) });
      this.choice = null;
      this.redraw();
    }));
  }

  private showChips(prefix: readonly GivenToken[]): void {
    setHidden(this.chips, prefix.length === 0);
    setAttribute(this.chips, 'aria-label', `${plural(prefix.length, 'word')} given by you`);
    const wanted = prefix.map(({ raw }) => raw).join('\u0000');
    if (this.chips.dataset['shown'] === wanted) return;
    this.chips.dataset['shown'] = wanted;
    this.chips.replaceChildren(h('span', { class: 'muted' }, 'Begins with'), ...prefix.map(({ token }, i) => h('button', {
      class: 'chip', title: 'Let go of this word and those after it', attributes: { type: 'button', 'aria-label': `Let go of ${printable(token)} and what follows` }, on: { click: () => this.force(prefix.slice(0, i)) },
    }, printable(token))),
    h('button', { class: 'toggle', id: 'force-undo', attributes: { type: 'button' }, on: { click: () => this.goBack(this.prefixes.slice(0, -1)) } }, 'Undo'),
    h('button', { class: 'toggle', id: 'force-reset', attributes: { type: 'button' }, on: { click: () => this.goBack([[]]) } }, 'Reset'));
  }
}
