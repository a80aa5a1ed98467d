import { describe, expect, it } from 'vitest';
import { headOf, splitTunes } from './splitTunes';

const one = 'X:1\nT:One\nM:4/4\nK:C\nCDEF GABc|\n';
const two = 'X:2\nT:Two\nM:6/8\nK:G\nGBd gdB|\n';

describe('splitting tunes', () => {
  it('finds each with its place, and leaves out what stands before and between', () => {
    const text = `written by a model\n\n${one}\nsome words\n\n${two}`;
    const tunes = splitTunes(text);
    expect(tunes.map(({ abc }) => abc)).toEqual([one, two]);
    for (const { abc, start } of tunes) expect(text.slice(start, start + abc.length)).toBe(abc);
  });

  it('ends a tune at the next X: where the empty line is missing', () => {
    expect(splitTunes(one + two).map(({ abc }) => abc)).toEqual([one, two]);
  });

  it('reads any line ends, and a text that breaks off', () => {
    expect(splitTunes(one.replaceAll('\n', '\r\n'))).toEqual([{ abc: one, start: 0 }]);
    expect(splitTunes(one.replaceAll('\n', '\r'))[0].abc).toBe(one);
    expect(splitTunes('X:1\nT:bro')).toEqual([{ abc: 'X:1\nT:bro\n', start: 0 }]);
  });

  it('forgives an empty line inside a head, but not after it', () => {
    expect(splitTunes('X:1\nT:a\n\nM:4/4\nK:C\nCDEF|\n\nmore|\n')).toEqual([{ abc: 'X:1\nT:a\nM:4/4\nK:C\nCDEF|\n', start: 0 }]);
  });

  it('finds none in other text', () => {
    expect(splitTunes('')).toEqual([]);
    expect(splitTunes('Dear X: how are you?\n aX:1\n')).toEqual([]);
  });
});

describe('the head of a tune', () => {
  it('has the first field of each letter up to K:, without comments', () => {
    expect(Object.fromEntries(headOf('X:1\nT:a % b\nT:second\nM: 4/4\nK:Am\nL:1/4\nabc|\n'))).toEqual({ X: '1', T: 'a', M: '4/4', K: 'Am' });
  });
});
