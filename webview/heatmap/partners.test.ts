import { expect, it } from 'vitest';
import { describePartners, inkOn, partnersOf } from './partners';

const heatmap = { rows: ['le', 'chat', '</s>'], columns: ['the', 'cat'], values: Float32Array.of(0.75, 0.25, 0.125, 0.875, 0.5, 0.5) };

it('reads a row for a word of the translation and a column for one of the source', () => {
  expect(partnersOf(heatmap, 'target', 1)).toEqual([0.125, 0.875]);
  expect(partnersOf(heatmap, 'source', 0)).toEqual([0.75, 0.125, 0.5]);
});

it('says the strongest in words', () => {
  expect(describePartners(heatmap, 'target', 0)).toBe('le looks at the 0.75, cat 0.25');
  expect(describePartners(heatmap, 'source', 1)).toBe('cat is looked at by chat 0.88, </s> 0.50, le 0.25');
  expect(describePartners({ ...heatmap, values: new Float32Array(6) }, 'target', 0)).toBe('le: no word stands out');
});

it('writes so that it can be read on the colour', () => {
  expect([inkOn('rgb(10 40 90)'), inkOn('rgb(220 235 255)'), inkOn('#fff'), inkOn('#000')]).toEqual(['#fff', '#000', '#000', '#fff']);
});
