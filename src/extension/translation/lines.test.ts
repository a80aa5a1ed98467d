import { expect, it } from 'vitest';
import { chunksOf, joinLines, splitLines } from './lines';

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
