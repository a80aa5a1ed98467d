/** The training panel's part for models of ABC notation: what they composed at the newest validation, and a way to have them compose more. */
import type { Tune } from '../../src/protocol/music';
import { USUAL_TEMPERATURE } from '../../src/protocol/music';
import { h, setHidden, setText } from '../lib/dom';
import { formatEpoch } from '../lib/format';
import { button } from '../panel/button';
import { messageOf, type PanelChannel } from '../panel/host';
import type { PanelState } from '../panel/panelState';
import { MusicView } from './musicView';

export class MusicSection {
  readonly element: HTMLElement;
  private readonly view: MusicView;
  private readonly summary = h('p', { class: 'muted', id: 'tunes-summary' });
  private readonly problem = h('p', { class: 'notice error', role: 'alert', hidden: true });
  private readonly seed = numberField('compose-seed', 'Seed', { value: 1000, min: 0, step: 1 });
  private readonly temperature = numberField('compose-temperature', 'Temperature', { value: USUAL_TEMPERATURE, min: 0, max: 2, step: 0.05 });
  /** Asked for here, the newest first; of this run alone. */
  private composed: Tune[] = [];
  private shownRun: string | null = null;
  private shownStep = -1;
  private validated: readonly Tune[] = [];
  /** Newer tunes that wait for the end of the one that is heard. */
  private waiting: PanelState | null = null;

  constructor(private readonly channel: PanelChannel) {
    this.view = new MusicView({ save: (tune) => channel.request('panel/saveTune', tune), rested: () => { if (this.waiting) this.update(this.waiting); } });
    const compose = button({ id: 'compose', label: 'Compose Another', icon: 'add', onClick: () => this.compose() });
    this.element = h('section', { class: 'music-section', hidden: true, attributes: { 'aria-labelledby': 'tunes-title' } },
      h('div', { class: 'section-head' }, h('h2', { id: 'tunes-title' }, 'Tunes'), this.summary),
      h('div', { class: 'compose', role: 'group', attributes: { 'aria-label': 'Compose' } }, compose, this.seed.label, this.temperature.label), this.problem, this.view.element);
  }

  update(state: PanelState): void {
    const { run, validations } = state;
    this.waiting = null;
    const isMusic = run?.notation === 'abc';
    setHidden(this.element, !isMusic);
    if (!isMusic) return;
    if (run.id !== this.shownRun) [this.shownRun, this.shownStep, this.composed] = [run.id, -1, []];
    const newest = validations.findLast(({ tunes }) => tunes !== undefined);
    setText(this.summary, newest === undefined
      ? 'The first tunes come with the first validation after an epoch.'
      : `${percent(newest.tunesParsed)} of ${newest.tunes!.length} parse, ${percent(newest.tunesComplete)} with all bars complete, at epoch ${formatEpoch(newest.epoch)}`);
    if (newest === undefined || newest.step === this.shownStep) return;
    if (this.view.isPlaying) {
      this.waiting = state;
      return;
    }
    this.shownStep = newest.step;
    this.validated = newest.tunes!;
    this.view.update([...this.composed, ...this.validated]);
  }

  private async compose(): Promise<void> {
    setHidden(this.problem, true);
    const seed = this.seed.field.valueAsNumber;
    const temperature = this.temperature.field.valueAsNumber;
    try {
      if (!this.seed.field.checkValidity() || !this.temperature.field.checkValidity()) throw new Error('Give a whole number as the seed and a temperature from 0 to 2.');
      const { tunes } = await this.channel.request('panel/compose', { count: 1, seed, temperature });
      this.seed.field.value = String(seed + 1);
      this.composed = [...tunes, ...this.composed];
      this.view.update([...this.composed, ...this.validated], 0);
    } catch (error) {
      setText(this.problem, messageOf(error));
      setHidden(this.problem, false);
    }
  }
}

const percent = (share = 0): string => `${Math.round(100 * share)} %`;

function numberField(id: string, name: string, { value, min, max, step }: { value: number; min: number; max?: number; step: number }): { readonly field: HTMLInputElement; readonly label: HTMLElement } {
  const field = h('input', { id, class: 'number', attributes: { type: 'number', required: '', min: String(min), step: String(step), ...(max === undefined ? {} : { max: String(max) }) } });
  field.value = String(value);
  return { field, label: h('label', { class: 'slider' }, h('span', {}, name), field) };
}
