/** Tells screen readers how the training goes: each change of status at once, figures not more often than every 20 seconds. */
import { h } from '../lib/dom';
import { formatEpoch, formatExact, formatLoss } from '../lib/format';
import { describeStatus } from './describeRun';
import type { PanelState } from './panelState';

const EVERY_MS = 20_000;

export class Announcer {
  readonly element = h('p', { class: 'visually-hidden', role: 'status', attributes: { 'aria-live': 'polite' } });
  private status = '';
  private last = 0;

  update(state: PanelState): void {
    if (state.mode !== 'run' || state.run === null) return;
    const status = describeStatus(state.run.status);
    const isNews = status !== this.status;
    if (!isNews && (!state.running || performance.now() - this.last < EVERY_MS)) return;
    this.status = status;
    this.last = performance.now();
    this.element.textContent = summarize(state, status);
  }
}

function summarize(state: PanelState, status: string): string {
  const { progress, best } = state;
  const parts = [`${state.run!.name}: ${status.toLowerCase()}`];
  if (state.run!.reason) parts.push(state.run!.reason);
  if (progress !== null) {
    parts.push(`step ${formatExact(progress.step)} of ${formatExact(progress.totalSteps)}, epoch ${formatEpoch(Math.floor(progress.epoch * 10) / 10)} of ${progress.totalEpochs}, training loss ${formatLoss(progress.loss)}`);
  }
  if (best !== null) parts.push(`best validation loss ${formatLoss(best.loss)}`);
  return `${parts.join('. ')}.`;
}
