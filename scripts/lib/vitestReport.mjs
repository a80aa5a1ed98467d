/** A Vitest reporter, beside the one that prints, that writes what happened as a tally to the file named by SEQUENCE_LAB_REPORT. */
import { writeFileSync } from 'node:fs';

export default class VitestReport {
  /**
   * @param {ReadonlyArray<import('vitest/node').TestModule>} modules
   * @param {ReadonlyArray<unknown>} unhandledErrors
   */
  onTestRunEnd(modules, unhandledErrors) {
    const file = process.env.SEQUENCE_LAB_REPORT;
    if (!file) return;
    /** @type {import('./tally.mjs').Tally} */
    const tally = { passed: 0, failed: 0, skipped: [], failures: [], again: [] };
    /** @param {string} place @param {ReadonlyArray<unknown>} errors each counts */
    const fail = (place, errors) => {
      tally.failed += errors.length;
      tally.failures.push(...errors.map((error) => `${place}: ${firstLine(error)}`));
    };
    fail('beside the tests', unhandledErrors);
    for (const module of modules) {
      fail(module.relativeModuleId, module.errors()); // a file that could not be loaded, a hook that failed
      for (const suite of module.children.allSuites()) fail(`${module.relativeModuleId} › ${suite.fullName}`, suite.errors());
      for (const test of module.children.allTests()) {
        const { state, errors, ...result } = test.result();
        const place = `${module.relativeModuleId} › ${test.fullName}`;
        if (state === 'skipped') tally.skipped.push(`${place}: ${('note' in result && result.note) || 'marked so in its file'}`);
        else if (state !== 'passed') fail(place, errors?.slice(0, 1) ?? ['it did not end']);
        else {
          tally.passed++;
          if ((test.diagnostic()?.retryCount ?? 0) > 0) tally.again.push(`${place}: ${firstLine(errors?.[0])}`);
        }
      }
    }
    writeFileSync(file, JSON.stringify(tally));
  }
}

/** @param {unknown} error */
const firstLine = (error) => (error && typeof error === 'object' && 'message' in error ? String(error.message) : String(error)).split('\n')[0];
