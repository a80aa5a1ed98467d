import { describe, expect, it } from 'vitest';
import type { ProgressReport, RunRecord, ValidationReport } from '../../src/protocol/run';
import { bestOf, curvesOf, differencesOf, namesOf, resultsOf, type ComparedRun } from './differences';

const progress = (step: number, loss: number, elapsedSeconds = step): ProgressReport => ({ kind: 'progress', step, totalSteps: 100, epoch: step / 10, totalEpochs: 10, loss, learningRate: 1, gradientNorm: 1, tokensPerSecond: 1, elapsedSeconds, secondsLeft: 0 });
const validation = (step: number, loss: number, rest: Partial<ValidationReport> = {}): ValidationReport => ({ kind: 'validation', step, epoch: step / 10, loss, perplexity: 1, accuracy: 0.5, best: false, ...rest });
const run = (name: string, model: Record<string, unknown>, rest: Partial<ComparedRun> = {}): ComparedRun => ({
  folder: name, progress: [], validation: [],
  record: { name, created: '2025-06-01T10:00:00Z', seed: 1, parameters: 1000, engine: { name: 'onnxruntime' }, data: [{ path: 'a.tsv', sha256: 'f'.repeat(64), bytes: 1 }], experiment: { task: 'translation', model } } as unknown as RunRecord, ...rest,
});

describe('settings', () => {
  it('are listed where they are not the same in all', () => {
    const runs = [run('a', { cell: 'gru', hidden: 64, attention: 'none' }), run('b', { cell: 'gru', hidden: 128, attention: 'additive', inputFeeding: true })];
    expect(differencesOf(runs)).toEqual([{ path: 'model.hidden', values: ['64', '128'] }, { path: 'model.attention', values: ['none', 'additive'] }, { path: 'model.inputFeeding', values: [null, 'true'] }]);
    expect(differencesOf([runs[0], runs[0]])).toEqual([]);
  });

  it('include data that have changed, and name like runs by their time', () => {
    const other = run('a', { cell: 'gru' });
    const changed = { ...other, record: { ...other.record, created: '2025-06-02T11:30:00Z', data: [{ path: 'a.tsv', sha256: '0'.repeat(64), bytes: 2 }] } };
    expect(differencesOf([other, changed])).toEqual([{ path: 'run.data.a.tsv', values: ['ffffffffffff', '000000000000'] }]);
    expect(namesOf([other, changed])).toEqual(['a (06-01 10:00)', 'a (06-02 11:30)']);
  });
});

it('tells what was reached, and which is best', () => {
  const runs = [
    run('a', {}, { progress: [progress(10, 3)], validation: [validation(10, 2, { best: true, bleu: 20 }), validation(20, 2.5, { bleu: 30 })] }),
    run('b', {}, { validation: [validation(10, 1.5, { best: true, bleu: 19 })] }),
  ];
  const of = (label: string) => resultsOf(runs).find((row) => row.label === label)!;
  expect(of('BLEU').values).toEqual([20, 19]);
  expect([bestOf(of('BLEU')), bestOf(of('Best validation loss')), bestOf(of('Parameters'))]).toEqual([0, 1, -1]);
  expect(of('Training time').values).toEqual([10, null]);
  expect(of('chrF')).toBeUndefined();
  expect(bestOf({ values: [1, 1], lowerIsBetter: true })).toBe(-1);
});

it('lays curves over each other on every axis, over a resumption too', () => {
  const runs = [run('a', {}, { progress: [progress(10, 4, 5), progress(20, 2, 10), progress(30, NaN, 4)], validation: [validation(20, 3), validation(30, 2, { bleu: 10 })] }), run('b', {})];
  const of = (name: 'loss' | 'validationLoss' | 'bleu', axis: 'step' | 'time' | 'epoch') => curvesOf(runs, name, axis, 0).series;
  expect(of('loss', 'step')).toMatchObject([{ label: 'a', x: [10, 20, 30], y: [4, 2, null], palette: 0 }]);
  expect(of('loss', 'time')[0].x).toEqual([5, 10, 14]);
  expect(of('validationLoss', 'time')[0].x).toEqual([10, 14]);
  expect(of('bleu', 'epoch')).toMatchObject([{ x: [3], y: [10] }]);
});
