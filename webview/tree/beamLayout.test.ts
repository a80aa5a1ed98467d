import { expect, it } from 'vitest';
import type { BeamNode } from '../../src/protocol/insight';
import { layOutBeam, prefixOf } from './beamLayout';

const node = (id: number, parent: number | null, token: string, state: BeamNode['state'], probability: number, rank = 0): BeamNode => ({ id, parent, token, raw: `▁${token}`, state, logProbability: Math.log(probability), score: Math.log(probability), rank });
/** it → rains | snows; the best begins with the word that was second at first. */
const nodes = [
  node(0, null, 'il', 'alive', 0.6), node(1, null, 'elle', 'best', 0.4, 1),
  node(2, 0, 'pleut', 'alive', 0.3, 1), node(3, 0, 'neige', 'pruned', 0.1, 2), node(4, 1, 'pleut', 'best', 0.38), node(5, 1, 'dort', 'pruned', 0.01, 3),
  node(6, 2, '</s>', 'finished', 0.15), node(7, 4, '</s>', 'best', 0.36),
];
const drawn = (withPruned?: boolean) => layOutBeam({ nodes, forced: 0 }, withPruned).columns.map((column) => column.map(({ node: { id }, slot }) => `${id}@${slot}`).join(' '));

it('puts the best output along the top and lets no lines cross', () => {
  expect(drawn()).toEqual(['1@0 0@1', '4@0 5@1 2@2 3@3', '7@0 6@1']);
  expect(layOutBeam({ nodes, forced: 0 }).slots).toBe(4);
});

it('leaves out what was dropped at once', () => {
  expect(drawn(false)).toEqual(['1@0 0@1', '4@0 2@1', '7@0 6@1']);
  const [[best]] = layOutBeam({ nodes, forced: 0 }, false).columns;
  expect(best.children.map(({ node: { token } }) => token)).toEqual(['pleut']);
});

it('knows how likely a token was after those before it, and which were given', () => {
  const { columns } = layOutBeam({ nodes, forced: 1 });
  expect(columns[1].map(({ probability }) => Number(probability.toFixed(3)))).toEqual([0.95, 0.025, 0.5, 0.167]);
  expect(columns.map((column) => column[0].isForced)).toEqual([true, false, false]);
  expect(prefixOf(columns[1][2])).toEqual([{ token: 'il', raw: '▁il' }, { token: 'pleut', raw: '▁pleut' }]);
});

it('shows of the dropped words those that came near', () => {
  const crowd = [node(0, null, 'il', 'best', 0.5), ...Array.from({ length: 30 }, (_, i) => node(i + 1, null, `w${i}`, 'pruned', 0.01, i + 1))];
  expect(layOutBeam({ nodes: crowd, forced: 0 }).slots).toBe(4);
  expect(layOutBeam({ nodes: crowd, forced: 1 }).columns[0].map(({ isForced }) => isForced)).toEqual([true, false, false, false]); // what else might have begun it is not given
});

it('draws nothing for nothing, and refuses a child before its parent', () => {
  expect(layOutBeam({ nodes: [], forced: 0 })).toEqual({ columns: [], slots: 0 });
  expect(() => layOutBeam({ nodes: [nodes[2]], forced: 0 })).toThrow(/internal: beam tree: node 2/);
});
