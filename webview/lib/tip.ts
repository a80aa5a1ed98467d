/** A short explanation on hover and on keyboard focus, read aloud as the description of its element; Escape closes it. */
import { h, setText } from './dom';

let nextId = 1;

export interface Tip { setText(text: string): void }

/** @param target gets focus and a description; it should be a control or have a tabindex. */
export function attachTip(target: HTMLElement): Tip {
  const bubble = h('div', { class: 'tip', id: `tip-${nextId++}`, role: 'tooltip', hidden: true });
  document.body.append(bubble);
  target.setAttribute('aria-describedby', bubble.id);
  const show = (): void => {
    if (bubble.textContent === '') return;
    bubble.hidden = false;
    const at = target.getBoundingClientRect();
    placeTip(bubble, at.left, at.bottom + 6, at.height + 12);
  };
  const hide = (): void => { bubble.hidden = true; };
  target.addEventListener('pointerenter', show);
  target.addEventListener('pointerleave', hide);
  target.addEventListener('focus', show);
  target.addEventListener('blur', hide);
  target.addEventListener('keydown', (event) => { if (event.key === 'Escape') hide(); });
  return { setText: (text) => setText(bubble, text) };
}

/** Puts a fixed bubble at a point of the window, moved so that it stays inside; `flip` is how far up it goes where there is no room below. */
export function placeTip(bubble: HTMLElement, x: number, y: number, flip: number): void {
  const { width, height } = bubble.getBoundingClientRect();
  const left = Math.max(4, Math.min(x, window.innerWidth - width - 4));
  const top = y + height + 4 > window.innerHeight ? Math.max(4, y - flip - height) : y;
  bubble.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
}
