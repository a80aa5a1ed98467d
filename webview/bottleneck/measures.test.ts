import { describe, expect, it } from 'vitest';
import type { LengthPoint, LengthSeries } from '../../src/protocol/insight';
import { bucketName, bucketsOf, conclude, curvesOf, describeSeries } from './measures';

const point = (from: number, bleu: number, count = 10): LengthPoint => ({ from, to: from + 4, count, bleu, chrf: bleu + 10, exact: bleu / 100 });
const series = (name: string, points: LengthPoint[], rest: Partial<LengthSeries> = {}): LengthSeries => ({ name, runId: name, runFolder: name, status: 'finished', step: 10, totalSteps: 10, bestValidationLoss: 1.25, points, ...rest });
const both = [series('without', [point(1, 40), point(6, 20), point(11, 5)]), series('with', [point(1, 42), point(6, 38, 0), point(16, 33)])];

describe('the curves', () => {
  it('stand over all buckets that any model has, with a gap where nothing was measured', () => {
    expect(bucketsOf(both).map(bucketName)).toEqual(['1–5', '6–10', '11–15', '16–20']);
    const { series: drawn, counts, places } = curvesOf({ series: both }, 'bleu');
    expect(drawn.map(({ y }) => y)).toEqual([[40, 20, 5, null], [42, null, null, 33]]);
    expect([counts, places?.[0]]).toEqual([[10, 10, 10, 10], '1–5']);
    expect(curvesOf({ series: both }, 'exact').series[0].y[0]).toBeCloseTo(40);
  });

  it('say in a sentence what they show, once all are measured', () => {
    expect(conclude({ series: both, unit: 'words' }, 'bleu')).toBe('From the shortest sentences (1–5 words) to the longest (16–20), BLEU goes: without from 40.0 to 5.0; with from 42.0 to 33.0.');
    expect(conclude({ series: [both[0], series('with', [])], unit: 'words' }, 'bleu')).toBe('');
  });
});

it('names buckets', () => {
  expect([bucketName({ from: 3, to: 3 }), bucketName({ from: 30, to: 44 })]).toEqual(['3', '30–44']);
});

it('tells how a training stands', () => {
  expect(describeSeries(series('a', [], { status: 'running', step: 1200, totalSteps: 5000, bestValidationLoss: null }))).toBe('training, step 1,200 of 5,000');
  expect(describeSeries(both[0])).toBe('finished, best validation loss 1.250, 30 sentences measured');
});
