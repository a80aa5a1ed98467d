import '@vscode-elements/elements/dist/vscode-button/index.js';
import type { VscodeButton } from '@vscode-elements/elements/dist/vscode-button/index.js';
import { h } from '../lib/dom';
import { icon, type IconName } from '../lib/icons';

export interface ButtonOptions {
  readonly id: string;
  readonly label: string;
  readonly icon: IconName;
  readonly isSecondary?: boolean;
  /** A promise keeps the button disabled until it settles, so that nothing is asked twice. */
  onClick(): void | Promise<void>;
}

/** A button of the editor's own look. */
export function button(options: ButtonOptions): VscodeButton {
  const element = h('vscode-button', { id: options.id }, options.label);
  element.secondary = options.isSecondary ?? false;
  const picture = icon(options.icon);
  picture.setAttribute('slot', 'content-before');
  element.prepend(picture);
  element.addEventListener('click', () => {
    if (element.disabled) return;
    const result = options.onClick();
    if (result === undefined) return;
    element.disabled = true;
    void result.finally(() => { element.disabled = false; });
  });
  return element;
}
