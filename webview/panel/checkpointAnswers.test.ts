import { expect, it } from 'vitest';
import type { SampleReport } from '../../src/protocol/run';
import { CheckpointAnswers } from './checkpointAnswers';
import type { PanelChannel } from './host';
import { keyOf, type Subject } from './sampleTimeline';

const subject = (source: string, reference: string | null = null): Subject => ({ source, reference, watched: reference === null, key: keyOf({ source, reference, watched: reference === null }) });
const settle = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve, 0); });

function open() {
  const asked: string[] = [];
  const pending: { answer(output: string): void; refuse(reason: string): void }[] = [];
  const channel = {
    request: (_name: string, { sources: [source], checkpoint }: { sources: string[]; checkpoint: number }) => {
      asked.push(`${source} at ${checkpoint}`);
      return new Promise((resolve, reject) => pending.push({
        answer: (output) => resolve({ kind: 'sample', step: checkpoint, epoch: 1, items: [{ source, reference: null, output, attention: null, watched: true }] } satisfies SampleReport),
        refuse: (reason) => reject(new Error(reason)),
      }));
    },
  } as unknown as PanelChannel;
  const answers: SampleReport[] = [];
  let changes = 0;
  return { asked, pending, answers, changes: () => changes, of: new CheckpointAnswers(channel, (sample) => answers.push(sample), () => changes++) };
}

it('asks where a dragged slider rests, not at every stop', async () => {
  const { of, asked, pending, answers } = open();
  for (let step = 10; step <= 200; step += 10) of.want(subject('a'), step);
  expect(asked).toEqual(['a at 10']);
  pending[0].answer('x');
  await settle();
  expect(asked).toEqual(['a at 10', 'a at 200']);
  pending[1].answer('y');
  await settle();
  expect(answers.map(({ step, items }) => `${step} ${items[0].output}`)).toEqual(['10 x', '200 y']);
});

it('files the answer under the sentence that was asked about, held out or typed', async () => {
  const { of, pending, answers } = open();
  of.want(subject('a', 'the reference'), 10);
  pending[0].answer('x');
  await settle();
  expect(answers[0].items[0]).toMatchObject({ source: 'a', reference: 'the reference', watched: false });
});

it('tells a refusal once and does not ask again until another run is shown', async () => {
  const { of, asked, pending, answers, changes } = open();
  of.want(subject('a'), 10);
  pending[0].refuse('no such checkpoint');
  await settle();
  of.want(subject('a'), 10);
  expect([asked.length, changes(), of.failure(subject('a'), 10), of.failure(subject('a'), 20)]).toEqual([1, 1, 'no such checkpoint', null]);
  of.reset();
  of.want(subject('a'), 10);
  expect(asked).toHaveLength(2);
  of.reset(); // the answer is of a run that is no longer shown
  pending[1].answer('x');
  await settle();
  expect(answers).toHaveLength(0);
});
