/**
 * Bundles the five programs of the extension: the host, the two background processes, the command line and the webview.
 * `--watch` rebuilds on change and prints lines that the problem matcher of .vscode/tasks.json reads; `--tests` adds the editor suites.
 */
import * as esbuild from 'esbuild';
import { existsSync, readdirSync } from 'node:fs';

const watch = process.argv.includes('--watch');
const tests = process.argv.includes('--tests');
const production = process.argv.includes('--production');

const shared = { bundle: true, sourcemap: !production, minify: production, logLevel: 'silent', logOverride: { 'empty-import-meta': 'silent' } };
// The ES modules of a package first: the CommonJS form of jsonc-parser loads its parts in a way that no bundler can follow.
const node = { ...shared, platform: 'node', target: 'node20', mainFields: ['module', 'main'], external: ['vscode', 'onnxruntime-node', 'onnxruntime-web', '@tensorflow/tfjs-node'] };
/** Bundled CommonJS packages call `require`, which an ES module lacks. */
const requireForBundledCommonJs = { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" };

const builds = [
  { ...node, entryPoints: { extension: 'src/extension/extension.ts' }, outdir: 'dist', format: 'cjs', outExtension: { '.js': '.cjs' } },
  {
    ...node, outdir: 'dist', format: 'esm', splitting: true, chunkNames: 'chunks/[name]-[hash]', banner: requireForBundledCommonJs,
    entryPoints: { trainProcess: 'src/worker/trainProcess.ts', predictProcess: 'src/worker/predictProcess.ts', cli: 'src/cli/main.ts' },
  },
  {
    ...shared, platform: 'browser', target: 'chrome120', format: 'esm', outdir: 'dist/webview', loader: { '.svg': 'text' },
    splitting: true, chunkNames: 'chunks/[name]-[hash]', entryPoints: { panel: 'webview/panel/main.ts', tunes: 'webview/music/main.ts' },
  },
];
if (tests && existsSync('src/test')) {
  const suites = readdirSync('src/test').filter((name) => name.endsWith('.test.ts')).map((name) => `src/test/${name}`);
  builds.push({ ...node, entryPoints: suites, outdir: 'out/test', format: 'cjs', outExtension: { '.js': '.cjs' }, external: [...node.external, 'mocha'] });
}

/** Builds now at work: to the watching editor they are one. */
let running = 0;
/** Tells the watching editor when a build begins and what went wrong in it. */
const reportProblems = {
  name: 'report-problems',
  setup(build) {
    build.onStart(() => { if (running++ === 0 && watch) console.log('[watch] build started'); });
    build.onEnd((result) => {
      for (const { text, location } of result.errors) {
        console.error(`✘ [ERROR] ${text}`);
        if (location) console.error(`    ${location.file}:${location.line}:${location.column}:`);
      }
      if (--running === 0 && watch) console.log('[watch] build finished');
    });
  },
};

const contexts = await Promise.all(builds.map((options) => esbuild.context({ ...options, plugins: [reportProblems] })));
if (watch) {
  await Promise.all(contexts.map((context) => context.watch()));
} else {
  const results = await Promise.allSettled(contexts.map((context) => context.rebuild()));
  await Promise.all(contexts.map((context) => context.dispose()));
  if (results.some((result) => result.status === 'rejected')) process.exit(1);
}
