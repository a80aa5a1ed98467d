import { describe, expect, it } from 'vitest';
import { epochsWithoutImprovement, learningRateAt, type SchedulePosition, type ScheduleSettings } from './schedules';

const settings = (schedule: ScheduleSettings['schedule'], more: Partial<ScheduleSettings> = {}): ScheduleSettings =>
  ({ schedule, learningRate: 0.8, warmupSteps: 0, decay: 0.5, decayAfter: 0, earlyStopping: null, ...more });
const at = (more: Partial<SchedulePosition>): SchedulePosition => ({ step: 0, totalSteps: 100, epoch: 0, costs: [], ...more });
const rates = (given: ScheduleSettings, positions: Partial<SchedulePosition>[]): number[] => positions.map((position) => learningRateAt(given, at(position)));

describe('learningRateAt', () => {
  it('constant stays', () => {
    expect(rates(settings('constant'), [{}, { step: 99, epoch: 9 }])).toEqual([0.8, 0.8]);
  });

  it('warms up in equal stairs and reaches the full rate at the last of them', () => {
    expect(rates(settings('constant', { warmupSteps: 4 }), [0, 1, 2, 3, 4].map((step) => ({ step })))).toBeAllclose([0.2, 0.4, 0.6, 0.8, 0.8]);
  });

  it('plateau decays once for each epoch that brought no new lowest loss', () => {
    const losses = [3, 2, 2, 2.5, 1.9, 1.9];
    expect(rates(settings('plateau'), losses.map((_, i) => ({ costs: losses.slice(0, i + 1) })))).toBeAllclose([0.8, 0.8, 0.4, 0.2, 0.2, 0.1]);
  });

  it('plateau decays where the loss is no number', () => {
    expect(rates(settings('plateau'), [{ costs: [3, NaN] }])).toBeAllclose([0.4]);
  });

  it('plateau takes no notice of less than minDelta', () => {
    expect(rates(settings('plateau', { earlyStopping: { patience: 3, metric: 'loss', minDelta: 0.2 } }), [{ costs: [3, 2.9, 2.75, 2.7] }])).toBeAllclose([0.2]);
  });

  it('exponential begins after decayAfter epochs, and never in the first', () => {
    const epochs = [0, 1, 2, 3, 4].map((epoch) => ({ epoch }));
    expect(rates(settings('exponential', { decayAfter: 3 }), epochs)).toBeAllclose([0.8, 0.8, 0.8, 0.4, 0.2]);
    expect(rates(settings('exponential'), epochs)).toBeAllclose([0.8, 0.4, 0.2, 0.1, 0.05]);
  });

  it('inverse-square-root peaks at the end of the warm-up', () => {
    expect(rates(settings('inverse-square-root', { warmupSteps: 4 }), [{ step: 1 }, { step: 3 }, { step: 15 }, { step: 63 }])).toBeAllclose([0.4, 0.8, 0.4, 0.2]);
  });

  it('cosine falls to zero after the warm-up', () => {
    expect(rates(settings('cosine', { warmupSteps: 20 }), [{ step: 20 }, { step: 60 }, { step: 100 }])).toBeAllclose([0.8, 0.4, 0]);
    expect(rates(settings('cosine', { warmupSteps: 200 }), [{ step: 99 }])).toBeAllclose([0.4]);
  });

  it('one-cycle rises to the peak and ends far below its beginning', () => {
    const positions = [0, 15, 30, 65, 100].map((step) => ({ step, totalSteps: 101 }));
    expect(rates(settings('one-cycle'), positions)).toBeAllclose([0.032, 0.416, 0.8, 0.4000016, 0.0000032]);
    expect(rates(settings('one-cycle', { warmupSteps: 50 }), [{ step: 50, totalSteps: 101 }])).toBeAllclose([0.8]);
    expect(rates(settings('one-cycle'), [{ totalSteps: 1 }])).toBeAllclose([0.8]);
  });
});

describe('epochsWithoutImprovement', () => {
  it.each([[[], 0], [[2], 0], [[2, 2], 1], [[2, 3, 1], 0], [[2, 1, 1, NaN], 2], [[NaN], 1]] as [number[], number][])('%j -> %i', (losses, wanted) => {
    expect(epochsWithoutImprovement(losses)).toBe(wanted);
  });

  it('counts from what was better by more than minDelta', () => {
    expect(epochsWithoutImprovement([3, 2.9, 2.8, 2.7], 0.25)).toBe(0);
    expect(epochsWithoutImprovement([3, 2.9, 2.8], 0.25)).toBe(2);
  });
});
