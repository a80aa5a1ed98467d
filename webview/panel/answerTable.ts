/** What the model says: each input with its reference and the present answer, words that differ marked; a row chooses its sentence. */
import { h, setAttribute, setHidden, setText } from '../lib/dom';
import { icon } from '../lib/icons';
import type { Answer, SampleTimeline, Subject } from './sampleTimeline';
import type { Selection } from './selection';
import { diffWords, type DiffPart } from './wordDiff';

interface Row {
  readonly element: HTMLElement;
  readonly choose: HTMLButtonElement;
  readonly reference: HTMLElement;
  readonly output: HTMLElement;
  shown: string;
}

export class AnswerTable {
  readonly element: HTMLElement;
  private readonly body = h('div', { class: 'answer-body', role: 'rowgroup' });
  private readonly referenceHead = h('span', { role: 'columnheader' }, 'Reference');
  private readonly inputHead = h('span', { role: 'columnheader' }, 'Input');
  private readonly outputHead = h('span', { role: 'columnheader' }, 'Output');
  private readonly rows = new Map<string, Row>();
  private isMirror = false;

  constructor(private readonly selection: Selection, private readonly onChoose: () => void) {
    this.element = h('div', { class: 'answers', role: 'table', attributes: { 'aria-label': 'What the model says' } },
      h('div', { class: 'answer-head', role: 'rowgroup' }, h('div', { class: 'answer', role: 'row' }, this.inputHead, this.referenceHead, this.outputHead)), this.body);
  }

  update(timeline: SampleTimeline, task: 'translation' | 'language-model'): void {
    const { step } = this.selection;
    const { subjects } = timeline;
    const hasReference = subjects.some(({ reference }) => reference !== null);
    this.isMirror = task === 'language-model';
    this.element.classList.toggle('without-reference', !hasReference);
    setHidden(this.referenceHead, !hasReference);
    setText(this.inputHead, this.isMirror ? 'Prompt' : 'Input');
    setText(this.outputHead, this.isMirror ? 'The model goes on' : 'Output');
    setText(this.referenceHead, this.isMirror ? 'The text went on' : 'Reference');

    const present = new Set(subjects.map(({ key }) => key));
    for (const [key, row] of this.rows) if (!present.has(key)) { row.element.remove(); this.rows.delete(key); }
    const chosen = this.selection.subject(timeline)?.key;
    subjects.forEach((subject, i) => {
      const row = this.rows.get(subject.key) ?? this.makeRow(subject);
      if (this.body.children[i] !== row.element) this.body.insertBefore(row.element, this.body.children[i] ?? null);
      setHidden(row.reference, !hasReference);
      row.element.classList.toggle('chosen', subject.key === chosen);
      setAttribute(row.choose, 'aria-pressed', String(subject.key === chosen));
      this.showAnswer(row, subject, timeline.answer(subject.key, step), timeline.previous(subject.key, step));
    });
  }

  private makeRow(subject: Subject): Row {
    const choose = h('button', { class: 'source', attributes: { type: 'button', dir: 'auto' }, on: { click: () => { this.selection.choose(subject.key); this.onChoose(); } } }, subject.source);
    const output = h('span', { role: 'cell', class: 'output', attributes: { dir: 'auto' } });
    const reference = h('span', { role: 'cell', class: 'reference', attributes: { dir: 'auto' } });
    const input = h('span', { role: 'cell', class: 'input' }, choose, subject.watched ? h('span', { class: 'tag' }, 'yours') : null);
    const row: Row = { element: h('div', { class: 'answer', role: 'row' }, input, reference, output), choose, reference, output, shown: '\u0000' };
    this.rows.set(subject.key, row);
    return row;
  }

  private showAnswer(row: Row, subject: Subject, answer: Answer | null, previous: Answer | null): void {
    const output = answer?.item.output ?? '';
    if (row.shown === output) return;
    const isFirst = row.shown === '\u0000';
    row.shown = output;
    const { reference } = subject;
    if (output === '') row.output.replaceChildren(h('span', { class: 'muted' }, answer === null ? 'not asked yet' : '(nothing)'));
    else if (reference === null || this.isMirror) row.output.replaceChildren(output);
    else {
      const diff = diffWords(output, reference);
      row.output.replaceChildren(...marked(diff.output, 'del'));
      row.reference.replaceChildren(...marked(diff.reference, 'ins'));
      if (output === reference) row.output.append(right());
    }
    if (reference !== null && (this.isMirror || output === '')) setText(row.reference, reference);
    // A short glow where the answer changed since the moment before.
    if (!isFirst && previous !== null && previous.item.output !== output) {
      row.output.classList.remove('fresh');
      void row.output.offsetWidth;
      row.output.classList.add('fresh');
    }
  }
}

/** `mark` elements whose looks differ in more than colour. */
const marked = (parts: readonly DiffPart[], kind: 'del' | 'ins'): (Node | string)[] => parts.map(({ text, changed }) => (changed ? h('mark', { class: kind }, text) : text));

function right(): HTMLElement {
  return h('span', { class: 'right', title: 'The same as the reference' }, icon('check'), h('span', { class: 'visually-hidden' }, 'the same as the reference'));
}
