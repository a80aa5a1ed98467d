import { expect, it } from 'vitest';
import type { CheckpointInfo } from '../../src/protocol/insight';
import type { SampleReport, ValidationReport } from '../../src/protocol/run';
import { checkpointAt, describeMoment, momentsOf } from './moments';
import { keyOf, SampleTimeline } from './sampleTimeline';

const item = (source: string) => ({ source, reference: null, output: 'x', attention: null, watched: false });
const sample = (step: number, ...sources: string[]): SampleReport => ({ kind: 'sample', step, epoch: step / 10, items: sources.map(item) });
const checkpoint = (step: number, rest: Partial<CheckpointInfo> = {}): CheckpointInfo => ({ step, epoch: step / 10, validationLoss: null, best: false, last: false, ...rest });
const validation = (step: number, loss: number): ValidationReport => ({ kind: 'validation', step, epoch: step / 10, loss, perplexity: 1, accuracy: 0, best: false });

const timeline = new SampleTimeline();
for (const one of [sample(5, 'a'), sample(10, 'a', 'b'), sample(25, 'a')]) timeline.insert(one);
const checkpoints = [checkpoint(10, { validationLoss: 2, best: true }), checkpoint(20)];
const validations = [validation(0, 9), validation(10, 2), validation(20, 3)];
const known = { timeline, checkpoints, validations };

it('has the steps at which a sentence was answered, and those that can be asked', () => {
  const of = (source: string) => momentsOf(known, keyOf(item(source))).map(({ step, isAnswered, isCheckpoint }) => `${step}${isAnswered ? ' answered' : ''}${isCheckpoint ? ' kept' : ''}`);
  expect(of('a')).toEqual(['5 answered', '10 answered kept', '20 kept', '25 answered']);
  expect(of('b')).toEqual(['10 answered kept', '20 kept']);
  expect(of('typed just now')).toEqual(['10 kept', '20 kept']);
  expect(momentsOf({ ...known, checkpoints: [] }, null).map(({ step }) => step)).toEqual([5, 10, 25]);
});

it('tells the loss of the step, or the last one before it', () => {
  const moments = momentsOf(known, keyOf(item('a')));
  expect(moments.map(({ validationLoss }) => validationLoss)).toEqual([9, 2, 3, 3]);
  expect(moments.map(({ epoch }) => epoch)).toEqual([0.5, 1, 2, 2.5]);
  expect(moments.map(({ isBest }) => isBest)).toEqual([false, true, false, false]);
  expect(momentsOf({ ...known, validations: [] }, null)[0].validationLoss).toBeNull();
});

it('has the mean of the last checkpoints at the end, apart from the last of them, where it is the best', () => {
  const withMean = [checkpoint(10), checkpoint(20, { last: true }), checkpoint(20, { best: true, mean: true, validationLoss: 1.5 })];
  const moments = momentsOf({ ...known, checkpoints: withMean }, keyOf(item('b')));
  expect(moments.map(({ isBest, isAnswered }) => [isBest, isAnswered])).toEqual([[false, true], [false, false], [true, false]]);
  expect(moments.map(describeMoment)).toEqual([
    'step 10 · epoch 1 · validation loss 2.000', 'step 20 · epoch 2 · validation loss 3.000', 'up to step 20 · epoch 2 · validation loss 1.500 · mean of the last checkpoints, the best',
  ]);
  expect(checkpointAt(withMean, 20)).toBe(withMean[1]);
  expect(checkpointAt(withMean, Infinity)).toBe(withMean[2]);
});

it('asks the checkpoint of a moment, or the last before it, or else the first', () => {
  expect([5, 10, 19, Infinity].map((step) => checkpointAt(checkpoints, step)?.step)).toEqual([10, 10, 10, 20]);
  expect(checkpointAt([], 10)).toBeNull();
});
