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
    let passed = 0;
    let failed = unhandledErrors.length;
    const skipped = [];
    for (const module of modules) {
      failed += module.errors().length; // a file that could not be loaded, a hook that failed
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state === 'passed') passed++;
        else if (result.state === 'skipped') skipped.push(`${module.relativeModuleId} › ${test.fullName}: ${result.note ?? 'marked so in its file'}`);
        else failed++;
      }
      for (const suite of module.children.allSuites()) failed += suite.errors().length;
    }
    writeFileSync(file, JSON.stringify({ passed, failed, skipped }));
  }
}
