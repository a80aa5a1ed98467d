import { describe, expect, it } from 'vitest';
import { formatClock, formatCompact, formatDuration, formatEpoch, formatExact, formatLoss, formatPerplexity, formatShare, formatSmall, formatWeight, plural } from './format';

describe('numbers as people read them', () => {
  it.each([
    [0, '0'], [7.25, '7.3'], [847, '847'], [999.6, '1k'], [12_345, '12.3k'], [999_499, '999k'], [1_234_567, '1.23\u00a0M'], [4_560_000_000, '4.56\u00a0G'], [NaN, '–'],
  ])('formatCompact(%s) is %s', (value, wanted) => expect(formatCompact(value)).toBe(wanted));

  it.each([
    [0.2, 'under 1 s'], [42.4, '42 s'], [59.7, '1 min'], [250, '4 min 10 s'], [3599.9, '1 h 00 min'], [7500, '2 h 05 min'], [97_200, '1 d 3 h'], [Infinity, '–'],
  ])('formatDuration(%s) is %s', (value, wanted) => expect(formatDuration(value)).toBe(wanted));

  it.each([[0, '0'], [30, '30 s'], [120, '2 min'], [90, '1:30 min'], [7200, '2 h'], [5400, '1:30 h']])('formatClock(%s) is %s', (value, wanted) => expect(formatClock(value)).toBe(wanted));

  it.each([[2.3141, '2.314'], [0.01234, '0.0123'], [0.000012, '1.2e-5'], [0, '0'], [12_345, '12.3k']])('formatLoss(%s) is %s', (value, wanted) => expect(formatLoss(value)).toBe(wanted));

  it.each([[1.034, '1.03'], [42.71, '42.7'], [1234.4, '1,234'], [1_234_567, '1.23\u00a0M']])('formatPerplexity(%s) is %s', (value, wanted) => expect(formatPerplexity(value)).toBe(wanted));

  it.each([[0.002, '0.002'], [0.000125, '0.000125'], [0.0000125, '1.25e-5'], [1, '1'], [0, '0']])('formatSmall(%s) is %s', (value, wanted) => expect(formatSmall(value)).toBe(wanted));

  it('keeps shares, weights, epochs and counts short', () => {
    expect(formatShare(0.9821)).toBe('98.2 %');
    expect(formatShare(1)).toBe('100 %');
    expect(formatWeight(0.834)).toBe('0.83');
    expect(formatWeight(0.0834, 3)).toBe('0.083');
    expect(formatEpoch(3)).toBe('3');
    expect(formatEpoch(3.256)).toBe('3.26');
    expect(formatExact(4210)).toBe('4,210');
    expect(plural(1, 'word')).toBe('1 word');
    expect(plural(4210, 'word')).toBe('4,210 words');
  });
});
