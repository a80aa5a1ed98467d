/** What is drawn over the curves: the best epoch, and the step whose answers are being looked at. */
import type uPlot from 'uplot';
import type { Theme } from '../lib/theme';
import type { ChartGroup } from './chartGroup';
import type { ChartSpec } from './lineChart';

export function drawMarks(u: uPlot, spec: ChartSpec, group: ChartGroup, theme: Theme): void {
  const { ctx, bbox } = u;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  if (group.markedStep !== null) drawMarkedStep(u, group, theme, ratio);
  ctx.restore();
  const validation = spec.series.findIndex((series) => series.style === 'points');
  if (group.bestStep !== null && validation >= 0) drawBest(u, group.bestStep, validation, spec, group, theme, ratio);
}

function drawMarkedStep(u: uPlot, group: ChartGroup, theme: Theme, ratio: number): void {
  const x = Math.round(u.valToPos(group.table.position(group.axis, group.markedStep!), 'x', true));
  u.ctx.strokeStyle = theme.colours.axis;
  u.ctx.lineWidth = ratio;
  u.ctx.setLineDash([3 * ratio, 3 * ratio]);
  u.ctx.beginPath();
  u.ctx.moveTo(x, u.bbox.top);
  u.ctx.lineTo(x, u.bbox.top + u.bbox.height);
  u.ctx.stroke();
  u.ctx.setLineDash([]);
}

/** A ring around the best validation, with a word beside it where there is room. */
function drawBest(u: uPlot, step: number, series: number, spec: ChartSpec, group: ChartGroup, theme: Theme, ratio: number): void {
  const row = group.table.step.indexOf(step);
  const value = row < 0 ? null : u.data[series + 1][row];
  if (value === null || value === undefined) return;
  const x = u.valToPos(group.table.x(group.axis)[row], 'x', true);
  const y = u.valToPos(value, 'y', true);
  if (x < u.bbox.left || x > u.bbox.left + u.bbox.width) return; // zoomed away
  u.ctx.save();
  u.ctx.strokeStyle = u.ctx.fillStyle = theme.colours[spec.series[series].colour];
  u.ctx.lineWidth = 1.5 * ratio;
  u.ctx.beginPath();
  u.ctx.arc(x, y, 6 * ratio, 0, 2 * Math.PI);
  u.ctx.stroke();
  u.ctx.font = `${11 * ratio}px ${theme.font}`;
  const isRight = x + 50 * ratio > u.bbox.left + u.bbox.width;
  u.ctx.textAlign = isRight ? 'right' : 'left';
  const isHigh = y - 20 * ratio < u.bbox.top;
  u.ctx.textBaseline = isHigh ? 'top' : 'bottom';
  u.ctx.fillText('best', x + (isRight ? -8 : 8) * ratio, y + (isHigh ? 6 : -5) * ratio);
  u.ctx.restore();
}
