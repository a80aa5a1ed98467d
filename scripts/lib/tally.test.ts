import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { closingLine, sum, tallied, type Tally } from './tally.mjs';

let file: string;
beforeEach(() => {
  file = path.join(mkdtempSync(path.join(tmpdir(), 'sequence-lab-test-')), 'report.json');
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => {
  rmSync(path.dirname(file), { recursive: true });
  vi.restoreAllMocks();
});

/** A test program that writes this report, if any, and ends with this code. */
const ending = (code: number, report?: Tally) => (environment: NodeJS.ProcessEnv): Promise<number> => {
  if (report) writeFileSync(environment.SEQUENCE_LAB_REPORT!, JSON.stringify(report));
  return Promise.resolve(code);
};
const none = { skipped: [], failures: [], again: [] };
const good: Tally = { passed: 3, failed: 0, ...none };

describe('the count of a group of tests', () => {
  it('is what the program reports', async () => {
    expect(await tallied('suites', file, ending(0, good))).toEqual(good);
    expect(await tallied('suites', file, ending(1, { ...good, failed: 2 }))).toEqual({ ...good, failed: 2 });
  });

  it('has a failure where the program died without a report, even with exit code 0', async () => {
    expect((await tallied('suites', file, ending(0))).failed).toBe(1);
  });

  it('does not take an earlier report for this one', async () => {
    writeFileSync(file, JSON.stringify(good));
    expect(await tallied('suites', file, ending(0))).toMatchObject({ passed: 0, failed: 1 });
  });

  it('has a failure where the program failed beside its tests', async () => {
    expect(await tallied('suites', file, ending(1, good))).toEqual({ ...good, failed: 1, failures: ['suites ended with exit code 1 though no test failed'] });
  });

  it('has a failure where no test was found', async () => {
    expect((await tallied('suites', file, ending(0, { passed: 0, failed: 0, ...none }))).failed).toBe(1);
  });
});

it('the closing line names skipped tests only where there are some', () => {
  expect(closingLine(sum([good, { passed: 1, failed: 1, ...none }]))).toBe('4 passed, 1 failed');
  expect(closingLine(sum([good, { passed: 0, failed: 0, ...none, skipped: ['a: b', 'c: d'] }]))).toBe('3 passed, 0 failed, 2 skipped');
});
