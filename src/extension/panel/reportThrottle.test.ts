import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ProgressReport, Report } from '../../protocol/run';
import { ReportThrottle } from './reportThrottle';

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

const progress = (step: number): ProgressReport => ({
  kind: 'progress', step, totalSteps: 9, epoch: 0, totalEpochs: 1, loss: 1, learningRate: 1, gradientNorm: 1, tokensPerSecond: 1, elapsedSeconds: 1, secondsLeft: 1,
});
const validation = (step: number): Report => ({ kind: 'validation', step, epoch: 1, loss: 1, perplexity: 1, accuracy: 1, best: false });

function collect() {
  const seen: string[] = [];
  return { seen, throttle: new ReportThrottle((report) => seen.push(`${report.kind} ${report.step}`)) };
}

it('passes the first at once and then the newest progress of each interval', () => {
  const { seen, throttle } = collect();
  for (let step = 0; step < 1000; step++) {
    throttle.add(progress(step));
    vi.advanceTimersByTime(1);
  }
  vi.advanceTimersByTime(200);
  expect(seen.length).toBeLessThanOrEqual(12);
  expect([seen[0], seen.at(-1)]).toEqual(['progress 0', 'progress 999']);
});

it('loses no validation and keeps the order', () => {
  const { seen, throttle } = collect();
  for (const report of [progress(1), progress(2), progress(3), validation(3), validation(4), progress(5), progress(6)]) throttle.add(report);
  vi.advanceTimersByTime(100);
  expect(seen).toEqual(['progress 1', 'progress 3', 'validation 3', 'validation 4', 'progress 6']);
});

it('after a quiet time the next passes at once again', () => {
  const { seen, throttle } = collect();
  throttle.add(progress(1));
  vi.advanceTimersByTime(1000);
  throttle.add(progress(2));
  expect(seen).toEqual(['progress 1', 'progress 2']);
});

it('delivers nothing after it was disposed of', () => {
  const { seen, throttle } = collect();
  throttle.add(progress(1));
  throttle.add(progress(2));
  throttle.dispose();
  vi.advanceTimersByTime(1000);
  expect(seen).toEqual(['progress 1']);
});
