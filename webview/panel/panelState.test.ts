import { describe, expect, it } from 'vitest';
import type { ProgressReport, RunRecord, SampleItem, SampleReport, ValidationReport } from '../../src/protocol/run';
import { PanelState } from './panelState';
import { keyOf } from './sampleTimeline';

const progress = (step: number, rest: Partial<ProgressReport> = {}): ProgressReport => ({
  kind: 'progress', step, totalSteps: 1000, epoch: step / 100, totalEpochs: 10, loss: 5 / (step + 1), learningRate: 0.002, gradientNorm: 1, tokensPerSecond: 9000, elapsedSeconds: step / 10, secondsLeft: 60, ...rest,
});
const validation = (step: number, epoch: number, rest: Partial<ValidationReport> = {}): ValidationReport => ({
  kind: 'validation', step, epoch, loss: 2, perplexity: Math.exp(2), accuracy: 0.5, best: false, ...rest,
});
const item = (source: string, output: string, rest: Partial<SampleItem> = {}): SampleItem => ({ source, reference: null, output, attention: null, watched: false, ...rest });
const sample = (step: number, ...items: SampleItem[]): SampleReport => ({ kind: 'sample', step, epoch: step / 100, items });
const run = { experiment: { task: 'translation' } } as unknown as RunRecord;
const snapshot = { run, running: true, progress: [], validation: [], samples: [] };

describe('the numbers', () => {
  it('stand in one table with one x', () => {
    const state = new PanelState();
    state.replace({ ...snapshot, progress: [progress(10), progress(20)], validation: [validation(0, 0), validation(20, 0.2)] });
    state.append(progress(30));
    expect(state.table.step).toEqual([0, 10, 20, 30]);
    expect(state.table.columns.loss).toEqual([null, 5 / 11, 5 / 21, 5 / 31]);
    expect(state.table.columns.validationLoss).toEqual([2, null, 2, null]);
    expect(state.table.time).toEqual([0, 1, 2, 3]);
    expect(state.progress?.step).toBe(30);
  });

  it('place any step on every axis', () => {
    const state = new PanelState();
    state.replace({ ...snapshot, progress: [progress(50), progress(150)], validation: [validation(100, 1)] });
    expect(state.table.epoch).toEqual([0.5, 1, 1.5]);
    expect(state.table.time).toEqual([5, 10, 15]);
    expect([25, 75, 150, 900].map((step) => state.table.position('epoch', step))).toEqual([0.25, 0.75, 1.5, 1.5]);
    expect(state.table.position('time', 125)).toBe(12.5);
    expect(state.table.position('step', 7)).toBe(7);
    expect(new PanelState().table.position('time', 7)).toBe(0);
  });

  it('are taken back where a resumed run reports them again', () => {
    const state = new PanelState();
    state.replace({ ...snapshot, progress: [progress(100), progress(200), progress(300)], validation: [validation(100, 1, { best: true }), validation(300, 3, { best: true })], samples: [sample(300, item('a', 'b'))] });
    state.append(progress(150, { elapsedSeconds: 1, loss: 9 }));
    expect(state.table.step).toEqual([100, 150]);
    expect(state.table.columns.loss.at(-1)).toBe(9);
    expect(state.table.time).toEqual([10, 11]); // the clock goes on where the kept rows end
    expect(state.best?.step).toBe(100);
    expect(state.timeline.length).toBe(0);
  });

  it('pass over a mean of checkpoints that was not taken', () => {
    const state = new PanelState();
    for (const report of [validation(10, 1, { loss: 1, best: true }), validation(10, 1, { loss: 5, averaged: 3 })]) state.append(report);
    expect([state.validations.length, state.table.columns.validationLoss]).toEqual([1, [1]]);
    state.append(validation(10, 1, { loss: 0.5, averaged: 3, best: true }));
    expect(state.table.columns.validationLoss).toEqual([0.5]);
  });

  it('leave a gap where a loss is not a number', () => {
    const state = new PanelState();
    state.append(progress(1, { loss: NaN, gradientNorm: Infinity }));
    expect([state.table.columns.loss, state.table.columns.gradientNorm]).toEqual([[null], [null]]);
    expect(state.table.latest('loss')).toBeNull();
  });

  it('count rewrites only when earlier rows change', () => {
    const state = new PanelState();
    for (let step = 1; step <= 100; step++) state.append(progress(step));
    expect(state.table.rewrites).toBe(0);
    state.append(validation(50, 0.5));
    expect(state.table.rewrites).toBe(0); // the row was there
    state.append(validation(200, 2));
    state.append(progress(200));
    expect(state.table.rewrites).toBe(1); // the validation had made the row
    state.append(progress(40));
    expect(state.table.rewrites).toBe(2);
  });
});

describe('the answers', () => {
  it('are found at a moment, or before it, or else after it', () => {
    const state = new PanelState();
    const typed = item('typed', 'now', { watched: true });
    state.replace({ ...snapshot, samples: [sample(10, item('a', 'x')), sample(20, item('a', 'y')), sample(30, item('a', 'z'))] });
    state.addAnswer(sample(20, typed));
    const key = keyOf(item('a', ''));
    expect(state.timeline.answer(key, 20)?.item.output).toBe('y');
    expect(state.timeline.answer(key, 29)?.item.output).toBe('y');
    expect(state.timeline.answer(key, Infinity)?.item.output).toBe('z');
    expect(state.timeline.previous(key, 20)?.item.output).toBe('x');
    expect(state.timeline.answer(keyOf(typed), 30)?.step).toBe(20);
    expect(state.timeline.answer(keyOf(typed), 10)?.step).toBe(20);
    expect(state.timeline.answer('nobody', 30)).toBeNull();
    expect(state.timeline.momentsOf(keyOf(typed)).map(({ step }) => step)).toEqual([20]);
    expect(state.timeline.samples[1].items).toHaveLength(2);
  });

  it('list typed sentences first, and tell like inputs apart by their reference', () => {
    const state = new PanelState();
    state.append(sample(1, item('go', 'va', { reference: 'va' }), item('go', 'va', { reference: 'allez' })));
    state.append(sample(2, item('mine', 'le mien', { watched: true }), item('yours', 'le tien', { watched: true })));
    state.append(sample(3, item('last', 'dernier', { watched: true })));
    expect(state.timeline.subjects.map(({ source, reference }) => `${source}/${reference}`)).toEqual(['last/null', 'mine/null', 'yours/null', 'go/va', 'go/allez']);
  });

  it('put a late answer of an earlier checkpoint in its place', () => {
    const state = new PanelState();
    state.append(sample(10, item('a', 'x')));
    state.append(sample(30, item('a', 'z')));
    state.addAnswer(sample(20, item('b', 'y', { watched: true })));
    expect(state.timeline.samples.map(({ step }) => step)).toEqual([10, 20, 30]);
  });
});

describe('the mode', () => {
  it('follows from what there is', () => {
    const state = new PanelState();
    expect(state.mode).toBe('empty');
    state.setRun(run, true);
    expect(state.mode).toBe('run');
    state.append(sample(1, item('a', 'b')));
    expect(state.mode).toBe('run'); // running, only no number yet
    state.replace({ ...snapshot, run: null, running: false, samples: [sample(1, item('a', 'b'))] });
    expect(state.mode).toBe('answers');
  });
});
