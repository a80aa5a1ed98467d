import { describe, expect, it } from 'vitest';
import type { ProgressReport } from '../../protocol/run';
import { outcomeText, progressText, statusText } from './statusText';

const progress: ProgressReport = {
  kind: 'progress', step: 1020, totalSteps: 3000, epoch: 3, totalEpochs: 10, loss: 1.8249, learningRate: 0.002, gradientNorm: 1, tokensPerSecond: 12_345, elapsedSeconds: 60, secondsLeft: 240,
};

describe('the status bar', () => {
  it('shows share, loss and time left', () => {
    expect(statusText('translator', 'running', progress)).toBe('$(sync~spin) translator 34 % · loss 1.82 · 4 min left');
    expect(statusText('translator', 'running', { ...progress, secondsLeft: Infinity, loss: NaN })).toBe('$(sync~spin) translator 34 % · loss NaN');
  });

  it('tells each phase, and takes no icon from a name', () => {
    expect(statusText('a$(x)', 'starting', undefined)).toBe('$(sync~spin) a$ (x): reading data…');
    expect(statusText('a', 'running', undefined)).toBe('$(sync~spin) a: starting…');
    expect(statusText('a', 'stopping', progress)).toBe('$(sync~spin) a: stopping…');
    expect(statusText('a', 'ended', progress)).toBe('$(graph-line) a');
  });
});

it('the notification shows rate and time left', () => {
  expect(progressText(progress)).toBe('step 1,020 of 3,000 · 12.3k tokens/s · 4 min left');
});

describe('the end', () => {
  const outcome = { record: null, error: null } as const;
  it.each([
    ['finished', 1.234, 90, /^“a” has finished, best validation loss 1\.23\.$/],
    ['stopped', null, 90, /stopped after step 90\. A checkpoint is kept/],
    ['stopped', null, 0, /before its first step/],
  ] as const)('%s', (status, loss, step, text) => {
    expect(outcomeText('a', { ...outcome, status }, loss, step)).toMatch(text);
  });

  it('gives the reason of what went wrong', () => {
    const error = new Error('no room');
    expect(outcomeText('a', { ...outcome, status: 'interrupted', error }, null, 3)).toBe('“a” was interrupted: no room');
    expect(outcomeText('a', { ...outcome, status: 'failed', error }, null, 3)).toBe('“a” failed: no room');
    expect(outcomeText('a', { ...outcome, status: 'refused', error }, null, 0)).toBe('no room');
  });
});
