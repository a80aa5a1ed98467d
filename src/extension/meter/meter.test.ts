import { mkdtemp, readFile, rm, writeFile, appendFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { editDistance, shareKept } from './editDistance';
import { noFigures, ratiosOf, type Figures } from './figures';
import { FiguresCounter } from './figuresCounter';
import { dayOf, FiguresStore } from './figuresStore';
import { addHistograms, quantile, withLatency, type Histogram } from './histogram';
import { meterText } from './meterText';
import { lastDays, statisticsHtml } from './statisticsHtml';

const doc = 'file:///letter.txt';

/** A counter with a clock of its own, and a document that changes as it is told. */
function writing(text = '') {
  const clock = { time: 1000 };
  const counter = new FiguresCounter(() => clock.time);
  const state = { text };
  const change = (offset: number, removed: number, inserted: string): void => {
    state.text = state.text.slice(0, offset) + inserted + state.text.slice(offset + removed);
    counter.changed(doc, [{ offset, removed, text: inserted }], 'novel');
  };
  return {
    clock, counter, state, change,
    type: (words: string) => { for (const character of words) change(state.text.length, 0, character); },
    offer: (id: number, ...texts: string[]) => counter.offered({ id, document: doc, offset: state.text.length, texts, model: 'novel' }, 5),
    judge: () => counter.judge((_document, start, end) => state.text.slice(start, end)),
    figures: (): Figures => counter.counted.get('novel') ?? noFigures,
  };
}

describe('a suggestion', () => {
  it('counts as seen after 750 ms, not before', () => {
    const { clock, counter, type, offer, figures } = writing('Once ');
    offer(1, 'upon a time');
    clock.time += 749;
    type('x');
    expect(figures().seen).toBe(0);
    offer(2, 'files');
    clock.time += 750;
    counter.moved(doc, 0);
    expect(figures()).toMatchObject({ seen: 1, accepted: 0 });
  });

  it('is one suggestion while it is typed along', () => {
    const { clock, counter, type, offer, figures } = writing('Once ');
    offer(1, 'upon a time');
    clock.time += 500;
    type('u');
    offer(2, 'pon a time');
    clock.time += 500;
    counter.moved(doc, 6);
    counter.endOffer();
    expect(figures()).toMatchObject({ seen: 1, accepted: 0, typedCharacters: 1, keystrokesSaved: 0 });
  });

  it('accepted whole saves its length less one key, and counts as seen however quick', () => {
    const { counter, change, offer, figures } = writing('Once ');
    const id = offer(7, 'upon a time');
    change(5, 0, 'upon a time');
    counter.committed(id);
    expect(figures()).toMatchObject({ seen: 1, accepted: 1, acceptedCharacters: 11, keystrokesSaved: 10, typedCharacters: 0 });
  });

  it('accepted word by word is one suggestion with a key a word', () => {
    const { counter, change, offer, figures } = writing('Once ');
    offer(1, 'upon a time');
    change(5, 0, 'upon');
    offer(2, ' a time');
    change(9, 0, ' a');
    counter.endOffer();
    expect(figures()).toMatchObject({ seen: 1, accepted: 1, acceptedCharacters: 6, keystrokesSaved: 4 });
  });

  it('of one character is accepted by its command, which typing it does not run', () => {
    const typed = writing('cat');
    typed.offer(1, 's');
    typed.type('s');
    typed.counter.endOffer();
    expect(typed.figures()).toMatchObject({ acceptedCharacters: 0, typedCharacters: 1 });
    const accepted = writing('cat');
    const id = accepted.offer(1, 's');
    accepted.change(3, 0, 's');
    accepted.counter.committed(id);
    expect(accepted.figures()).toMatchObject({ accepted: 1, acceptedCharacters: 1, keystrokesSaved: 0 });
  });

  it('is not accepted by what is inserted elsewhere, replaces something or reads otherwise', () => {
    for (const [offset, removed, text] of [[0, 0, 'upon'], [3, 2, 'upon'], [5, 0, 'under']] as const) {
      const { counter, change, offer, figures } = writing('Once ');
      offer(1, 'upon a time');
      change(offset, removed, text);
      counter.endOffer();
      expect(figures().acceptedCharacters, text).toBe(0);
    }
  });

  it('may be any of the candidates', () => {
    const { counter, change, offer, figures } = writing('Once ');
    offer(1, 'upon a time', 'more unto');
    change(5, 0, 'more');
    change(9, 0, ' unto');
    counter.endOffer();
    expect(figures()).toMatchObject({ seen: 1, acceptedCharacters: 9, keystrokesSaved: 7 });
  });

  it('is followed to its end where the model changes its mind after a part of it', () => {
    const { counter, change, type, offer, figures } = writing('Once ');
    offer(1, 'upon a time', 'a village of clay houses');
    type('a'); // or its first word accepted, which looks the same
    offer(2, ' careful person'); // the editor keeps showing the rest of the village
    change(6, 0, ' village of clay houses');
    counter.endOffer();
    expect(figures()).toMatchObject({ accepted: 1, acceptedCharacters: 23, keystrokesSaved: 22 });
  });

  it('that was replaced where it stood cannot be accepted any more', () => {
    const { counter, change, offer, figures } = writing('Once ');
    offer(1, 'upon a time');
    offer(2, 'more');
    change(5, 0, 'upon');
    counter.endOffer();
    expect(figures().acceptedCharacters).toBe(0);
  });

  it('whose command comes late counts once', () => {
    const { counter, change, offer, figures } = writing('Once ');
    const id = offer(1, 'upon a time');
    change(5, 0, 'upon a time');
    offer(2, ' there lived');
    counter.committed(id);
    expect(figures()).toMatchObject({ acceptedCharacters: 11, accepted: 1 });
  });
});

describe('accepted text', () => {
  const accept = (text: string) => {
    const it = writing('Once ');
    const id = it.offer(1, text);
    it.change(5, 0, text);
    it.counter.committed(id);
    return it;
  };

  it('is judged after 30 s', () => {
    const { clock, judge, figures } = accept('upon a time');
    clock.time += 29_999;
    judge();
    expect(figures().judged).toBe(0);
    clock.time += 1;
    judge();
    expect(figures()).toMatchObject({ judged: 1, kept: 1 });
    judge();
    expect(figures().judged).toBe(1);
  });

  it.each([
    ['two thirds left', 9, 3, '', 0], // of "abcdefghi" 6 of 9: 66.7 %
    ['one letter changed', 6, 1, 'x', 1], ['all deleted', 5, 9, '', 0], ['its end cut with what follows', 12, 2, '', 1], ['its start cut with what stands before', 2, 6, '', 0],
  ])('with %s', (_what, offset, removed, inserted, kept) => {
    const { clock, change, judge, figures } = accept('abcdefghi');
    change(offset, removed, inserted);
    clock.time += 30_000;
    judge();
    expect(figures()).toMatchObject({ judged: 1, kept });
  });

  it('is found again after edits before and behind it', () => {
    const { clock, change, judge, figures, state } = accept('upon a time');
    change(16, 0, ' there was');
    change(0, 0, 'Well, ');
    change(0, 3, '');
    clock.time += 30_000;
    judge();
    expect(state.text).toBe('l, Once upon a time there was');
    expect(figures()).toMatchObject({ judged: 1, kept: 1 });
  });

  it('of a closed document is judged at once', () => {
    const { counter, figures, state } = accept('upon a time');
    counter.closed(doc, (_document, start, end) => state.text.slice(start, end));
    expect(figures()).toMatchObject({ judged: 1, kept: 1 });
  });
});

it('counts as typed what a key types: no paste, no deletion', () => {
  const { type, change, figures } = writing();
  type('abc 학');
  change(5, 0, 'a whole paragraph');
  change(0, 3, '');
  change(0, 0, '\n  ');
  expect(figures().typedCharacters).toBe(6);
});

it.each([['', '', 0], ['kitten', 'sitting', 3], ['abc', '', 3], ['flaw', 'lawn', 2]])('measures the edits from %j to %j', (a, b, distance) => {
  expect(editDistance(a, b)).toBe(distance);
  expect(editDistance(b, a)).toBe(distance);
});

it('tells the share that is kept', () => {
  expect(shareKept('abcd', 'abcd')).toBe(1);
  expect(shareKept('abcd', 'abc')).toBe(0.75);
  expect(shareKept('ab', 'something else')).toBe(0);
});

describe('percentiles', () => {
  const of = (times: readonly number[]): Histogram => times.reduce<Histogram>(withLatency, {});

  it('are right to 5 %', () => {
    const times = Array.from({ length: 1000 }, (_, i) => 1 + i / 10);
    for (const [share, exact] of [[0.5, 50.9], [0.9, 90.9]] as const) expect(Math.abs(quantile(of(times), share)! / exact - 1)).toBeLessThan(0.05);
  });

  it('add up', () => {
    expect(addHistograms(of([1, 2]), of([2, 50]))).toEqual(of([1, 2, 2, 50]));
    expect(quantile({}, 0.5)).toBeNull();
  });
});

it('makes ratios of figures, and none of nothing', () => {
  const figures = { ...noFigures, seen: 8, accepted: 2, acceptedCharacters: 40, keystrokesSaved: 30, typedCharacters: 60, judged: 4, kept: 3 };
  expect(ratiosOf(figures)).toMatchObject({ saved: 0.3, acceptance: 0.25, persistence: 0.75 });
  expect(ratiosOf(noFigures)).toEqual({ saved: null, acceptance: null, persistence: null, p50: null, p90: null });
  expect(meterText(figures)).toBe('$(keyboard) 30 saved · 30 %');
});

describe('figures on disk', () => {
  let folder = '';
  beforeEach(async () => { folder = await mkdtemp(join(tmpdir(), 'figures-')); });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const figures = (saved: number): Figures => ({ ...noFigures, keystrokesSaved: saved, latency: { 30: saved } });

  it('add up by day and model, the newest day first', async () => {
    const store = new FiguresStore(join(folder, 'statistics'));
    expect(await store.read()).toEqual([]);
    await store.add('2026-01-30', new Map([['novel', figures(2)]]));
    await store.add('2026-01-31', new Map([['novel', figures(3)], ['poems', figures(5)]]));
    store.addNow('2026-01-31', new Map([['novel', figures(4)]]));
    expect(await store.read()).toEqual([
      { day: '2026-01-31', model: 'novel', figures: figures(7) }, { day: '2026-01-31', model: 'poems', figures: figures(5) }, { day: '2026-01-30', model: 'novel', figures: figures(2) },
    ]);
    await store.clear();
    expect(await store.read()).toEqual([]);
  });

  it('survive torn and foreign lines, and are compacted once the day is over', async () => {
    const store = new FiguresStore(folder);
    for (const saved of [1, 2, 3]) await store.add('2026-01-30', new Map([['novel', figures(saved)]]));
    await appendFile(join(folder, '2026-01-30.jsonl'), '{"model":"no\n{"model":"x","figures":{"seen":-1}}\n');
    await writeFile(join(folder, 'notes.txt'), 'not ours');
    await store.add('2026-01-31', new Map([['novel', figures(1)]]));
    await store.add('2026-01-31', new Map([['novel', figures(1)]]));
    await store.compact('2026-01-31');
    expect((await readFile(join(folder, '2026-01-30.jsonl'), 'utf8')).trim().split('\n')).toHaveLength(1);
    expect((await readFile(join(folder, '2026-01-31.jsonl'), 'utf8')).trim().split('\n')).toHaveLength(2);
    expect(await store.read()).toEqual([{ day: '2026-01-31', model: 'novel', figures: figures(2) }, { day: '2026-01-30', model: 'novel', figures: figures(6) }]);
  });

  it('call a day by the clock on the wall', () => { expect(dayOf(new Date(2026, 0, 5, 23, 59))).toBe('2026-01-05'); });
});

describe('the page of statistics', () => {
  const figures: Figures = { ...noFigures, seen: 10, accepted: 4, acceptedCharacters: 50, keystrokesSaved: 46, typedCharacters: 50, judged: 4, kept: 3, latency: withLatency({}, 8) };

  it('shows totals, days and models', () => {
    const html = statisticsHtml([{ day: '2026-01-31', model: '<novel>', figures }, { day: '2026-01-30', model: 'poems', figures }], '2026-01-31');
    expect(html).toContain('<span class="value">92</span>');
    expect(html).toContain('<th scope="row">2026-01-30</th><td>46</td><td>46 %</td><td>10</td><td>40 %</td><td>75 %</td>');
    expect(html).toContain('&#60;novel&#62;');
    expect(html).not.toContain('<novel>');
    expect(html).not.toContain('<script');
  });

  it('says so where nothing was counted', () => { expect(statisticsHtml([], '2026-01-31')).toContain('Nothing has been counted yet'); });
  it('counts days across months', () => { expect(lastDays('2026-03-01', 3)).toEqual(['2026-02-27', '2026-02-28', '2026-03-01']); });
});
