import { expect, it } from 'vitest';
import { checkHeatmap, describeHeatmap, strongestColumn } from './describe';

const heatmap = { rows: ['le', 'chat'], columns: ['the', 'cat', '</s>'], values: new Float32Array([0.9, 0.05, 0.05, 0.1, 0.8, 0.1]) };

it('names for each output word where the model looked', () => {
  expect(describeHeatmap(heatmap)).toBe('le → the 0.90; chat → cat 0.80');
  expect(describeHeatmap(heatmap, 1)).toBe('le → the 0.90; and 1 more');
});

it('finds the strongest input of a row, none where there is none', () => {
  expect(strongestColumn(heatmap.values, 1, 3)).toBe(1);
  expect(strongestColumn(new Float32Array([NaN, NaN]), 0, 2)).toBe(-1);
});

it('refuses labels that do not fit the values', () => {
  expect(() => checkHeatmap({ ...heatmap, rows: ['le'] })).toThrow('expected 1 × 3 values, got 6');
  expect(() => checkHeatmap(heatmap)).not.toThrow();
});
