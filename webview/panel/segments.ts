/** One choice of a few, side by side: radio buttons, so that the arrow keys and screen readers know them. */
import { h } from '../lib/dom';

export function segments<T extends string>(name: string, label: string, options: readonly { value: T; text: string }[], chosen: T, onChoose: (value: T) => void): HTMLElement {
  return h('div', { class: 'segments', role: 'radiogroup', attributes: { 'aria-label': label } }, ...options.map(({ value, text }) => {
    const input = h('input', { attributes: { type: 'radio', name, value }, on: { change: () => onChoose(value) } });
    input.checked = value === chosen;
    return h('label', {}, input, h('span', {}, text));
  }));
}
