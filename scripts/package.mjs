/**
 * `npm run package [-- --target linux-arm64]`: makes the VSIX for this platform or another in the checkout's root, then unpacks it
 * elsewhere and checks that the engine in it loads.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './lib/build.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { root } from './lib/places.mjs';
import { Problem, runMain } from './lib/problem.mjs';
import { run } from './lib/processes.mjs';
import { stage } from './lib/stage.mjs';
import { currentTarget, nativeFolder, targets } from './lib/targets.mjs';
import { unzip } from './lib/unzip.mjs';

await runMain(async () => {
  const { values: { target = currentTarget() } } = parseArgs({ options: { target: { type: 'string' } } });
  if (!targets.includes(target)) throw new Problem(`--target ${target} is unknown: use one of ${targets.join(', ')}`);
  await ensureDependencies();
  if (!await build('--production')) throw new Problem('the build failed: see its messages above');

  const folder = await stage(target);
  const { name, version } = (await import(path.join(root, 'package.json'), { with: { type: 'json' } })).default;
  const file = path.join(root, `${name}-${target}-${version}.vsix`);
  const { createVSIX } = await import('@vscode/vsce');
  await createVSIX({ cwd: folder, packagePath: file, target, allowMissingRepository: true, rewriteRelativeLinks: false });
  await checkEngine(file, target);
  console.log(`${path.relative(root, file)}: ${(statSync(file).size / 2 ** 20).toFixed(1)} MB`);
});

/**
 * Unpacks the VSIX where no other node_modules is in reach and loads each engine that this machine can run.
 * @param {string} file @param {string} target
 */
async function checkEngine(file, target) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sequence-lab-vsix-'));
  try {
    unzip(file, folder);
    const engines = ['onnxruntime-web', ...(nativeFolder(target) && target === currentTarget() ? ['onnxruntime-node'] : [])];
    for (const engine of engines) {
      const code = await run(process.execPath, [path.join(root, 'scripts/lib/loadEngine.mjs'), path.join(folder, 'extension/dist/cli.js'), engine]);
      if (code !== 0) throw new Problem(`the package's ${engine} does not run: see the message above`);
    }
    console.log(`The packed ${engines.join(' and ')} ran a graph.`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
