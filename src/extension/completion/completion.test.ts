import { describe, expect, it } from 'vitest';
import { contextStart, wholeLines } from './context';
import { fitSuggestion } from './filter';
import { isSuggestionWanted, type GateInput } from './gate';
import { PrefixCache } from './prefixCache';

/** The text on both sides of the cursor, which is written `|`. */
function at(line: string): { lineBefore: string; lineAfter: string } {
  const [lineBefore, lineAfter] = line.split('|');
  return { lineBefore, lineAfter };
}

describe('the gate', () => {
  const wanted = (line: string, changes: Partial<GateInput> = {}): boolean =>
    isSuggestionWanted({ isExplicit: false, lastEdit: 'typed', hasSelectedCompletion: false, ...at(line), ...changes });

  it.each(['Once upon a |', 'Once upon a ti|', '|', 'He said |"', 'Korean: 학교|', 'a b| (c)'])('is open at %j', (line) => {
    expect(wanted(line)).toBe(true);
  });

  it.each(['Once up|on a', 'Once |upon a', '학|교'])('is closed before or inside a word at %j', (line) => {
    expect(wanted(line)).toBe(false);
  });

  it('is open between words when asked for', () => {
    expect(wanted('Once |upon a', { isExplicit: true })).toBe(true);
    expect(wanted('On|ce', { isExplicit: true })).toBe(false);
  });

  it('is closed after a deletion and after undo, unless asked for', () => {
    for (const lastEdit of ['deleted', 'undone'] as const) {
      expect(wanted('Once |', { lastEdit })).toBe(false);
      expect(wanted('Once |', { lastEdit, isExplicit: true })).toBe(true);
    }
  });

  it('is closed on lines that are data', () => {
    expect(wanted(`${'x '.repeat(3000)}|`)).toBe(false);
  });
});

describe('the context', () => {
  it('begins at a place that stays put while one types', () => {
    const starts = new Set(Array.from({ length: 1000 }, (_, typed) => contextStart(12_500 + typed)));
    expect([...starts]).toEqual([11_000]);
    expect([contextStart(0), contextStart(2499), contextStart(2500)]).toEqual([0, 0, 1000]);
  });

  it('does not begin inside a line, or at least not inside a word', () => {
    const rest = `${'word '.repeat(200)}`;
    expect(wholeLines(`alf a line\n${rest}`, false)).toBe(rest);
    expect(wholeLines(`alf a line\n${rest}`, true)).toBe(`alf a line\n${rest}`);
    expect(wholeLines('alf a line', false)).toBe('a line');
    expect(wholeLines(`${rest}\nend`, false)).toBe(`${rest.slice(5)}\nend`);
  });
});

describe('the filter', () => {
  const fit = (text: string, line: string): string | null => fitSuggestion(text, at(line).lineBefore, at(line).lineAfter);

  it('lets a plain suggestion through', () => {
    expect(fit(' upon a time', 'Once|')).toBe(' upon a time');
  });

  it('does not double the space that is typed', () => {
    expect(fit(' upon', 'Once |')).toBe('upon');
    expect(fit(' Once', '|')).toBe('Once');
  });

  it('ends with the line', () => {
    expect(fit('the end.\nNext', 'It was |')).toBe('the end.');
    expect(fit('\nNext', 'It was|')).toBeNull();
  });

  it.each([['brown fox', 'the quick | brown fox jumps'], ['brown', 'the quick | Brown fox'], ['.', 'the end|.'], ['brown fox jumps', 'quick | brown fox']])('drops %j at %j', (text, line) => {
    expect(fit(text, line)).toBeNull();
  });

  it('cuts what is repeated to the right, at whole words', () => {
    expect(fit('quick brown', 'the |brown fox')).toBe('quick ');
    expect(fit('quick brown', 'the | brown fox')).toBe('quick');
    expect(fit('a cat', 'it was | tin')).toBe('a cat');
    expect(fit('said."', 'he |"')).toBe('said.');
  });

  it('shows no mere space', () => {
    expect(fit('  ', 'a|')).toBeNull();
  });
});

describe('the cache', () => {
  it('goes on with the suggestion while it is typed along', () => {
    const cache = new PrefixCache();
    cache.add('Once', ' upon a time');
    expect(cache.find('Once')).toBe(' upon a time');
    expect(cache.find('Once up')).toBe('on a time');
    expect(cache.find('Once upon a')).toBe(' time');
    expect(cache.find('Once upon a time')).toBeUndefined();
    expect(cache.find('Once in')).toBeUndefined();
    expect(cache.find('Twice')).toBeUndefined();
  });

  it('remembers that there was nothing', () => {
    const cache = new PrefixCache();
    cache.add('zq', null);
    expect(cache.find('zq')).toBeNull();
    expect(cache.find('zqx')).toBeUndefined();
  });

  it('compares only the text right before the cursor, which a moving context start does not change', () => {
    const cache = new PrefixCache();
    const text = 'many words '.repeat(100);
    cache.add(text, 'of joy');
    expect(cache.find(`${text.slice(500)}of`)).toBe(' joy');
  });

  it('prefers the newest and forgets the oldest', () => {
    const cache = new PrefixCache(2);
    cache.add('a', 'bcd');
    cache.add('ab', 'xyz');
    expect(cache.find('ab')).toBe('xyz');
    cache.add('c', 'd');
    expect(cache.find('a')).toBeUndefined();
    cache.clear();
    expect(cache.find('c')).toBeUndefined();
  });
});
