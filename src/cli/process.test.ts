/** The command line as a process: bundled as for users, with real pipes and signals. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeTestExperiments, type TestFolder } from './testExperiments';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Inside the project, where the packages that are not bundled are found. */
const program = join(root, 'out', 'cli-test', `seqlab-${process.pid}.mjs`);
let place: TestFolder;

beforeAll(async () => {
  place = writeTestExperiments();
  await build({
    entryPoints: [join(root, 'src/cli/main.ts')], outfile: program, bundle: true, platform: 'node', format: 'esm', target: 'node20', mainFields: ['module', 'main'], external: ['onnxruntime-node', 'onnxruntime-web'],
    banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" }, logLevel: 'error',
  });
}, 60_000);
afterAll(() => {
  rmSync(program, { force: true });
  rmSync(place.folder, { recursive: true, force: true });
});

interface Ended { readonly code: number | null; readonly signal: string | null; readonly output: string; readonly errors: string }

function start(args: readonly string[], env: NodeJS.ProcessEnv = process.env): { readonly child: ChildProcessWithoutNullStreams; readonly heard: (pattern: RegExp) => Promise<void>; readonly ended: Promise<Ended> } {
  const child = spawn(process.execPath, [program, ...args], { cwd: place.folder, env });
  let [output, errors] = ['', ''];
  child.stdout.on('data', (data: Buffer) => { output += data.toString(); });
  child.stderr.on('data', (data: Buffer) => { errors += data.toString(); });
  const ended = once(child, 'close').then(([code, signal]) => ({ code: code as number | null, signal: signal as string | null, output, errors }));
  const heard = async (pattern: RegExp): Promise<void> => {
    while (!pattern.test(output + errors)) {
      if (child.exitCode !== null) throw new Error(`ended before ${pattern.source}: ${output}${errors}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  return { child, heard, ended };
}

const long = ['train', 'rhyme.seqlab.json', '--set', 'training.epochs=100000', '--set', 'training.earlyStopping=null'];

describe.skipIf(process.platform === 'win32')('seqlab as a process', () => {
  it('stops at Ctrl-C with a checkpoint, tells how to go on, and goes on', async () => {
    const first = start([...long, '--run', 'stopped']);
    await first.heard(/epoch 2:/);
    first.child.kill('SIGINT');
    const { code, output, errors } = await first.ended;
    const folder = join(place.folder, 'stopped');
    expect(code).toBe(130);
    expect(output.trimEnd().split('\n').at(-1)).toBe(folder);
    expect(errors).toContain(`seqlab: stopped; go on with: seqlab train --resume --run ${folder}\n`);
    expect(existsSync(join(folder, 'checkpoints/last'))).toBe(true);
    const { step } = JSON.parse(readFileSync(join(folder, 'checkpoints/last'), 'utf8')) as { step: number };

    const second = start(['train', '--resume', '--run', 'stopped']);
    await second.heard(new RegExp(`resumed at step ${step}`));
    await second.heard(/epoch \d+:/);
    second.child.kill('SIGTERM');
    expect((await second.ended).code).toBe(130);
  });

  it('ends at once at a second Ctrl-C', async () => {
    const { child, heard, ended } = start([...long, '--run', 'killed']);
    await heard(/epoch 1:/);
    child.kill('SIGINT');
    child.kill('SIGINT');
    setTimeout(() => child.kill('SIGINT'), 5);
    expect((await ended).code).toBe(130);
  });

  it('ends quietly when its reader has gone', async () => {
    const trained = await start(['train', 'rhyme.seqlab.json', '--run', 'rhyme', '--set', 'training.epochs=1', '--json']).ended;
    expect(trained.code).toBe(0);
    const { child, ended } = start(['generate', 'rhyme', '--length', '100000']);
    child.stdout.once('data', () => child.stdout.destroy());
    expect(await ended).toMatchObject({ code: 0, errors: '' });
  });

  it('prints JSON and nothing else on standard output, and lines of progress on standard error', async () => {
    const { code, output, errors } = await start(['train', 'rhyme.seqlab.json', '--set', 'training.epochs=1', '--json']).ended;
    expect(code).toBe(0);
    expect(JSON.parse(output)).toMatchObject({ status: 'finished' });
    expect(errors).toMatch(/epoch 1\/1 {2}step \d+\/\d+ {2}loss [\d.]+ {2}[\d.k]+ tokens\/s {2}.+ left\n/);
    expect(errors).not.toContain('\u001b');
  });

  it('answers a line while its input is still open', async () => {
    expect((await start(['train', 'translator.seqlab.json', '--run', 'translator', '--set', 'training.epochs=1', '--json']).ended).code).toBe(0);
    const { child, heard, ended } = start(['translate', 'translator']);
    child.stdin.write('un chat\n');
    await heard(/\n/);
    child.stdin.end();
    expect(await ended).toMatchObject({ code: 0, errors: '' });
  });

  it('leaves nothing of the library in the home folder, and takes a long text as an argument', async () => {
    const home = join(place.folder, 'home');
    mkdirSync(home);
    // On a build server the library reports nothing by itself: here it shall think that it runs at a user's
    const without = Object.fromEntries(['CI', 'TF_BUILD', 'GITHUB_ACTIONS', 'XDG_CACHE_HOME', 'ORT_DISABLE_TELEMETRY'].map((name) => [name, undefined]));
    const env = { ...process.env, ...without, HOME: home };
    expect((await start(['train', 'rhyme.seqlab.json', '--run', 'private', '--set', 'training.epochs=1', '--json'], env).ended).code).toBe(0);
    const { code, errors } = await start(['complete', 'private', '--text', 'the cat sat on the mat '.repeat(2000), '--top', '1'], env).ended;
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(readdirSync(home)).toEqual([]);
  });
});
