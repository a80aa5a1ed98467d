/** The prediction process as the editor forks it. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openChannel } from '../protocol/channel';
import { predictorHostSide, predictorSide } from '../protocol/messages';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Inside the project, where the packages that are not bundled are found. */
const program = join(root, 'out', 'worker-test', `predict-${process.pid}.mjs`);

beforeAll(async () => {
  await build({
    entryPoints: [join(root, 'src/worker/predictProcess.ts')], outfile: program, bundle: true, platform: 'node', format: 'esm', target: 'node20', mainFields: ['module', 'main'], external: ['onnxruntime-node', 'onnxruntime-web'],
    banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" }, logLevel: 'error',
  });
}, 60_000);
afterAll(() => rmSync(program, { force: true }));

it('answers over the pipe, outlives a bad request, and ends when its parent disconnects', async () => {
  const child = fork(program, { serialization: 'advanced', execArgv: [] });
  const channel = openChannel({
    post: (packet) => child.send(packet as object), onPacket: (listener) => child.on('message', listener), onClose: (listener) => child.on('exit', () => listener('it ended')),
  }, predictorHostSide, predictorSide, { 'predict/log': () => undefined, 'predict/generated': () => undefined });
  for (let attempt = 0; attempt < 2; attempt++) {
    await expect(channel.request('predict/open', { runFolder: join(root, 'src'), engine: 'auto' })).rejects.toThrow(/not the folder of a run/);
  }
  const ended = once(child, 'exit');
  child.disconnect();
  expect((await ended)[0]).toBe(0);
});
