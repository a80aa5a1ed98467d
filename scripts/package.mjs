/**
 * `npm run package [-- --target linux-arm64]`: makes the VSIX for this platform or another in the checkout's root, then unpacks it
 * elsewhere and trains with it.
 */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './lib/build.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { root } from './lib/places.mjs';
import { Problem, runMain } from './lib/problem.mjs';
import { stage } from './lib/stage.mjs';
import { currentTarget, targets } from './lib/targets.mjs';
import { tryPackage } from './lib/tryPackage.mjs';

await runMain(async () => {
  const { values: { target = currentTarget() } } = parseArgs({ options: { target: { type: 'string' } } });
  if (!targets.includes(target)) throw new Problem(`--target ${target} is unknown: use one of ${targets.join(', ')}`);
  await ensureDependencies();
  if (!await build('--production')) throw new Problem('the build failed: see its messages above');

  const folder = await stage(target);
  const { name, version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const file = path.join(root, `${name}-${target}-${version}.vsix`);
  const { createVSIX } = await import('@vscode/vsce');
  await createVSIX({ cwd: folder, packagePath: file, target, allowMissingRepository: true, rewriteRelativeLinks: false });
  console.log(`Unpacked elsewhere, it trained with ${(await tryPackage(file, target)).join(' and ')}.`);
  console.log(`${path.relative(root, file)}: ${(statSync(file).size / 2 ** 20).toFixed(1)} MB`);
});
