import { describe, expect, it } from 'vitest';
import { cellAt, layOutHeatmap, LARGEST_CELL, SMALLEST_CELL } from './layout';

describe('the layout of a heatmap', () => {
  it('gives few words large cells and level labels where they fit', () => {
    const layout = layOutHeatmap({ columns: 4, available: 800, widestRowLabel: 40, widestColumnLabel: 30 });
    expect(layout).toMatchObject({ cell: LARGEST_CELL, angle: 0, right: 0 });
  });

  it('leans labels over when they are wider than a cell, and leaves room for the last one', () => {
    const layout = layOutHeatmap({ columns: 9, available: 500, widestRowLabel: 60, widestColumnLabel: 80 });
    expect(layout.angle).toBe(45);
    expect(layout.left + layout.cell * 9 + layout.right).toBeLessThanOrEqual(500);
    expect(layout.top).toBeGreaterThan(80 * Math.SQRT1_2);
  });

  it('stands labels upright and scrolls when sixty words meet a narrow column', () => {
    const layout = layOutHeatmap({ columns: 60, available: 340, widestRowLabel: 200, widestColumnLabel: 200 });
    expect(layout).toMatchObject({ cell: SMALLEST_CELL, angle: 90 });
    expect(layout.rowLabelLimit).toBeLessThanOrEqual(340 * 0.3);
  });

  it('survives an empty matrix', () => {
    expect(layOutHeatmap({ columns: 0, available: 300, widestRowLabel: 0, widestColumnLabel: 0 }).cell).toBe(LARGEST_CELL);
  });
});

it('finds the cell under the pointer', () => {
  expect(cellAt(45, 21, 20, 3, 4)).toEqual({ row: 1, column: 2 });
  expect(cellAt(80, 5, 20, 3, 4)).toBeNull();
  expect(cellAt(-1, 5, 20, 3, 4)).toBeNull();
});
