/** Tries a package as its user will have it: unpacked where no other node_modules is in reach, it trains a translator for some steps. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Problem } from './problem.mjs';
import { runQuietly } from './processes.mjs';
import { currentTarget, nativeFolder } from './targets.mjs';
import { unzip } from './unzip.mjs';

const letters = [...'abcdefgh'];
/** Two letters, then the same in reverse: 64 pairs. */
const pairs = letters.flatMap((first) => letters.map((second) => `${first} ${second}\t${second} ${first}\n`)).join('');
const experiment = { task: 'translation', data: { train: 'pairs.tsv' }, model: { hidden: 16, embedding: 16 }, training: { maxSteps: 3, batchSize: 8 } };

/**
 * Trains with each engine of the package that this machine can run: WebAssembly everywhere, the native library of this platform.
 * @param {string} vsix
 * @param {string} target  that it was made for
 * @returns {Promise<string[]>} the engines that trained
 */
export async function tryPackage(vsix, target) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sequence-lab-vsix-'));
  try {
    unzip(vsix, folder);
    writeFileSync(path.join(folder, 'pairs.tsv'), pairs);
    writeFileSync(path.join(folder, 'reverse.seqlab.json'), JSON.stringify(experiment));
    const engines = ['webassembly', ...(nativeFolder(target) && target === currentTarget() ? ['onnxruntime'] : [])];
    for (const engine of engines) await trainWith(engine, folder);
    return engines;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} engine @param {string} folder */
async function trainWith(engine, folder) {
  const program = path.join(folder, 'extension/dist/cli.js');
  await runQuietly(process.execPath, [program, 'train', 'reverse.seqlab.json', '--engine', engine, '--run', engine], { cwd: folder });
  const record = JSON.parse(readFileSync(path.join(folder, engine, 'run.json'), 'utf8'));
  if (record.status !== 'finished' || record.engine.name !== engine) {
    throw new Problem(`the package's training with ${engine} ended as ${record.status} on ${record.engine?.name}: ${record.reason ?? 'no reason was given'}`);
  }
}
