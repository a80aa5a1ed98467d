import { expect, it } from 'vitest';
import type { BeamTree } from '../../src/protocol/insight';
import type { PanelChannel } from './host';
import { Searches, type SearchQuestion } from './searches';

const tree = (source: string): BeamTree => ({ source, nodes: [], outputs: [], forced: 0 });
const question = (checkpoint: number, prefix: string[] = []): SearchQuestion => ({ source: 'a', checkpoint, beam: null, prefix });
const settle = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve, 0); });

function open() {
  const asked: (number | null)[] = [];
  const pending: { resolve(found: BeamTree): void; reject(reason: Error): void }[] = [];
  const channel = { request: (_: string, { checkpoint }: SearchQuestion) => { asked.push(checkpoint); return new Promise<BeamTree>((resolve, reject) => pending.push({ resolve, reject })); } } as unknown as PanelChannel;
  let told = 0;
  return { asked, pending, told: () => told, searches: new Searches(channel, () => told++) };
}

it('asks once, the newest question next, and remembers', async () => {
  const { asked, pending, told, searches } = open();
  for (const checkpoint of [1, 2, 3]) expect(searches.get(question(checkpoint))).toBeNull();
  expect(asked).toEqual([1]);
  pending[0].resolve(tree('one'));
  await settle();
  expect([asked, told()]).toEqual([[1, 3], 0]); // nobody looks at 1 any more
  pending[1].resolve(tree('three'));
  await settle();
  expect([searches.get(question(3)), searches.get(question(1)), told()]).toEqual([{ tree: tree('three') }, { tree: tree('one') }, 1]);
  searches.get(question(3, ['le']));
  expect(asked).toHaveLength(3); // other words given: another search
});

it('keeps a refusal as an answer, and forgets all for another run', async () => {
  const { asked, pending, searches } = open();
  searches.get(question(1));
  pending[0].reject(new Error('“xyz” is no word of this model'));
  await settle();
  expect(searches.get(question(1))).toEqual({ problem: '“xyz” is no word of this model' });
  searches.reset();
  expect(searches.get(question(1))).toBeNull();
  expect(asked).toEqual([1, 1]);
  searches.reset();
  pending[1].resolve(tree('late'));
  await settle();
  expect(searches.get(question(1))).toBeNull();
});
