import { describe, expect, it } from 'vitest';
import { samplesItself, teacherForcingAt } from './teacherForcing';

const shares = (setting: Parameters<typeof teacherForcingAt>[0], epochs: readonly number[]): number[] => epochs.map((epoch) => teacherForcingAt(setting, epoch));
const from1To = (end: number, shape: 'linear' | 'exponential' | 'inverse-sigmoid') => ({ start: 1, end, epochs: 4, shape });

describe('the share of right tokens', () => {
  it('is a number as it is, in every epoch', () => expect(shares(0.75, [0, 3, 100])).toEqual([0.75, 0.75, 0.75]));
  it('falls in a line and stays at its end', () => expect(shares(from1To(0.5, 'linear'), [0, 1, 2, 4, 9])).toEqual([1, 0.875, 0.75, 0.5, 0.5]));
  it('falls by the same factor each epoch', () => expect(shares(from1To(0.0625, 'exponential'), [0, 1, 2, 3, 4, 5])).toEqual([1, 0.5, 0.25, 0.125, 0.0625, 0.0625]));

  it('falls slowly, fast and slowly, and meets both ends', () => {
    const [first, second, third, fourth, last, after] = shares(from1To(0.2, 'inverse-sigmoid'), [0, 1, 2, 3, 4, 7]);
    expect([first, third, last, after]).toBeAllclose([1, 0.6, 0.2, 0.2], { rtol: 1e-12 });
    expect(first - second).toBeCloseTo(0.8 * 0.0698, 3); // (σ(−2.5) − σ(−5)) / (σ(5) − σ(−5))
    expect(third - fourth).toBeGreaterThan(5 * (fourth - last));
  });

  it('asks for the loop that knows its own tokens unless every token is the right one', () => {
    expect([1, 0.9, 0, from1To(1, 'linear')].map(samplesItself)).toEqual([false, true, true, true]);
  });
});
