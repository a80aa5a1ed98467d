import { expect, it } from 'vitest';
import { placeOf } from '../../protocol/insight';
import { insightHandlers, type InsightSource } from './insight';

const { signal } = new AbortController();
const translation = (source: string) => ({ source, output: source.toUpperCase(), tokens: [], score: 0, logProbability: 0, attention: null, alternatives: [], milliseconds: 1, warning: null });
const asked: unknown[] = [];
const source: InsightSource = {
  checkpoints: () => Promise.resolve([{ step: 10, epoch: 1.5, validationLoss: 2, best: true, last: true }]),
  translateAt: (folder, lines, checkpoint) => { asked.push([folder, checkpoint]); return Promise.resolve(lines.map(translation)); },
  search: (folder, question) => { asked.push([folder, question]); return Promise.resolve({ source: question.source, nodes: [], outputs: [], forced: 0 }); },
};

it('asks the run that is shown, and files the answers as a sample of the checkpoint', async () => {
  const handlers = insightHandlers(() => Promise.resolve('/runs/a'), source);
  expect(await handlers['panel/sample']({ sources: ['a b', 'c'], checkpoint: 10 }, signal)).toEqual({
    kind: 'sample', step: 10, epoch: 1.5, items: [{ source: 'a b', reference: null, output: 'A B', attention: null, watched: true }, { source: 'c', reference: null, output: 'C', attention: null, watched: true }],
  });
  const question = { source: 'a', checkpoint: null, beam: 3, prefix: ['le'] };
  await handlers['panel/search'](question, signal);
  expect(asked).toEqual([['/runs/a', 10], ['/runs/a', question]]);
});

it('asks the best where no step is named, and files the answer where that stands', async () => {
  const mean = { step: 20, epoch: 2, validationLoss: 1, best: true, last: false, mean: true as const };
  const handlers = insightHandlers(() => Promise.resolve('/runs/b'), { ...source, checkpoints: async () => [...await source.checkpoints(''), mean].map((one) => ({ ...one, best: one === mean })) });
  expect(await handlers['panel/sample']({ sources: ['a'], checkpoint: null }, signal)).toMatchObject({ step: placeOf(mean), epoch: 2 });
  expect(asked.at(-1)).toEqual(['/runs/b', null]);
});

it('refuses where no run is shown', async () => {
  const handlers = insightHandlers(() => Promise.resolve(null), source);
  await expect(handlers['panel/checkpoints'](null, signal)).rejects.toThrow(/there is no run yet/);
});
