/**
 * Keys saved and words guessed on text that nobody was trained on. Without `--run`, a word model is trained on tinyshakespeare for it, where the data are there:
 * in the folder that SEQLAB_DATA names, or in shared/data beside the clone. Goal: 40 % of the keys saved on in-domain text.
 */
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildPrograms, runCli, runProgram } from './programs.mjs';

const root = path.join(import.meta.dirname, '..', '..');
const columns = [['by', 'suggestions by'], ['saved', 'keys saved %'], ['shown', 'shown'], ['accepted', 'accepted'], ['top1', 'next word first %'], ['top3', 'among three %']];
const one = (number) => (number === null ? null : Number(number.toFixed(1)));

/** The settings with which the editor completes unless a user has others. */
function editorSettings() {
  const { contributes } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const settings = Object.assign({}, ...[contributes.configuration].flat().map(({ properties }) => properties));
  return Object.fromEntries(['maxWords', 'minProbability', 'minConfidence', 'endWithSpace'].map((name) => [name, settings[`sequenceLab.completions.${name}`].default]));
}

/** @returns the text files of tinyshakespeare, or null */
function findText() {
  const data = process.env.SEQLAB_DATA ?? path.join(root, '..', 'shared', 'data');
  const folder = path.join(data, 'tinyshakespeare');
  return existsSync(folder) ? folder : null;
}

async function trainedRun(folder, threads, say) {
  const text = findText();
  if (text === null) return null;
  const experiment = {
    task: 'language-model', data: { train: [path.join(text, '*.txt')], validation: { fraction: 0.1 } }, tokenizer: { unit: 'word', minFrequency: 2 },
    model: { cell: 'lstm', embedding: 200, hidden: 200, dropout: 0.4, tieEmbeddings: true }, training: { epochs: 8, batchSize: 20, sequenceLength: 35, learningRate: 0.003, schedule: 'cosine', seed: 1 },
  };
  const file = path.join(folder, 'shakespeare.seqlab.json');
  await writeFile(file, JSON.stringify(experiment));
  say('a word model is trained on tinyshakespeare first');
  const run = path.join(folder, 'run');
  await runCli('train', file, '--run', run, '--threads', String(threads));
  return run;
}

/** It needs `npm run build`, unless `--run` names a run. */
export async function keystrokesTable({ run: given, characters, part, threads: [threads] }, say) {
  const folder = await mkdtemp(path.join(tmpdir(), 'seqlab-keystrokes-'));
  try {
    const run = given ?? await trainedRun(folder, threads, say);
    if (run === null) {
      const note = 'left out: no text; name a run by --run, or the folder of the data by SEQLAB_DATA';
      say(note);
      return { notes: [note], columns, rows: [] };
    }
    await buildPrograms(['keystrokes']);
    const { name, step, weights, results } = await runProgram('keystrokes', { run, characters, threads, part, settings: editorSettings() });
    const notes = [`${name} at step ${step}; ${results[0].characters} characters of its ${part === 'test' ? 'test or held-out' : 'held-out'} text, typed by a writer who takes every suggestion that helps`,
      `perplexity of ${weights.tokens} of its tokens, read as one text: ${weights.exact.toFixed(3)} from weights of 32 bits, ${weights.quick.toFixed(3)} from those of 8 that complete; the likeliest token is the same after ${weights.sameFirstPercent.toFixed(2)} % of them, the divergence ${weights.divergence.toExponential(1)} nats`];
    notes.forEach(say);
    return { notes, columns, rows: results.map(({ by, savedPercent, shown, accepted, top1, top3 }) => ({ by, saved: one(savedPercent), shown, accepted, top1: one(top1), top3: one(top3) })) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
