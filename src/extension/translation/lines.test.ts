import { expect, it } from 'vitest';
import { chunksOf, joinLines, linesWith, splitLines } from './lines';

const shout = (selection: string, eol = '\n'): string => {
  const lines = splitLines(selection);
  return joinLines(lines, lines.filter(({ text }) => text !== '').map(({ text }) => text.toUpperCase()), eol);
};

it.each([
  ['one', 'ONE'], ['  one \n\n\ttwo', '  ONE \n\n\tTWO'], ['- one\n  1. two\n> # three', '- ONE\n  1. TWO\n> # THREE'], ['-1 is less', '-1 IS LESS'], ['', ''], ['\n', '\n'], ['한국어', '한국어'],
])('%j becomes %j', (given, wanted) => {
  expect(shout(given)).toBe(wanted);
});

it('writes the line ends of the document', () => {
  expect(shout('a\r\nb', '\r\n')).toBe('A\r\nB');
});

it('cuts into chunks and loses nothing', () => {
  expect(chunksOf([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
  expect(chunksOf([], 2)).toEqual([]);
});

it('takes long runs of white space in its stride', () => {
  const line = `a${' '.repeat(200_000)}b${' '.repeat(200_000)}`;
  expect(splitLines(line)[0].text).toHaveLength(200_002);
  expect(splitLines(' '.repeat(200_000))).toEqual([{ before: ' '.repeat(200_000), text: '', after: '' }]);
});

it('counts the lines that hold so many sentences, with the empty ones between', () => {
  const lines = splitLines('\none\n\n\ntwo\nthree\n');
  expect([0, 1, 2, 3].map((count) => linesWith(lines, count))).toEqual([0, 2, 5, 6]);
});
