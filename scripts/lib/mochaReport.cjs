/**
 * A Mocha reporter that prints as `spec` does and writes what happened to the file named by SEQUENCE_LAB_REPORT. It runs in the
 * extension host. A host that dies can end with exit code 0: only this file tells that the suites came to their end.
 */
'use strict';
const { writeFileSync } = require('node:fs');
const { reporters } = require('mocha');

module.exports = class ReportingSpec extends reporters.Spec {
  /** @param {import('mocha').Runner} runner @param {import('mocha').MochaOptions} options */
  constructor(runner, options) {
    super(runner, options);
    /** @type {Record<'skipped' | 'failures' | 'again', string[]>} */
    const told = { skipped: [], failures: [], again: [] };
    /** @param {import('mocha').Runnable} test @param {unknown} error */
    const reason = (test, error) => `${test.fullTitle()}: ${(error instanceof Error ? error.message : String(error)).split('\n')[0]}`;
    runner.on('pending', (test) => told.skipped.push(test.fullTitle()));
    runner.on('fail', (test, error) => told.failures.push(reason(test, error)));
    runner.on('retry', (test, error) => told.again.push(reason(test, error)));
    runner.once('end', () => {
      const file = process.env.SEQUENCE_LAB_REPORT;
      if (!file) return;
      const { passes = 0, failures = 0 } = runner.stats ?? {};
      writeFileSync(file, JSON.stringify({ passed: passes, failed: failures, ...told }));
    });
  }
};
