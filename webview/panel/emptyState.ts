/** What the panel shows before anything was trained: the two ways to begin. */
import { h, setHidden, setText } from '../lib/dom';
import { icon, type IconName } from '../lib/icons';
import { messageOf, type PanelChannel, type PanelCommand } from './host';

export class EmptyState {
  readonly element: HTMLElement;
  private readonly problem = h('p', { class: 'notice error', role: 'alert', hidden: true });

  constructor(private readonly channel: PanelChannel) {
    this.element = h('main', { class: 'empty', attributes: { 'aria-labelledby': 'empty-title' } },
      h('h1', { id: 'empty-title' }, 'Nothing has been trained here yet'),
      h('p', { class: 'muted' }, 'Take a text file of your own and watch a model learn it, on this machine.'),
      h('div', { class: 'choices' },
        this.choice('trainTranslator', 'translate', 'Train a Translator', 'From pairs of lines: two languages, questions and answers, dates and their standard form. See its attention form.'),
        this.choice('trainLanguageModel', 'text', 'Train a Next-Word Model', 'From any prose: it learns how your text goes on, and completes your sentences as you type.')),
      this.problem);
  }

  private choice(command: PanelCommand, picture: IconName, title: string, text: string): HTMLElement {
    return h('button', { class: 'choice', id: `begin-${command}`, attributes: { type: 'button' }, on: { click: () => void this.begin(command) } }, icon(picture), h('strong', {}, title), h('span', { class: 'muted' }, text));
  }

  private async begin(command: PanelCommand): Promise<void> {
    setHidden(this.problem, true);
    try {
      await this.channel.request('panel/command', { command });
    } catch (error) {
      setText(this.problem, messageOf(error));
      setHidden(this.problem, false);
    }
  }
}
