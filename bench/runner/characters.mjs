/**
 * How well a character LSTM learns beside PyTorch's: the same model, text, split, batches, updates and number of seeds; bits a held-out character at the best
 * epoch. It needs `npm run build`, and a text: tinyshakespeare in SEQLAB_DATA (or ../shared/data).
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findPyTorch } from './peers.mjs';
import { runCli } from './programs.mjs';

const root = path.join(import.meta.dirname, '..', '..');
const setting = { fraction: 0.1, embedding: 64, hidden: 256, dropout: 0.2, batch: 32, steps: 100, epochs: 4, learningRate: 0.002, clip: 1 };
const seeds = [1, 2, 3];
const columns = [['by', 'by'], ['seed', 'seed'], ['bits', 'bits a held-out character'], ['seconds', 'seconds']];

const rowOf = (by, seed, { bits, seconds }) => ({ by, seed, bits: Number(bits.toFixed(4)), seconds: Math.round(seconds) });

export async function charactersTable({ threads: [threads] }, say) {
  const file = path.join(process.env.SEQLAB_DATA ?? path.join(root, '..', 'shared', 'data'), 'tinyshakespeare', 'input.txt');
  const what = `LSTM ${setting.hidden}, embedding ${setting.embedding}, dropout ${setting.dropout}, ${setting.batch} streams of ${setting.steps}, ${setting.epochs} epochs, Adam, the last ${100 * setting.fraction} % held out, ${threads} thread(s)`;
  if (!existsSync(file)) return { notes: [what, `left out: there is no ${file}; name the folder of data sets by SEQLAB_DATA`], columns, rows: [] };
  const peer = findPyTorch();
  const folder = await mkdtemp(path.join(tmpdir(), 'seqlab-characters-'));
  const rows = [];
  try {
    const { fraction, embedding, hidden, dropout, batch, steps, epochs, learningRate, clip } = setting;
    await writeFile(path.join(folder, 'characters.seqlab.json'), JSON.stringify({
      task: 'language-model', data: { train: file, validation: { fraction } }, tokenizer: { unit: 'char' }, model: { cell: 'lstm', embedding, hidden, dropout },
      training: { epochs, batchSize: batch, sequenceLength: steps, learningRate, clipNorm: clip, earlyStopping: null, keepCheckpoints: 0 },
    }));
    for (const seed of seeds) {
      const run = path.join(folder, `run-${seed}`);
      const began = performance.now();
      await runCli('train', path.join(folder, 'characters.seqlab.json'), '--run', run, '--set', `training.seed=${seed}`, '--threads', String(threads));
      const seconds = (performance.now() - began) / 1000;
      const scores = await runCli('evaluate', run, '--no-baselines');
      rows.push(rowOf('Sequence Lab', seed, { bits: scores.bitsPerCharacter, seconds }));
      say(`seed ${seed}: ${scores.bitsPerCharacter.toFixed(3)} bits in ${seconds.toFixed(0)} s`);
      if (!peer.measure) continue;
      const result = await peer.run('pytorch_characters.py', { ...setting, file, seed, threads });
      rows.push(rowOf(`PyTorch ${peer.version}`, seed, result));
      say(`seed ${seed}, PyTorch: ${result.bits.toFixed(3)} bits in ${result.seconds.toFixed(0)} s`);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return { notes: [what, ...(peer.measure ? [] : [peer.missing])], columns, rows };
}
