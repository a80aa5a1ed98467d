import { describe, expect, it } from 'vitest';
import type { ProgressReport } from '../../protocol/run';
import { ReportHistory, ThinnedList } from './reportHistory';

describe('ThinnedList', () => {
  it('keeps everything while there is room', () => {
    expect(new ThinnedList(10, [1, 2, 3]).toArray()).toEqual([1, 2, 3]);
  });

  it('stays bounded, evenly spread, and keeps the first and the newest', () => {
    const list = new ThinnedList<number>(100);
    for (let i = 0; i < 12_345; i++) list.add(i);
    const kept = list.toArray();
    expect(kept.length).toBeLessThanOrEqual(101);
    expect(kept.length).toBeGreaterThanOrEqual(50);
    expect([kept[0], kept.at(-1), list.last]).toEqual([0, 12_344, 12_344]);
    const gaps = kept.slice(1, -1).map((value, index) => value - kept[index]);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(2 * Math.min(...gaps));
  });
});

it('a history sorts reports by kind and goes on from what a resumed run reported before', () => {
  const progress = (step: number): ProgressReport => ({
    kind: 'progress', step, totalSteps: 9, epoch: 0, totalEpochs: 1, loss: 1, learningRate: 1, gradientNorm: 1, tokensPerSecond: 1, elapsedSeconds: 1, secondsLeft: 1,
  });
  const history = new ReportHistory({ progress: [progress(1)], validation: [], samples: [] });
  history.add(progress(2));
  history.add(progress(7));
  history.add(progress(2)); // resumed from a checkpoint at step 1
  history.add({ kind: 'validation', step: 2, epoch: 1, loss: 2, perplexity: 7, accuracy: 0, best: true });
  history.add({ kind: 'sample', step: 2, epoch: 1, items: [] });
  expect(history.toHistory()).toMatchObject({ progress: [{ step: 1 }, { step: 2 }], validation: [{ loss: 2 }], samples: [{ items: [] }] });
  expect([history.lastProgress?.step, history.lastValidation?.epoch]).toEqual([2, 1]);
});
