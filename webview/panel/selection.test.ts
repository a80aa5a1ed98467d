import { expect, it } from 'vitest';
import type { SampleReport } from '../../src/protocol/run';
import { SampleTimeline } from './sampleTimeline';
import { Selection } from './selection';

const sample = (step: number, ...sources: string[]): SampleReport => ({
  kind: 'sample', step, epoch: 0, items: sources.map((source) => ({ source, reference: null, output: `${source}${step}`, attention: null, watched: false })),
});
const timelineOf = (...samples: SampleReport[]): SampleTimeline => {
  const timeline = new SampleTimeline();
  for (const one of samples) timeline.insert(one);
  return timeline;
};

it('follows the newest until the reader goes back, and again from the end', () => {
  const timeline = timelineOf(sample(1, 'a'), sample(2, 'a'), sample(3, 'a'));
  const selection = new Selection();
  expect(selection.index(timeline.samples)).toBe(2);
  selection.goTo(timeline.samples, 0);
  timeline.insert(sample(4, 'a'));
  expect([selection.index(timeline.samples), selection.isFollowing]).toEqual([0, false]);
  selection.goTo(timeline.samples, 3);
  timeline.insert(sample(5, 'a'));
  expect([selection.index(timeline.samples), selection.isFollowing]).toEqual([4, true]);
});

it('holds its step when samples before it come late or the one it held is taken back', () => {
  const timeline = timelineOf(sample(10, 'a'), sample(20, 'a'), sample(30, 'a'));
  const selection = new Selection();
  selection.goTo(timeline.samples, 1);
  timeline.insert(sample(5, 'b'));
  expect(timeline.samples[selection.index(timeline.samples)].step).toBe(20);
  timeline.dropAfter(10);
  expect(timeline.samples[selection.index(timeline.samples)].step).toBe(10);
});

it('shows the chosen sentence, or the first when it is gone', () => {
  const timeline = timelineOf(sample(1, 'a', 'b'));
  const selection = new Selection();
  let told = 0;
  selection.onChange(() => told++);
  expect(selection.subject(timeline)?.source).toBe('a');
  selection.choose(timeline.subjects[1].key);
  selection.choose(timeline.subjects[1].key);
  expect([selection.answer(timeline)?.item.output, told]).toEqual(['b1', 1]);
  selection.chosen = 'of another run';
  expect(selection.subject(timeline)?.source).toBe('a');
  expect(new Selection().answer(new SampleTimeline())).toBeNull();
});
