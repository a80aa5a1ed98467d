/**
 * The suites of `src/test/*.test.ts`, which run inside a real VS Code with the `vscode` API. `npx vscode-test` downloads a desktop VS
 * Code; where that cannot be, VSCODE_TEST_EXECUTABLE names a stand-in (scripts/codeShim.mjs), as `npm test` does.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { defineConfig } from '@vscode/test-cli';

const root = import.meta.dirname;
const executable = process.env.VSCODE_TEST_EXECUTABLE;
const workspaceFolder = path.join(root, 'out/workspace');
mkdirSync(workspaceFolder, { recursive: true });

export default defineConfig({
  label: 'editor',
  files: 'out/test/*.test.cjs',
  workspaceFolder,
  launchArgs: ['--disable-workspace-trust'],
  mocha: { ui: 'bdd', timeout: 60_000, retries: process.env.CI ? 1 : 0, reporter: path.join(root, 'scripts/lib/mochaReport.cjs') },
  ...(executable ? { useInstallation: { fromPath: executable } } : {}),
});
