import { expect, it } from 'vitest';
import { placeOf, type CheckpointInfo } from '../../src/protocol/insight';
import type { PanelSnapshot } from '../../src/protocol/messages';
import type { RunRecord } from '../../src/protocol/run';
import { momentsOf } from './moments';
import type { PanelChannel } from './host';
import { PanelState } from './panelState';
import type { Preferences } from './preferences';
import { Questions } from './questions';
import { Selection } from './selection';

const run = { id: 'a', experiment: { task: 'translation' } } as unknown as RunRecord;
const snapshot: PanelSnapshot = { run, running: false, progress: [], validation: [{ kind: 'validation', step: 20, epoch: 2, loss: 1, perplexity: 1, accuracy: 0, best: true }], samples: [] };
const last: CheckpointInfo = { step: 20, epoch: 2, validationLoss: 2, best: false, last: true };
const mean: CheckpointInfo = { step: 20, epoch: 2, validationLoss: 1, best: true, last: false, mean: true };
const settle = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve, 0); });

/** A finished run with these checkpoints, and a host that says which it was asked. */
function open(checkpoints: readonly CheckpointInfo[]) {
  const asked: (number | null | 'training')[] = [];
  const answer = (source: string, checkpoint: number | null | 'training') => {
    asked.push(checkpoint);
    return { kind: 'sample', step: 20, epoch: 2, items: [{ source, reference: null, output: `by ${checkpoint}`, attention: null, watched: true }] };
  };
  const channel = {
    request: (name: string, params: { sources: string[]; source: string; checkpoint: number | null }) =>
      Promise.resolve(name === 'panel/checkpoints' ? checkpoints : name === 'panel/watch' ? answer(params.source, 'training') : answer(params.sources[0], params.checkpoint)),
  } as unknown as PanelChannel;
  const preferences = { current: { typed: {} }, set: () => { /* forgotten */ } } as unknown as Preferences;
  const [state, selection] = [new PanelState(), new Selection()];
  state.replace(snapshot);
  const questions = new Questions(channel, preferences, state, selection, () => { /* not drawn */ });
  return { asked, state, selection, questions, shown: () => selection.answer(state.timeline)?.item.output };
}

it('asks the mean of the last checkpoints where that is the best, and shows its answer as its own', async () => {
  const { asked, state, selection, questions, shown } = open([last, mean]);
  await questions.ask('x y');
  expect([asked, shown(), selection.step]).toEqual([[null], 'by null', placeOf(mean)]);
  // The step before it has weights of its own, which have not been asked yet.
  const moments = momentsOf(state, selection.chosen);
  expect(moments.map(({ isAnswered }) => isAnswered)).toEqual([false, true]);
  selection.goTo(moments, 0);
  questions.lookAt(moments[0]);
  await settle();
  expect([asked, shown()]).toEqual([[null, 20], 'by 20']);
});

it('looks at the mean by asking it, too', async () => {
  const { asked, state, selection, questions, shown } = open([last, mean]);
  questions.update();
  await settle();
  const subject = { source: 'held out', reference: 'r', watched: false, key: 'h\nheld out\nr' };
  state.timeline.know(subject);
  const moments = momentsOf(state, subject.key);
  questions.lookAt(moments[selection.index(moments)]);
  await settle();
  expect([asked, shown()]).toEqual([[null], 'by null']);
});

it('asks the best checkpoint of a run without such a mean, by its step', async () => {
  const { asked, selection, questions } = open([{ ...last, step: 10, best: true, last: false }, last]);
  await questions.ask('x');
  expect([asked, selection.step]).toEqual([[10], 10]);
});
