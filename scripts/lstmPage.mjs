/** Writes docs/lstm-step.md anew: `node scripts/lstmPage.mjs`. The text is in src/testing/lstmPage.ts. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';

const root = path.dirname(import.meta.dirname);
const outfile = path.join(root, 'out', 'scripts', 'lstmPage.mjs');
await esbuild.build({ entryPoints: [path.join(root, 'src', 'testing', 'lstmPage.ts')], outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'warning' });
const { lstmPage } = await import(new URL(`file://${outfile}`));
writeFileSync(path.join(root, 'docs', 'lstm-step.md'), lstmPage());
