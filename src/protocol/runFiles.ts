/**
 * The files of a run's folder, and how a report becomes one line of them. Written by the training process, read back by the editor
 * and by whoever likes to plot: plain JSON, numbers to five significant digits where they are many.
 */
import { progressSchema, runRecordSchema, sampleSchema, validationSchema, type ProgressReport, type Report, type RunRecord, type SampleReport, type ValidationReport } from './run';

/** Names inside a run's folder. `checkpoints` holds `best` and `last`; `lock` names the process that trains, as JSON with `pid` and `host`. */
export const runFiles = {
  record: 'run.json', metrics: 'metrics.jsonl', samples: 'samples.jsonl', tokenizer: 'tokenizer.json', log: 'log.txt', lock: 'train.lock', checkpoints: 'checkpoints',
  /** Language models: scores of simple models on the same held-out text, the n-gram partner, and how much each helper counts. */
  baselines: 'baselines.json', partner: 'ngram.bin', helpers: 'helpers.json',
} as const;

/** Where runs live inside a workspace folder, with forward slashes. */
export const RUNS_FOLDER = '.sequence-lab/runs';

/** The file that a report is a line of. */
export const fileOfReport = (report: Report): string => (report.kind === 'sample' ? runFiles.samples : runFiles.metrics);

/** A report as one line of JSON without the line's end. What JSON lacks is written as a string: "NaN", "Infinity", "-Infinity". */
export function encodeReport(report: Report): string {
  return JSON.stringify(report, (_key, value: unknown) => {
    if (value instanceof Float32Array) return Array.from(value, (number) => Number(number.toPrecision(5)));
    return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
  });
}

/** Reads one line of `metrics.jsonl` or `samples.jsonl`; null for an empty, torn or foreign one. */
export function decodeReport(line: string): Report | null {
  if (line.trim() === '') return null;
  let value: unknown;
  try {
    value = JSON.parse(line, (key, field: unknown) => {
      if (key === 'values' && Array.isArray(field)) return Float32Array.from(field as number[]);
      return field === 'NaN' || field === 'Infinity' || field === '-Infinity' ? asNumber(key, field) : field;
    });
  } catch {
    return null; // the process was killed while it wrote this line
  }
  const schema = { progress: progressSchema, validation: validationSchema, sample: sampleSchema }[kindOf(value)];
  const checked = schema?.safeParse(value);
  return checked?.success ? checked.data : null;
}

/** A sentence may read "NaN": only fields of measurements are turned back into numbers. */
const textFields = new Set(['source', 'reference', 'output']);
const asNumber = (key: string, field: string): unknown => (textFields.has(key) || /^\d+$/.test(key) ? field : Number(field));

const kindOf = (value: unknown): 'progress' | 'validation' | 'sample' =>
  (value as { kind?: unknown } | null)?.kind as 'progress' | 'validation' | 'sample';

export interface RunHistory { readonly progress: ProgressReport[]; readonly validation: ValidationReport[]; readonly samples: SampleReport[] }

/** Sorts the lines of both files into what a panel draws. Lines that cannot be read are left out. */
export function readHistory(metrics: string, samples: string): RunHistory {
  const history: RunHistory = { progress: [], validation: [], samples: [] };
  for (const line of [...metrics.split('\n'), ...samples.split('\n')]) {
    const report = decodeReport(line);
    if (report === null) continue;
    if (report.kind === 'progress') appendReport(history.progress, report);
    else if (report.kind === 'validation') appendReport(history.validation, report);
    else appendReport(history.samples, report);
  }
  return history;
}

/**
 * Appends a report to those of its kind. A run that was resumed goes back to its last checkpoint: what it had reported beyond that
 * step is taken back, or curves would double. Several samples of one step stand side by side.
 */
export function appendReport<R extends Report>(list: R[], report: R): void {
  while (list.length > 0 && isTakenBack(list[list.length - 1], report)) list.pop();
  list.push(report);
}

/** Whether `earlier` is told anew, or undone, by `later`. */
export const isTakenBack = (earlier: Report, later: Report): boolean => earlier.step > later.step || (earlier.step === later.step && later.kind !== 'sample' && !isBeside(earlier, later));

/** The mean of the last weights is measured at the step of the last of them. */
const isBeside = (earlier: Report, later: Report): boolean => later.kind === 'validation' && later.averaged !== undefined && earlier.kind === 'validation' && earlier.averaged === undefined;

/** Reads `run.json`; null where it is torn or of another version. */
export function decodeRunRecord(text: string): RunRecord | null {
  try {
    const checked = runRecordSchema.safeParse(JSON.parse(text));
    return checked.success ? checked.data : null;
  } catch {
    return null;
  }
}
