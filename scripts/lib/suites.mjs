/** The three groups of tests: units in plain Node, suites inside the editor's extension host, and suites that use the editor as a person does. */
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ensureBrowser } from './browser.mjs';
import { ensureHost, hostObstacle } from './host.mjs';
import { outFolder, root } from './places.mjs';
import { Problem } from './problem.mjs';
import { run } from './processes.mjs';
import { stage } from './stage.mjs';
import { failedBecause, skippedBecause, tallied } from './tally.mjs';
import { currentTarget } from './targets.mjs';

const module = (/** @type {string} */ file) => path.join(root, 'node_modules', file);
const report = (/** @type {string} */ group) => {
  mkdirSync(path.join(outFolder, 'reports'), { recursive: true });
  return path.join(outFolder, 'reports', `${group}.json`);
};

/** @param {string} group @param {readonly string[]} args */
const vitest = (group, args) => tallied(`${group} tests`, report(group), (env) =>
  run(process.execPath, [module('vitest/vitest.mjs'), 'run', '--reporter=default', `--reporter=${path.join(root, 'scripts/lib/vitestReport.mjs')}`, ...args], { cwd: root, env }));

export const unitTests = () => vitest('unit', []);

/**
 * Why the editor cannot be shown here, after trying to install what it needs; undefined where it can. On a build server, where
 * nobody reads what was skipped, that is a failure.
 */
export async function editorObstacle() {
  rmSync(path.join(outFolder, 'failures'), { recursive: true, force: true });
  const obstacle = hostObstacle();
  if (obstacle) return obstacle;
  try {
    await ensureHost();
    await ensureBrowser();
    return undefined;
  } catch (error) {
    if (error instanceof Problem) return error.message.split('\n')[0];
    throw error;
  }
}

/** The suites of src/test/*.test.ts. @param {string | undefined} obstacle */
export async function editorSuites(obstacle) {
  const desktop = process.env.VSCODE_TEST_EXECUTABLE;
  if (obstacle && !desktop) return cannotRun('the suites in the extension host (`npx vscode-test` runs them in a desktop VS Code that it downloads)', obstacle);
  removeOrphans();
  rmSync(path.join(outFolder, 'workspace'), { recursive: true, force: true });
  return tallied('the suites in the extension host', report('editor'), (env) => run(process.execPath, [module('@vscode/test-cli/out/bin.mjs')], {
    cwd: root, env: { ...env, VSCODE_TEST_EXECUTABLE: desktop ?? path.join(root, 'scripts/codeShim.mjs') },
  }));
}

/** The suites of src/test/workbench, on the extension laid out as it is installed. @param {string | undefined} obstacle */
export async function workbenchSuites(obstacle) {
  if (obstacle) return cannotRun('the suites in the workbench', obstacle);
  process.env.SEQUENCE_LAB_STAGED = await stage(currentTarget());
  return vitest('workbench', ['--config', 'vitest.workbench.config.ts']);
}

/** @param {string} what @param {string} why */
const cannotRun = (what, why) => (process.env.CI ? failedBecause : skippedBecause)(`${what}: ${why}`);

/** Removes bundled suites whose source is gone, or they would still run. */
function removeOrphans() {
  const bundled = path.join(outFolder, 'test');
  for (const name of existsSync(bundled) ? readdirSync(bundled) : []) {
    if (name.endsWith('.test.cjs') && !existsSync(path.join(root, 'src/test', name.replace(/\.cjs$/, '.ts')))) rmSync(path.join(bundled, name));
  }
}
