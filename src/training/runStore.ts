/** The one writer of a run's folder while it trains: the record, the lines of the reports, the log. */
import { appendFile, mkdir, readFile, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../errors/userError';
import type { Report, RunRecord } from '../protocol/run';
import { decodeRunRecord, encodeReport, fileOfReport, runFiles } from '../protocol/runFiles';
import { writeFileAtomic } from './atomicFiles';

/** How long the files of reports are, in bytes: what a checkpoint remembers, so that a resumed run goes on from there. */
export interface ReportLengths { readonly metrics: number; readonly samples: number }

export class RunStore {
  private writes: Promise<void> = Promise.resolve();
  private failure: Error | null = null;
  private readonly lengths = { [runFiles.metrics]: 0, [runFiles.samples]: 0 };

  private constructor(readonly folder: string, private current: RunRecord) {}

  /** Begins a run in a folder that holds none yet; other files there are left alone. @throws UserError */
  static async create(folder: string, record: RunRecord): Promise<RunStore> {
    await refuseExistingRun(folder);
    const store = new RunStore(folder, record);
    await store.update({});
    await store.truncateReports({ metrics: 0, samples: 0 });
    return store;
  }

  /** Goes on with the run of a folder. @throws UserError where there is none */
  static async open(folder: string): Promise<RunStore> {
    const store = new RunStore(folder, await readRunRecord(folder));
    store.lengths[runFiles.metrics] = await sizeOf(join(folder, runFiles.metrics));
    store.lengths[runFiles.samples] = await sizeOf(join(folder, runFiles.samples));
    return store;
  }

  get record(): RunRecord { return this.current; }

  /** Changes the record, on disk too. */
  async update(changes: Partial<RunRecord>): Promise<RunRecord> {
    this.current = { ...this.current, ...changes, updated: new Date().toISOString() };
    const text = `${JSON.stringify(this.current, null, 2)}\n`;
    await this.enqueue(() => writeFileAtomic(join(this.folder, runFiles.record), text));
    return this.current;
  }

  /** Appends a line for the report. Returns at once; a full disk is told by the next `flush`. */
  append(report: Report): void {
    const file = fileOfReport(report) as typeof runFiles.metrics | typeof runFiles.samples;
    const line = `${encodeReport(report)}\n`;
    this.lengths[file] += Buffer.byteLength(line);
    this.enqueue(() => appendFile(join(this.folder, file), line)).catch(() => { /* kept for flush */ });
  }

  /** Adds a line with the time to log.txt. */
  log(text: string): void {
    const line = `${new Date().toISOString()} ${text}\n`;
    this.enqueue(() => appendFile(join(this.folder, runFiles.log), line)).catch(() => { /* kept for flush */ });
  }

  /** Waits until everything is written. @returns the lengths of the files of reports @throws what went wrong in any write before */
  async flush(): Promise<ReportLengths> {
    await this.writes;
    if (this.failure) throw this.failure;
    return { metrics: this.lengths[runFiles.metrics], samples: this.lengths[runFiles.samples] };
  }

  /** Cuts what was reported after a checkpoint, a torn last line too. Shorter files stay as they are, but for a torn last line. */
  async truncateReports(lengths: ReportLengths): Promise<void> {
    await this.cut(runFiles.metrics, lengths.metrics);
    await this.cut(runFiles.samples, lengths.samples);
  }

  private async cut(file: typeof runFiles.metrics | typeof runFiles.samples, length: number): Promise<void> {
    const path = join(this.folder, file);
    const size = await sizeOf(path);
    if (size > length) await truncate(path, length);
    else if (size < length && size > 0) await truncate(path, (await readFile(path)).lastIndexOf(0x0a) + 1);
    this.lengths[file] = await sizeOf(path);
  }

  /** One write after the other. After a failure the later ones are still tried: the record should say `failed` if it can. */
  private enqueue(write: () => Promise<void>): Promise<void> {
    const done = this.writes.then(write);
    this.writes = done.catch((error: unknown) => { this.failure ??= describeDiskError(error, this.folder); });
    return done;
  }
}

/** @throws UserError where the folder holds a run already */
export async function refuseExistingRun(folder: string): Promise<void> {
  if (await sizeOf(join(folder, runFiles.record)) > 0) {
    throw new UserError('this folder holds a run already', folder, 'resume that run, or choose another folder for the new one', 'option');
  }
  await mkdir(folder, { recursive: true });
}

/** @throws UserError where the folder holds no readable run */
export async function readRunRecord(folder: string): Promise<RunRecord> {
  const path = join(folder, runFiles.record);
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) throw new UserError('this is not the folder of a run: it has no run.json', folder, 'give a folder that `seqlab runs` lists');
  const record = decodeRunRecord(text);
  if (!record) throw new UserError('the record of the run is damaged or of another version', path, 'restore the file, or train again with this version');
  return record;
}

const sizeOf = (path: string): Promise<number> => stat(path).then(({ size }) => size, () => 0);

function describeDiskError(error: unknown, folder: string): Error {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC' || code === 'EDQUOT') return new UserError('the disk is full', folder, 'make room and resume the run', 'unavailable');
  if (code === 'ENOENT') return new UserError('the folder of the run has gone', folder, 'restore it and resume, or train again', 'unavailable');
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') return new UserError('the folder of the run cannot be written to', folder, 'allow writing there and resume the run', 'unavailable');
  return error instanceof Error ? error : new Error(String(error));
}
