/**
 * The "reverse" task (known from JoeyNMT's toy models): a sequence of numbers in, the same backwards out. It is generated here, trained with `seqlab train`
 * and scored with `seqlab evaluate`: the share of sequences that come out exactly right, at lengths that were seen. Attention learns it in minutes.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRandom, integer } from '../../samples/random.mjs';
import { runCli } from './programs.mjs';

const task = { symbols: 50, shortest: 1, longest: 25, training: 40_000, heldOut: 1000, seed: 7 };
const columns = [['model', 'model'], ['threads', 'threads'], ['exact', 'exactly right %'], ['tokens', 'tokens right %'], ['epochs', 'epochs'], ['minutes', 'minutes of training']];

/** Distinct sequences: what is held out was not trained. */
function sequences(count) {
  const random = createRandom(task.seed);
  const found = new Set();
  while (found.size < count) {
    const length = integer(random, task.shortest, task.longest);
    found.add(Array.from({ length }, () => integer(random, 1, task.symbols)).join(' '));
  }
  return [...found];
}

const tsv = (lines) => lines.map((line) => `${line}\t${line.split(' ').reverse().join(' ')}\n`).join('');

/** @returns the table of one trained model a count of threads. It needs `npm run build`. */
export async function reverseTable({ threads: threadCounts }, say) {
  const folder = await mkdtemp(path.join(tmpdir(), 'seqlab-reverse-'));
  try {
    // Short sequences repeat: those of one symbol are but fifty. They are all learnt, and the held-out ones come from the rest.
    const all = sequences(task.training + 2 * task.heldOut);
    const [validation, test, train] = [all.slice(-task.heldOut), all.slice(-2 * task.heldOut, -task.heldOut), all.slice(0, task.training)];
    await Promise.all(Object.entries({ train, validation, test }).map(([name, lines]) => writeFile(path.join(folder, `${name}.tsv`), tsv(lines))));
    const experiment = {
      task: 'translation', data: { train: 'train.tsv', validation: 'validation.tsv', test: 'test.tsv' }, tokenizer: { split: 'whitespace' },
      model: { cell: 'gru', embedding: 64, hidden: 128, attention: 'additive', dropout: 0.1 },
      training: { epochs: 12, batchSize: 64, learningRate: 0.002, schedule: 'cosine', earlyStopping: null, seed: 1 }, decoding: { beam: 1 },
    };
    await writeFile(path.join(folder, 'reverse.seqlab.json'), JSON.stringify(experiment, null, 2));
    const rows = [];
    for (const threads of threadCounts) {
      const run = path.join(folder, `run-${threads}`);
      const began = performance.now();
      await runCli('train', path.join(folder, 'reverse.seqlab.json'), '--run', run, '--threads', String(threads));
      const minutes = (performance.now() - began) / 60_000;
      const scores = await runCli('evaluate', run);
      rows.push({ model: 'GRU 128, additive attention', threads, exact: 100 * scores.exactMatch, tokens: 100 * scores.accuracy, epochs: experiment.training.epochs, minutes });
      say(`${threads} ${threads === 1 ? 'thread' : 'threads'}: ${(100 * scores.exactMatch).toFixed(1)} % in ${minutes.toFixed(1)} min`);
    }
    const notes = [`numbers 0 to ${task.symbols - 1}, lengths ${task.shortest} to ${task.longest}, ${task.training} sequences trained, ${task.heldOut} others tested, seed 1`];
    return { notes, columns, rows };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
