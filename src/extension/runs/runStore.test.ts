import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunRecord } from '../../protocol/run';
import { encodeReport } from '../../protocol/runFiles';
import { isResumable, listRuns, markInterrupted, readRun } from './runStore';

let root: string;
beforeEach(() => { root = mkdtempSync(join(tmpdir(), 'runs-')); });
afterEach(() => rmSync(root, { recursive: true }));

const record = (id: string, changes: Partial<RunRecord> = {}): RunRecord => ({
  version: 1, id, name: id, status: 'finished', reason: null, experiment: { task: 'translation' }, baseFolder: root, created: '2025-01-01T00:00:00.000Z', updated: '2025-01-01T00:00:00.000Z',
  seed: 1, engine: null, versions: {}, data: [], parameters: 10, vocabulary: { source: 5, target: 5 }, examples: { training: 1, validation: 1 }, warnings: [], ...changes,
});

function writeRun(id: string, changes: Partial<RunRecord> = {}, files: Record<string, string> = {}): string {
  const folder = join(root, id);
  mkdirSync(join(folder, 'checkpoints'), { recursive: true });
  for (const [name, text] of Object.entries({ 'run.json': JSON.stringify(record(id, changes)), ...files })) writeFileSync(join(folder, name), text);
  return folder;
}
const validation = (loss: number, step = 1): string => encodeReport({ kind: 'validation', step, epoch: 1, loss, perplexity: 2, accuracy: 0.5, best: false });

describe('listRuns', () => {
  it('lists the newest first with the best loss, and leaves out what is no run', async () => {
    writeRun('old', {}, { 'metrics.jsonl': `${validation(3, 1)}\n${validation(2, 2)}\n${validation(NaN, 3)}\n{"kind":"validation","lo` });
    writeRun('new', { updated: '2025-02-01T00:00:00.000Z', experiment: { task: 'language-model' } });
    writeRun('torn', {}, { 'run.json': '{"version":1,' });
    mkdirSync(join(root, 'empty'));
    const runs = await listRuns([root, join(root, 'missing')]);
    expect(runs.map(({ id, task, bestValidationLoss }) => [id, task, bestValidationLoss])).toEqual([['new', 'language-model', null], ['old', 'translation', 2]]);
  });

  it('tells which runs can be resumed', async () => {
    mkdirSync(join(writeRun('stopped', { status: 'stopped' }), 'checkpoints', 'last'));
    writeRun('bare', { status: 'stopped' });
    mkdirSync(join(writeRun('finished'), 'checkpoints', 'last'));
    const runs = await listRuns([root]);
    expect(runs.filter(isResumable).map(({ id }) => id)).toEqual(['stopped']);
  });
});

describe('readRun', () => {
  it('reads record and reports', async () => {
    const folder = writeRun('a', {}, { 'metrics.jsonl': `${validation(2)}\n` });
    expect(await readRun(folder)).toMatchObject({ folder, record: { id: 'a' }, history: { progress: [], samples: [], validation: [{ loss: 2 }] } });
  });

  it('calls a running run that has long been silent interrupted, and leaves one that writes alone', async () => {
    const folder = writeRun('a', { status: 'running' });
    expect((await readRun(folder))?.record.status).toBe('running');
    const long = new Date(Date.now() - 3_600_000);
    utimesSync(join(folder, 'run.json'), long, long);
    expect((await readRun(folder))?.record).toMatchObject({ status: 'interrupted', reason: expect.stringMatching(/gone/) as string });
    writeFileSync(join(folder, 'metrics.jsonl'), `${validation(2)}\n`);
    expect((await readRun(folder))?.record.status).toBe('running');
  });
});

describe('a run whose lock names a process of this machine', () => {
  it('runs for as long as that process lives, however silent', async () => {
    const folder = writeRun('a', { status: 'running' }, { 'train.lock': JSON.stringify({ pid: process.pid, host: hostname() }) });
    const long = new Date(Date.now() - 3_600_000);
    utimesSync(join(folder, 'run.json'), long, long);
    expect((await readRun(folder))?.record.status).toBe('running');
  });

  it('is interrupted as soon as that process is gone', async () => {
    const gone = spawnSync(process.execPath, ['-e', '']).pid;
    const folder = writeRun('a', { status: 'running' }, { 'train.lock': JSON.stringify({ pid: gone, host: hostname() }) });
    expect((await readRun(folder))?.record.status).toBe('interrupted');
  });
});

describe('markInterrupted', () => {
  it('writes the reason and leaves no draft behind', async () => {
    const folder = writeRun('a', { status: 'running' });
    expect(await markInterrupted(folder, 'killed')).toMatchObject({ status: 'interrupted', reason: 'killed' });
    expect(JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8'))).toMatchObject({ status: 'interrupted', reason: 'killed' });
    expect(readdirSync(folder).sort()).toEqual(['checkpoints', 'run.json']);
  });

  it('leaves an end that was told alone', async () => {
    const folder = writeRun('a', { status: 'stopped' });
    expect(await markInterrupted(folder, 'killed')).toMatchObject({ status: 'stopped', reason: null });
    expect(await markInterrupted(join(root, 'missing'), 'killed')).toBeNull();
  });
});
