import { expect, it } from 'vitest';
import type { Comparison, Significance } from '../../src/protocol/insight';
import type { RunRecord } from '../../src/protocol/run';
import { significanceOf } from './significance';

const runs: Comparison['runs'] = ['words', 'letters', 'other'].map((name) => ({ folder: `/runs/${name}`, record: { name } as unknown as RunRecord, progress: [], validation: [] }));
const difference = (rest: Partial<Significance['differences'][number]>): Significance['differences'][number] =>
  ({ run: '/runs/letters', metric: 'bitsPerCharacter', first: 2.1, second: 2, difference: -0.1, interval: [-0.15, -0.04], p: 0.0004, secondBetter: 1, ...rest });
const measured: Significance = { lines: 1200, linesInBlock: 10, samples: 1000, differences: [difference({}), difference({ metric: 'perplexity', difference: 1.5, first: 80, second: 81.5, interval: [-0.5, 3.5], p: 0.13 }), difference({ difference: 0.2, p: 0.01 })],
  notCompared: [{ run: '/runs/letters', metric: 'perplexity', why: 'the vocabularies differ' }, { run: '/runs/other', metric: null, why: 'the text is another' }] };

it('says what is better, worse, or could be chance', () => {
  const view = significanceOf({ runs, significance: measured })!;
  expect(view.rows[0]).toEqual({ run: 'letters', metric: 'Bits a character', values: '2.0000 against 2.1000', difference: '\u22120.1000', interval: '\u22120.1500 to \u22120.0400', p: '<0.001', verdict: 'better', isBetter: true });
  expect(view.rows.map(({ verdict, p }) => [verdict, p])).toEqual([['better', '<0.001'], ['could be chance', '0.130'], ['worse', '0.010']]);
  expect(view.notes).toEqual(['letters: perplexity not compared, since the vocabularies differ.', 'other: not compared, since the text is another.']);
  expect(view.caption).toMatch(/^Each beside words, .* over blocks of 10 lines of 1200, 1000 samples/);
});

it('tells that it is measured, why it was not, and nothing where it was not asked', () => {
  expect(significanceOf({ runs, significance: 'measuring' })!.caption).toMatch(/read the held-out text/);
  expect(significanceOf({ runs, significance: { problem: 'gone (a.txt): restore it' } })!.caption).toBe('Not measured: gone (a.txt): restore it');
  expect(significanceOf({ runs })).toBeNull();
});
