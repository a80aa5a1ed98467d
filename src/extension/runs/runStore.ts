/** Runs on disk as the editor sees them: what there is, what one run has to show, and the one thing that it writes, the mark of an interruption. */
import { randomUUID } from 'node:crypto';
import { readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { RunRecord, RunStatus, RunSummary } from '../../protocol/run';
import { decodeRunRecord, readHistory, runFiles, type RunHistory } from '../../protocol/runFiles';

/** A run that says it is running, whose process cannot be asked (no lock, or another machine's), is gone after so long a silence. */
const SILENCE_MS = 90_000;

export interface StoredRun { readonly folder: string; readonly record: RunRecord; readonly history: RunHistory }

/** Reads a run's folder; null where there is no readable `run.json`. Missing or torn lines of the reports are left out. */
export async function readRun(folder: string, now = Date.now()): Promise<StoredRun | null> {
  const record = decodeRunRecord(await readText(join(folder, runFiles.record)));
  if (record === null) return null;
  const [metrics, samples] = await Promise.all([readText(join(folder, runFiles.metrics)), readText(join(folder, runFiles.samples))]);
  return { folder, record: await settleRecord(folder, record, now), history: readHistory(metrics, samples) };
}

/** All runs in these folders of runs, newest first. */
export async function listRuns(runsFolders: readonly string[], now = Date.now()): Promise<RunSummary[]> {
  const folders = (await Promise.all(runsFolders.map(async (parent) => (await listNames(parent)).map((name) => join(parent, name))))).flat();
  const summaries = await Promise.all(folders.map((folder) => summarize(folder, now)));
  return summaries.filter((summary) => summary !== null).sort((a, b) => b.updated.localeCompare(a.updated) || b.id.localeCompare(a.id));
}

async function summarize(folder: string, now: number): Promise<RunSummary | null> {
  const stored = decodeRunRecord(await readText(join(folder, runFiles.record)));
  const task = stored?.experiment.task;
  if (stored === null || (task !== 'language-model' && task !== 'translation')) return null;
  const [record, metrics, checkpoints] = await Promise.all([
    settleRecord(folder, stored, now), readText(join(folder, runFiles.metrics)), listNames(join(folder, runFiles.checkpoints)),
  ]);
  const validations = metrics.split('\n').filter((line) => line.includes('"validation"')).join('\n');
  const losses = readHistory(validations, '').validation.map(({ loss }) => loss).filter(Number.isFinite);
  return {
    folder, id: record.id, name: record.name, task, status: record.status, updated: record.updated,
    bestValidationLoss: losses.length === 0 ? null : Math.min(...losses), hasCheckpoint: checkpoints.includes('last'),
  };
}

/** A run whose process vanished without a word (power cut, killed editor) is shown as interrupted; nothing is written. */
async function settleRecord(folder: string, record: RunRecord, now: number): Promise<RunRecord> {
  if (!isAlive(record.status)) return record;
  const owner = await readOwner(folder);
  if (owner?.host === hostname()) {
    if (isProcessAlive(owner.pid)) return record;
    return { ...record, status: 'interrupted', reason: record.reason ?? 'the process that trained it is gone' };
  }
  const signs = await Promise.all([runFiles.record, runFiles.metrics, runFiles.log].map((name) => modifiedAt(join(folder, name))));
  if (now - Math.max(...signs) < SILENCE_MS) return record;
  return { ...record, status: 'interrupted', reason: record.reason ?? 'the process that trained it is gone' };
}

async function readOwner(folder: string): Promise<{ pid: number; host: string } | null> {
  try {
    const owner = JSON.parse(await readText(join(folder, runFiles.lock))) as { pid?: unknown; host?: unknown } | null;
    return typeof owner?.pid === 'number' && typeof owner.host === 'string' ? { pid: owner.pid, host: owner.host } : null;
  } catch {
    return null; // none, or just being written
  }
}

function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0); // sends nothing, only asks
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

export const isAlive = (status: RunStatus): boolean => status === 'starting' || status === 'running';
/** Whether training can go on from a checkpoint. A failed run may have been a full disk: it, too, can. */
export const isResumable = (run: Pick<RunSummary, 'status' | 'hasCheckpoint'>): boolean => run.hasCheckpoint && !isAlive(run.status) && run.status !== 'finished';

/** Writes into `run.json` that the training ended without a word, unless the process has already told its end. */
export async function markInterrupted(folder: string, reason: string): Promise<RunRecord | null> {
  const path = join(folder, runFiles.record);
  const record = decodeRunRecord(await readText(path));
  if (record === null || !isAlive(record.status)) return record;
  const marked: RunRecord = { ...record, status: 'interrupted', reason, updated: new Date().toISOString() };
  const draft = `${path}.${randomUUID()}.tmp`;
  await writeFile(draft, `${JSON.stringify(marked, null, 2)}\n`);
  await rename(draft, path);
  return marked;
}

const readText = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');
const listNames = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);
const modifiedAt = (path: string): Promise<number> => stat(path).then(({ mtimeMs }) => mtimeMs, () => 0);
