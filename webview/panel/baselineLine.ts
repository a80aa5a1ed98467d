/** One line under the header of a language model's run: whether it beats the simple models of its own training text. */
import type { Baselines } from '../../src/protocol/language';
import { h, setAttribute, setHidden, setText } from '../lib/dom';
import { judge } from './baselineText';
import type { PanelChannel } from './host';
import type { PanelState } from './panelState';
import './baselineLine.css';

export class BaselineLine {
  readonly element: HTMLElement;
  private readonly badge = h('strong', { class: 'badge' });
  private readonly text = h('span', {});
  /** Of the run that is shown, once they are there. */
  private baselines: Baselines | null = null;
  private run: string | null = null;
  /** What was shown when they were last asked for: a validation later they may be there. */
  private askedAt = '';

  constructor(private readonly channel: PanelChannel, private readonly redraw: () => void) {
    this.element = h('p', { class: 'baselines', hidden: true }, this.badge, ' ', this.text);
  }

  update(state: PanelState): void {
    const id = state.run?.id ?? null;
    if (id !== this.run) [this.run, this.baselines, this.askedAt] = [id, null, ''];
    if (state.mode === 'run' && state.task === 'language-model' && this.baselines === null) this.ask(state);
    setHidden(this.element, this.baselines === null || state.mode !== 'run');
    if (this.baselines === null) return;
    const { standing, badge, text } = judge(state.best?.loss ?? null, this.baselines);
    setAttribute(this.element, 'data-standing', standing);
    setText(this.badge, badge);
    setText(this.text, text);
  }

  private ask({ run, validations }: PanelState): void {
    const moment = `${run?.id} ${validations.length}`;
    if (moment === this.askedAt) return;
    this.askedAt = moment;
    const asked = this.run;
    this.channel.request('panel/baselines', null).then((baselines) => {
      if (baselines === null || this.run !== asked) return;
      this.baselines = baselines;
      this.redraw();
    }, () => { /* a panel without this line is still a panel; the next validation asks again */ });
  }
}
