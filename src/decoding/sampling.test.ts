import { describe, expect, it } from 'vitest';
import { RandomStream } from '../random/philox';
import { topP } from './processors';
import { sampleToken } from './sampling';
import { argMax, topIndices } from './selection';
import { logSumExp } from './logSumExp';

describe('sampling', () => {
  it('draws each token as often as its probability says, and forbidden ones never', () => {
    const probabilities = [0.5, 0, 0.3, 0.2];
    const logits = Float32Array.from(probabilities, Math.log);
    const random = new RandomStream(3, 'test');
    const draws = 20_000;
    const counts = [0, 0, 0, 0];
    for (let i = 0; i < draws; i++) counts[sampleToken(logits, random)]++;
    expect(counts[1]).toBe(0);
    // Four standard deviations of a binomial count.
    probabilities.forEach((p, token) => expect(Math.abs(counts[token] - draws * p)).toBeLessThanOrEqual(4 * Math.sqrt(draws * p * (1 - p))));
  });

  it('is a function of the seed', () => {
    const logits = new Float32Array(50);
    const draw = (seed: number): number[] => { const random = new RandomStream(seed, 'x'); return Array.from({ length: 20 }, () => sampleToken(logits, random)); };
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  it('refuses to draw from nothing', () => {
    expect(() => sampleToken(new Float32Array(3).fill(-Infinity), new RandomStream(1, 'x'))).toThrow(/no token/);
  });

  it('draws the likeliest alone from a tiny nucleus', () => {
    const logits = Float32Array.from([1, 2, 3, 2.9]);
    topP(0.1)(logits, []);
    const random = new RandomStream(1, 'x');
    for (let i = 0; i < 50; i++) expect(sampleToken(logits, random)).toBe(2);
  });
});

describe('the normalizer and selection', () => {
  it('does not overflow', () => {
    expect(logSumExp(Float32Array.from([1000, 1000]))).toBeCloseTo(1000 + Math.LN2, 3);
    expect(logSumExp(Float32Array.from([-Infinity]))).toBe(-Infinity);
  });

  it('finds the largest, the first of equals', () => {
    expect(argMax([1, 5, 5, 2])).toBe(1);
    expect(argMax([1, 5, 9, 2], 2)).toBe(0);
    expect(argMax([-Infinity, NaN])).toBe(-1);
    expect(topIndices([1, 5, -Infinity, 5, 3, NaN], 3)).toEqual([1, 3, 4]);
    expect(topIndices([1, -Infinity], 5)).toEqual([0]);
  });
});
