import { describe, expect, it } from 'vitest';
import type { ProgressReport, SampleReport, ValidationReport } from './run';
import { decodeReport, decodeRunRecord, encodeReport, readHistory } from './runFiles';

const progress: ProgressReport = {
  kind: 'progress', step: 12, totalSteps: 100, epoch: 0, totalEpochs: 2, loss: 3.25, learningRate: 0.002, gradientNorm: 1.5, tokensPerSecond: 9000, elapsedSeconds: 2, secondsLeft: 20,
};
const validation: ValidationReport = { kind: 'validation', step: 50, epoch: 1, loss: 2, perplexity: 7.39, accuracy: 0.5, best: true };
const sample: SampleReport = {
  kind: 'sample', step: 50, epoch: 1,
  items: [{ source: 'NaN', reference: 'Infinity', output: '', watched: false, attention: { rows: ['NaN'], columns: ['a', 'Infinity'], values: Float32Array.of(0.25, 0.75) } }],
};

describe('a report', () => {
  it.each([progress, validation, sample])('comes back from its line: %#', (report) => {
    const line = encodeReport(report);
    expect(line).not.toContain('\n');
    expect(decodeReport(line)).toEqual(report);
  });

  it('keeps losses that are no numbers', () => {
    expect(decodeReport(encodeReport({ ...progress, loss: NaN, gradientNorm: Infinity }))).toMatchObject({ loss: NaN, gradientNorm: Infinity });
  });

  it('writes many numbers to five significant digits', () => {
    const item = { ...sample.items[0], attention: { rows: ['a'], columns: ['b'], values: Float32Array.of(1 / 3) } };
    expect(encodeReport({ ...sample, items: [item] })).toContain('"values":[0.33333]');
  });
});

describe('what cannot be read is left out', () => {
  it.each(['', '{"kind":"progress","step":1', '{"kind":"gossip"}', '{"kind":"progress"}', '[1]', 'null', '7'])('%j', (line) => {
    expect(decodeReport(line)).toBeNull();
  });

  it('a torn last line costs only itself', () => {
    const metrics = [encodeReport(progress), encodeReport(validation), encodeReport({ ...progress, step: 99 }).slice(0, -9)].join('\n');
    expect(readHistory(metrics, `${encodeReport(sample)}\n`)).toEqual({ progress: [progress], validation: [validation], samples: [sample] });
  });

  it('and what a resumed run takes back', () => {
    const steps = [1, 5, 9, 5, 6].map((step) => encodeReport({ ...progress, step })).join('\n');
    const samples = [1, 9, 5, 5].map((step) => encodeReport({ ...sample, step })).join('\n');
    const history = readHistory(steps, samples);
    expect(history.progress.map(({ step }) => step)).toEqual([1, 5, 6]);
    expect(history.samples.map(({ step }) => step)).toEqual([1, 5, 5]);
  });

  it('a record that is torn or of another version', () => {
    expect(decodeRunRecord('{"version":1')).toBeNull();
    expect(decodeRunRecord('{"version":2}')).toBeNull();
  });
});
