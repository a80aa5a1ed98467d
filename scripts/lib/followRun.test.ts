import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { followNewRun } from './followRun.mjs';

let workspace: string;
let printed: string;
let stop: () => void;
beforeEach(() => {
  vi.useFakeTimers();
  workspace = mkdtempSync(path.join(tmpdir(), 'sequence-lab-test-'));
  printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => { printed += String(text); return true; });
  vi.spyOn(console, 'log').mockImplementation((text: string) => { printed += `${text}\n`; });
});
afterEach(() => {
  stop();
  vi.useRealTimers();
  vi.restoreAllMocks();
  rmSync(workspace, { recursive: true });
});

const runFolder = (name: string): string => path.join(workspace, '.sequence-lab/runs', name);
function beginRun(name: string): void {
  mkdirSync(runFolder(name), { recursive: true });
  writeRecord(name, 'running');
}
const writeRecord = (name: string, status: string): void => writeFileSync(path.join(runFolder(name), 'run.json'), JSON.stringify({ status, reason: null }));
const report = (name: string, line: string): void => appendFileSync(path.join(runFolder(name), 'metrics.jsonl'), line);
const validation = (loss: number | string): string => `${JSON.stringify({ kind: 'validation', step: 10, epoch: 1, loss, perplexity: 2, accuracy: 0.5, best: false })}\n`;
const wait = (): Promise<unknown> => vi.advanceTimersByTimeAsync(1000);

it('follows the run that begins after it was asked, line by line as they are complete', async () => {
  beginRun('old');
  stop = followNewRun(workspace);
  report('old', validation(9.99));
  await wait();
  expect(printed).toBe('');

  beginRun('new');
  report('new', validation(1.25) + validation(1.5).slice(0, 20));
  await wait();
  expect(printed).toContain('loss 1.250');
  expect(printed).not.toContain('1.5');
  report('new', validation(1.5).slice(20) + validation('NaN'));
  await wait();
  expect(printed).toMatch(/loss 1\.500[^]*loss NaN/);
  expect(printed).not.toContain('9.99');
});

it('tells how the run ended, with what was reported last', async () => {
  stop = followNewRun(workspace);
  beginRun('new');
  await wait();
  report('new', validation(0.75));
  writeRecord('new', 'stopped');
  await wait();
  expect(printed).toMatch(/loss 0\.7500[^]*The training is stopped\.\n$/);
});
