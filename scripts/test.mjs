/**
 * `npm test [-- unit editor workbench]`: on a fresh clone installs what the tests need, builds, and runs all groups of tests or those
 * named. The last line is `N passed, N failed`, with `, N skipped` where something could not run; what failed and what was skipped stands above it.
 */
import { build } from './lib/build.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { Problem, runMain } from './lib/problem.mjs';
import { endOnSignals } from './lib/processes.mjs';
import { editorObstacle, editorSuites, unitTests, workbenchSuites } from './lib/suites.mjs';
import { closingLine, failedBecause, sum } from './lib/tally.mjs';

const groups = ['unit', 'editor', 'workbench'];

await runMain(async () => {
  const named = process.argv.slice(2);
  const unknown = named.find((name) => !groups.includes(name));
  if (unknown) throw new Problem(`there is no group of tests "${unknown}": name some of ${groups.join(', ')}, or none for all`);
  const asked = (/** @type {string} */ group) => named.length === 0 || named.includes(group);
  endOnSignals();
  await ensureDependencies();

  /** @type {import('./lib/tally.mjs').Tally[]} */
  const tallies = [];
  if (asked('unit')) tallies.push(await unitTests());
  if (asked('editor') || asked('workbench')) {
    if (await build('--tests')) {
      const obstacle = await editorObstacle();
      if (asked('editor')) tallies.push(await editorSuites(obstacle));
      if (asked('workbench')) tallies.push(await workbenchSuites(obstacle));
    } else {
      tallies.push(failedBecause('the build: see its messages above. The suites in the editor were not run'));
    }
  }

  const total = sum(tallies);
  for (const reason of total.skipped) console.log(`SKIPPED: ${reason}`);
  for (const reason of total.again) console.log(`PASSED AT A SECOND TRY: ${reason}`);
  for (const reason of total.failures) console.log(`FAILED: ${reason}`);
  console.log(closingLine(total));
  return total.failed > 0 ? 1 : 0;
});
