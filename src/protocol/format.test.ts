import { expect, it } from 'vitest';
import { firstLine, formatAge, formatCount, formatDuration, formatLoss, formatShare, plural } from './format';

it.each([[0, '0 s'], [59.4, '59 s'], [59.6, '1 min'], [61, '1 min 1 s'], [240, '4 min'], [650, '11 min'], [3599, '1 h'], [4800, '1 h 20 min'], [36_600, '10 h'], [7200, '2 h'],
  [Infinity, 'unknown time'], [NaN, 'unknown time'], [-1, 'unknown time']])('%d seconds is %s', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});

it.each([[0, '0 %'], [0.349, '34 %'], [0.9999, '99 %'], [1, '100 %'], [-0.1, '0 %'], [NaN, '0 %']])('a share of %d is %s', (share, text) => {
  expect(formatShare(share)).toBe(text);
});

it.each([[1.8249, '1.82'], [123.4, '123'], [0.0341, '0.0341'], [NaN, 'NaN'], [Infinity, 'Infinity']])('a loss of %d is %s', (loss, text) => {
  expect(formatLoss(loss)).toBe(text);
});

it.each([[950, '950'], [12_345, '12.3k'], [1_200_000, '1.20 M'], [123_456_789, '123 M'], [9_999.6, '10.0k'], [999_960, '1.00 M'], [NaN, '–']])('%d is %s', (count, text) => {
  expect(formatCount(count)).toBe(text);
});

it('the first line is shortened without breaking a character', () => {
  expect(firstLine('one\ntwo')).toBe('one …');
  expect(firstLine('  one\n')).toBe('one');
  expect(firstLine('abcdef', 3)).toBe('abc…');
  expect(firstLine('ab😀cd', 3)).toBe('ab…');
});

it('plurals', () => {
  expect([plural(1, 'pair'), plural(12_000, 'pair')]).toEqual(['1 pair', '12,000 pairs']);
});

it.each([[0, 'just now'], [59_000, 'just now'], [300_000, '5 min ago'], [3 * 3_600_000, '3 h ago'], [72 * 3_600_000, '3 days ago'], [-5000, 'just now']])('%d ms later: %s', (ms, text) => {
  expect(formatAge(new Date(1e12), new Date(1e12 + ms))).toBe(text);
});
