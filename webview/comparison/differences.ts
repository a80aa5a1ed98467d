/** In which settings runs differ, and how their curves lie over each other. Pure. */
import type { Comparison } from '../../src/protocol/insight';
import type { OverlayData } from '../charts/overlayChart';
import { smoother } from '../charts/derived';
import { formatCompact, formatDuration, formatExact, formatLoss, formatShare } from '../lib/format';
import type { Axis } from '../panel/runTable';

export type ComparedRun = Comparison['runs'][number];

/** A legend's names: runs of the same name are told apart by when they were made. */
export function namesOf(runs: readonly ComparedRun[]): string[] {
  return runs.map(({ record }) => (runs.filter((other) => other.record.name === record.name).length > 1 ? `${record.name} (${record.created.slice(5, 16).replace('T', ' ')})` : record.name));
}

export interface Difference { readonly path: string; readonly values: readonly (string | null)[] }

/** Every setting of the experiment, and the data, that is not the same in all runs; null where a run does not have it. */
export function differencesOf(runs: readonly ComparedRun[]): Difference[] {
  const settings = runs.map(({ record }) => new Map([
    ...leavesOf(record.experiment), ...leavesOf({ seed: record.seed, data: Object.fromEntries(record.data.map(({ path, sha256 }) => [path, sha256.slice(0, 12)])), engine: record.engine?.name ?? null }, 'run.'),
  ]));
  const paths = [...new Set(settings.flatMap((one) => [...one.keys()]))];
  return paths.map((path) => ({ path, values: settings.map((one) => one.get(path) ?? null) })).filter(({ values }) => new Set(values).size > 1);
}

/** `[['model.hidden', '256'], …]`; lists are values of their own. */
function leavesOf(value: unknown, path = ''): [string, string][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[path.replace(/\.$/, ''), typeof value === 'string' ? value : JSON.stringify(value) ?? 'null']];
  return Object.entries(value).flatMap(([key, field]) => leavesOf(field, `${path}${key}.`));
}

export interface Result { readonly label: string; readonly values: readonly (number | null)[]; readonly format: (value: number) => string; readonly lowerIsBetter: boolean | null }

/** What the runs have reached, each by its best validation. */
export function resultsOf(runs: readonly ComparedRun[]): Result[] {
  const best = runs.map(({ validation }) => validation.findLast((report) => report.best) ?? validation.at(-1));
  const last = runs.map(({ progress }) => progress.at(-1));
  const rows: Result[] = [
    { label: 'Best validation loss', values: best.map((report) => report?.loss ?? null), format: formatLoss, lowerIsBetter: true },
    { label: 'BLEU', values: best.map((report) => report?.bleu ?? null), format: (value) => value.toFixed(1), lowerIsBetter: false },
    { label: 'chrF', values: best.map((report) => report?.chrf ?? null), format: (value) => value.toFixed(1), lowerIsBetter: false },
    { label: 'Tokens right', values: best.map((report) => report?.accuracy ?? null), format: formatShare, lowerIsBetter: false },
    { label: 'Answers right', values: best.map((report) => report?.exactMatch ?? null), format: formatShare, lowerIsBetter: false },
    { label: 'Bits a character', values: best.map((report) => report?.bitsPerCharacter ?? null), format: (value) => value.toFixed(3), lowerIsBetter: true },
    { label: 'Best at step', values: best.map((report) => report?.step ?? null), format: formatExact, lowerIsBetter: null },
    { label: 'Training time', values: last.map((report) => report?.elapsedSeconds ?? null), format: formatDuration, lowerIsBetter: null },
    { label: 'Parameters', values: runs.map(({ record }) => record.parameters || null), format: formatCompact, lowerIsBetter: null },
  ];
  return rows.filter(({ values }) => values.some((value) => value !== null));
}

/** Which value of a result is best; -1 where none is, or all are the same. */
export function bestOf({ values, lowerIsBetter }: Pick<Result, 'values' | 'lowerIsBetter'>): number {
  const known = values.filter((value) => value !== null);
  if (lowerIsBetter === null || known.length < 2 || new Set(known).size < 2) return -1;
  return values.indexOf(lowerIsBetter ? Math.min(...known) : Math.max(...known));
}

export type CurveName = 'loss' | 'validationLoss' | 'bleu' | 'chrf' | 'accuracy';

/** One measure of all runs over steps, seconds of training or epochs. A run that lacks it has no curve. */
export function curvesOf(runs: readonly ComparedRun[], name: CurveName, axis: Axis, smoothing: number): OverlayData {
  const names = namesOf(runs);
  return {
    series: runs.flatMap((run, palette) => {
      const points = pointsOf(run, name, axis, smoothing);
      return points.length === 0 ? [] : [{ label: names[palette], palette, hasPoints: name !== 'loss', x: points.map(([x]) => x), y: points.map(([, y]) => y) }];
    }),
  };
}

function pointsOf({ progress, validation }: ComparedRun, name: CurveName, axis: Axis, smoothing: number): [number, number | null][] {
  if (name === 'loss') {
    const smooth = smoother(smoothing);
    const seconds = elapsed(progress);
    return progress.map((report, i) => [axis === 'step' ? report.step : axis === 'epoch' ? report.epoch : seconds[i], Number.isFinite(report.loss) ? smooth(report.loss) : null]);
  }
  const seconds = elapsed(progress);
  return validation.flatMap((report): [number, number | null][] => {
    if (report.averaged !== undefined && !report.best) return []; // the mean of checkpoints was not taken
    const value = name === 'validationLoss' ? report.loss : name === 'accuracy' ? report.accuracy * 100 : report[name];
    if (value === undefined) return [];
    const at = progress.findLastIndex(({ step }) => step <= report.step);
    return [[axis === 'step' ? report.step : axis === 'epoch' ? report.epoch : at < 0 ? 0 : seconds[at], Number.isFinite(value) ? value : null]];
  });
}

/** Seconds of training at each report, also over a stop and a resumption, where the clock begins again. */
function elapsed(progress: ComparedRun['progress']): number[] {
  let [offset, before] = [0, 0];
  return progress.map(({ elapsedSeconds }) => {
    if (elapsedSeconds < before) offset += before;
    before = elapsedSeconds;
    return offset + elapsedSeconds;
  });
}
