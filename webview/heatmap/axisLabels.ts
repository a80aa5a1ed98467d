/** The words beside a matrix: real text, so that it is sharp, in any script, ends in an ellipsis and is whole in its tooltip. */
import { h, setText } from '../lib/dom';
import { labelSize, type LabelAngle } from './layout';

export class AxisLabels {
  readonly element: HTMLElement;
  private readonly labels: HTMLElement[] = [];
  private lit = -1;

  constructor(private readonly side: 'row' | 'column') {
    this.element = h('div', { class: `heat-${side}s`, attributes: { 'aria-hidden': 'true' } });
  }

  show(words: readonly string[], cell: number, limit: number, angle: LabelAngle): void {
    while (this.labels.length > words.length) this.labels.pop()!.remove();
    while (this.labels.length < words.length) {
      const label = h('span');
      this.labels.push(label);
      this.element.append(label);
    }
    this.element.dataset['angle'] = String(angle);
    this.element.style.fontSize = `${labelSize(cell)}px`;
    words.forEach((word, i) => {
      const label = this.labels[i];
      setText(label, printable(word));
      if (label.title !== word) label.title = word;
      label.style.maxWidth = `${angle === 0 && this.side === 'column' ? cell : limit}px`;
      const middle = `${(i + 0.5) * cell}px`;
      if (this.side === 'row') label.style.top = middle; else label.style.left = middle;
    });
  }

  /** Makes one word stand out; -1 for none. */
  light(index: number): void {
    if (index === this.lit) return;
    this.labels[this.lit]?.classList.remove('lit');
    this.labels[index]?.classList.add('lit');
    this.lit = index;
  }
}

/** Blank tokens are to be seen: a space is a token of its own for characters. */
export function printable(word: string): string {
  return word.replaceAll(' ', '␣').replaceAll('\n', '↵').replaceAll('\t', '⇥') || '∅';
}

let context: CanvasRenderingContext2D | null = null;

/** Width of the widest word in CSS pixels. */
export function widest(words: readonly string[], font: string): number {
  context ??= document.createElement('canvas').getContext('2d')!;
  context.font = font;
  return words.reduce((width, word) => Math.max(width, context!.measureText(printable(word)).width), 0);
}
