/** A list of tunes to choose from: each with a mark for whether it parses, and why not. */
import type { Tune } from '../../src/protocol/music';
import { h, setAttribute } from '../lib/dom';
import { icon } from '../lib/icons';

/** What is said of a tune in few words. */
export function describeTune({ parses, complete, problem, bars }: Tune): string {
  if (!parses) return problem ?? 'it does not parse';
  return complete ? `${bars} bars, all complete` : problem ?? 'some bars are not complete';
}

export class TuneList {
  readonly element = h('div', { class: 'tunes', role: 'group', attributes: { 'aria-label': 'Tunes' } });
  private shown = '';
  private rows: HTMLButtonElement[] = [];

  constructor(private readonly onChoose: (index: number) => void) {}

  update(tunes: readonly Tune[], chosen: number): void {
    const key = JSON.stringify(tunes.map(({ abc, problem }) => [abc, problem]));
    if (key !== this.shown) {
      this.shown = key;
      this.rows = tunes.map((tune, index) => this.row(tune, index));
      this.element.replaceChildren(...this.rows);
    }
    this.rows.forEach((row, index) => setAttribute(row, 'aria-pressed', String(index === chosen)));
  }

  private row(tune: Tune, index: number): HTMLButtonElement {
    const state = tune.complete ? 'complete' : tune.parses ? 'parses' : 'fails';
    const verdict = { complete: 'parses', parses: 'parses, with a wrong bar', fails: 'does not parse' }[state];
    return h('button', { class: 'tune', attributes: { type: 'button', 'data-state': state }, on: { click: () => this.onChoose(index) } },
      icon(state === 'fails' ? 'warning' : 'check'), h('span', { class: 'visually-hidden' }, `${verdict}: `),
      h('span', { class: 'tune-text' }, h('span', { class: 'tune-title' }, tune.title === '' ? 'without a title' : tune.title), h('span', { class: 'muted tune-note' }, describeTune(tune))));
  }
}
