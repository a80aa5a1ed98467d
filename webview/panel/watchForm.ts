/** A line in which the reader types a sentence or a prompt of their own. What is refused stays in it, with the reason. */
import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import type { VscodeTextfield } from '@vscode-elements/elements/dist/vscode-textfield/index.js';
import { h, setHidden, setText } from '../lib/dom';
import { button } from './button';
import { messageOf } from './host';
import type { Preferences } from './preferences';

export class WatchForm {
  readonly element: HTMLElement;
  private readonly field: VscodeTextfield;
  private readonly problem = h('p', { class: 'notice error', role: 'alert', hidden: true });
  private readonly submit;
  private isAsking = false;

  constructor(private readonly preferences: Preferences, id: string, label: string, private readonly onAsk: (source: string) => Promise<void>) {
    this.field = h('vscode-textfield', { id });
    this.field.placeholder = label;
    this.field.label = label;
    this.field.value = preferences.current.draft;
    this.field.addEventListener('input', () => preferences.set({ draft: this.field.value }));
    this.field.addEventListener('keydown', (event) => { if (event.key === 'Enter' && !event.isComposing) void this.ask(); });
    this.submit = button({ id: `${id}-submit`, label: 'Show', icon: 'play', isSecondary: true, onClick: () => this.ask() });
    this.element = h('div', { class: 'watch', role: 'group', attributes: { 'aria-label': label } }, this.field, this.submit, this.problem);
  }

  private async ask(): Promise<void> {
    const source = this.field.value.trim();
    if (source === '' || this.isAsking) return;
    this.isAsking = true;
    setHidden(this.problem, true);
    this.element.classList.add('asking');
    try {
      await this.onAsk(source);
      this.field.value = '';
      this.preferences.set({ draft: '' });
    } catch (error) {
      setText(this.problem, messageOf(error));
      setHidden(this.problem, false);
    } finally {
      this.isAsking = false;
      this.element.classList.remove('asking');
    }
  }
}
