/** The bottleneck lab's figures in the order and words in which they are shown. Pure. */
import type { Bottleneck, LengthPoint, LengthSeries } from '../../src/protocol/insight';
import type { OverlayData } from '../charts/overlayChart';
import { formatExact, formatLoss, formatShare, plural } from '../lib/format';

export type Measure = 'bleu' | 'chrf' | 'exact';
export const measures: readonly { readonly value: Measure; readonly text: string }[] = [{ value: 'bleu', text: 'BLEU' }, { value: 'chrf', text: 'chrF' }, { value: 'exact', text: 'Exact' }];

/** BLEU and chrF as they are, exact answers in per cent: all from 0 to 100. */
export const valueOf = (point: LengthPoint, measure: Measure): number => (measure === 'exact' ? point.exact * 100 : point[measure]);
export const formatMeasure = (value: number, measure: Measure): string => (measure === 'exact' ? formatShare(value / 100) : value.toFixed(1));

export const bucketName = ({ from, to }: Pick<LengthPoint, 'from' | 'to'>): string => (from === to ? String(from) : `${from}–${to}`);

/** All buckets that any model was measured in, from short to long. */
export function bucketsOf(series: readonly LengthSeries[]): LengthPoint[] {
  const buckets = new Map<number, LengthPoint>();
  for (const { points } of series) for (const point of points) if (!buckets.has(point.from)) buckets.set(point.from, point);
  return [...buckets.values()].sort((a, b) => a.from - b.from);
}

/** Buckets without a sentence have no point: nothing was measured there. */
export function curvesOf({ series }: Pick<Bottleneck, 'series'>, measure: Measure): OverlayData {
  const buckets = bucketsOf(series);
  return {
    places: buckets.map(bucketName), counts: buckets.map(({ count }) => count),
    series: series.map(({ name, points }, palette) => ({
      label: name, palette, hasPoints: true, x: buckets.map((_, i) => i),
      y: buckets.map(({ from }) => { const point = points.find((one) => one.from === from); return point === undefined || point.count === 0 ? null : valueOf(point, measure); }),
    })),
  };
}

/** What the curves say, in one sentence: how much each model loses from the shortest sentences to the longest. */
export function conclude({ series, unit }: Pick<Bottleneck, 'series' | 'unit'>, measure: Measure): string {
  const name = measures.find(({ value }) => value === measure)!.text;
  const parts = series.flatMap((one) => {
    const measured = one.points.filter(({ count }) => count > 0);
    const [first, last] = [measured.at(0), measured.at(-1)];
    if (first === undefined || last === undefined || first === last) return [];
    return [`${one.name} from ${formatMeasure(valueOf(first, measure), measure)} to ${formatMeasure(valueOf(last, measure), measure)}`];
  });
  const buckets = bucketsOf(series).filter(({ count }) => count > 0);
  if (parts.length < series.length || buckets.length < 2) return '';
  return `From the shortest sentences (${bucketName(buckets[0])} ${unit}) to the longest (${bucketName(buckets[buckets.length - 1])}), ${name} goes: ${parts.join('; ')}.`;
}

const words: Readonly<Record<LengthSeries['status'], string>> = {
  waiting: 'waits for the other', starting: 'starting', running: 'training', evaluating: 'translating the held-out part', stopped: 'stopped', finished: 'finished', failed: 'failed', interrupted: 'interrupted',
};

/** "training: step 1,200 of 5,000, best validation loss 1.234". */
export function describeSeries({ status, step, totalSteps, bestValidationLoss, points }: LengthSeries): string {
  const measured = points.reduce((sum, { count }) => sum + count, 0);
  const parts = [
    words[status],
    status === 'running' && totalSteps > 0 ? `step ${formatExact(step)} of ${formatExact(totalSteps)}` : '',
    bestValidationLoss === null ? '' : `best validation loss ${formatLoss(bestValidationLoss)}`,
    measured === 0 ? '' : `${plural(measured, 'sentence')} measured`,
  ];
  return parts.filter(Boolean).join(', ');
}
