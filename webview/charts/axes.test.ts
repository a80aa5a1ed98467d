import { describe, expect, it } from 'vitest';
import { linearRange, logRange, logSplits } from './axes';

describe('a logarithmic axis', () => {
  it('has round ticks, fewer where there is no room', () => {
    expect(logSplits(1.5, 4000, 4)).toEqual([10, 100, 1000]);
    expect(logSplits(1.5, 40, 5)).toEqual([2, 5, 10, 20]);
    expect(logSplits(0.0015, 0.0048, 4)).toEqual([0.0015, 0.002, 0.003]);
    expect(logSplits(1e-9, 1e9, 4).length).toBeLessThanOrEqual(4);
  });

  it('leaves room above and below, and survives having nothing', () => {
    const [low, high] = logRange(1, 100);
    expect([low < 1, high > 100, high / 100]).toEqual([true, true, expect.closeTo(1 / low, 9)]);
    expect(logRange(null, null)).toEqual([0.1, 1]);
  });
});

describe('a linear axis', () => {
  it('does not go below its floor', () => {
    expect(linearRange(1, 11, 0)).toEqual([expect.closeTo(0.2, 9), expect.closeTo(11.8, 9)]);
    expect(linearRange(0.1, 10, 0)[0]).toBe(0);
    expect(linearRange(2, 2)).toEqual([expect.closeTo(1.84, 9), expect.closeTo(2.16, 9)]); // a single point
    expect(linearRange(null, null)).toEqual([0, 1]);
  });
});
