/**
 * Writes `media/seqlab.schema.json`, from which the editor completes and checks experiment files, out of the one schema in
 * `src/protocol/experiment.ts`. A test tells when the committed file has fallen behind: run `node scripts/schema.mjs`.
 */
import { build } from 'esbuild';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** @returns {Promise<string>} the text of the file */
export async function generateSchema() {
  const { outputFiles } = await build({
    stdin: { contents: `export { experimentJsonSchema } from './src/protocol/experimentJsonSchema';`, resolveDir: root, loader: 'ts' },
    bundle: true, write: false, platform: 'node', mainFields: ['module', 'main'], format: 'esm', target: 'node20', logLevel: 'error',
  });
  const { experimentJsonSchema } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
  return `${JSON.stringify(experimentJsonSchema(), null, 2)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writeFile(new URL('../media/seqlab.schema.json', import.meta.url), await generateSchema());
}
