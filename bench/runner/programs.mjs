/** Builds the benchmark's programs and runs each measurement in a process of its own. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import * as esbuild from 'esbuild';

const root = path.join(import.meta.dirname, '..', '..');
const built = path.join(root, 'out', 'bench');
const runFile = promisify(execFile);

/** @param {readonly string[]} names  files of bench/, without `.ts` */
export async function buildPrograms(names) {
  await esbuild.build({
    entryPoints: names.map((name) => path.join(root, 'bench', `${name}.ts`)), outdir: built, bundle: true, platform: 'node', target: 'node20', format: 'esm',
    mainFields: ['module', 'main'], banner: { js: "import { createRequire as bundledRequire } from 'node:module'; const require = bundledRequire(import.meta.url);" },
    external: ['onnxruntime-node', 'onnxruntime-web', '@tensorflow/tfjs-node'], logLevel: 'warning',
  });
}

/** The module of a built file, for what the runner itself needs. */
export const importBuilt = (name) => import(new URL(`file://${path.join(built, `${name}.js`)}`));

/** What a program prints last, as JSON. It fails with the last line that the program wrote of its own failure. */
export const runJson = async (command, args) => JSON.parse((await run(command, args)).trim().split('\n').at(-1));

/** What a command of `dist/cli.js` answers with `--json`. */
export const runCli = async (...args) => JSON.parse(await run(process.execPath, [path.join(root, 'dist', 'cli.js'), ...args, '--json']));

async function run(command, args) {
  try {
    return (await runFile(command, args, { encoding: 'utf8', maxBuffer: 2 ** 26 })).stdout;
  } catch (error) {
    const reason = /** @type {string} */ (error.stderr ?? '').split('\n').findLast((line) => /Error/.test(line)) ?? error.message;
    throw new Error(reason.trim(), { cause: error });
  }
}

/** @param {string} name  a built program @param {object} request */
export const runProgram = (name, request) => runJson(process.execPath, [path.join(built, `${name}.js`), JSON.stringify(request)]);
