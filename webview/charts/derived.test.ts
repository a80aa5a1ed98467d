import { describe, expect, it } from 'vitest';
import { RunTable } from '../panel/runTable';
import { DerivedColumn, positive, smoothedPerplexity, smoother } from './derived';

const report = (step: number, loss: number) => ({
  kind: 'progress' as const, step, totalSteps: 100, epoch: 0, totalEpochs: 1, loss, learningRate: 1, gradientNorm: 1, tokensPerSecond: 1, elapsedSeconds: step, secondsLeft: 0,
});

describe('smoothing', () => {
  it('leaves a constant as it is from the first value on', () => {
    const smooth = smoother(0.9);
    for (let i = 0; i < 5; i++) expect(smooth(3)).toBeCloseTo(3, 12);
  });

  it('weighs the newest value by 1 − w over 1 − wⁿ', () => {
    const smooth = smoother(0.5);
    smooth(4);
    expect(smooth(1)).toBeCloseTo((0.25 * 4 + 0.5 * 1) / 0.75, 12);
    expect(smooth(null)).toBeNull();
  });

  it('is the identity at weight 0', () => {
    const smooth = smoother(0);
    expect([smooth(5), smooth(2)]).toEqual([5, 2]);
  });

  it('turns a loss into its perplexity, and an overflow into a gap', () => {
    const perplexity = smoothedPerplexity(0);
    expect(perplexity(Math.log(40))).toBeCloseTo(40, 9);
    expect(perplexity(1000)).toBeNull();
  });
});

describe('a derived column', () => {
  it('maps each value once while the table grows, and all again after a rewrite', () => {
    let calls = 0;
    const column = new DerivedColumn(() => (value) => { calls++; return value; });
    const table = new RunTable();
    for (let step = 1; step <= 10; step++) { table.appendProgress(report(step, step)); column.of(table, table.columns.loss); }
    expect(calls).toBe(10);
    table.appendProgress(report(5, 50));
    expect(column.of(table, table.columns.loss)).toEqual([1, 2, 3, 4, 50]);
    expect(calls).toBe(15);
  });

  it('drops what a logarithmic axis cannot show', () => {
    const table = new RunTable();
    table.appendProgress(report(1, 0));
    table.appendProgress(report(2, 2));
    expect(new DerivedColumn(positive).of(table, table.columns.loss)).toEqual([null, 2]);
  });
});
