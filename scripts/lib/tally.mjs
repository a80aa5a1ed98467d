/** Counts of tests. What did not run is counted with its reason, never left out. */
import { readFileSync, rmSync } from 'node:fs';

/**
 * @typedef {{ passed: number, failed: number, skipped: string[], failures: string[], again: string[] }} Tally  one line each, with the reason; `failures` may name
 *   fewer than failed; `again`: passed at their second try
 */

/** A group of tests that cannot run here. @param {string} reason @returns {Tally} */
export const skippedBecause = (reason) => ({ passed: 0, failed: 0, skipped: [reason], failures: [], again: [] });

/** A group that failed as a whole. @param {string} reason @returns {Tally} */
export function failedBecause(reason) {
  console.error(reason);
  return { passed: 0, failed: 1, skipped: [], failures: [reason], again: [] };
}

/** @param {readonly Tally[]} tallies @returns {Tally} */
export const sum = (tallies) => ({
  passed: tallies.reduce((total, { passed }) => total + passed, 0),
  failed: tallies.reduce((total, { failed }) => total + failed, 0),
  skipped: tallies.flatMap(({ skipped }) => skipped),
  failures: tallies.flatMap(({ failures }) => failures),
  again: tallies.flatMap(({ again }) => again),
});

/** The line that `npm test` ends with. @param {Pick<Tally, 'passed' | 'failed' | 'skipped'>} tally */
export const closingLine = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed${skipped.length ? `, ${skipped.length} skipped` : ''}`;

/**
 * Runs test programs that write a tally to a file. Neither the file nor the exit code is trusted alone: a host that dies may exit
 * with 0, and a runner may fail beside its tests.
 * @param {string} name  of the group, for messages
 * @param {string} file  where the tally will be
 * @param {(environment: NodeJS.ProcessEnv) => Promise<number>} runner  resolves to the exit code
 * @returns {Promise<Tally>}
 */
export async function tallied(name, file, runner) {
  rmSync(file, { force: true });
  const code = await runner({ ...process.env, SEQUENCE_LAB_REPORT: file });
  /** @type {Tally} */
  let tally;
  try {
    tally = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return failedBecause(`${name} ended with exit code ${code} and left no report: its process died`);
  }
  if (tally.passed + tally.failed === 0 && tally.skipped.length === 0) return failedBecause(`${name} found no test`);
  return code !== 0 && tally.failed === 0 ? sum([tally, failedBecause(`${name} ended with exit code ${code} though no test failed`)]) : tally;
}
