/** How time and memory of a training step grow with its length, width and vocabulary: one of them changes, the others stay. */
import { buildPrograms, runProgram } from './programs.mjs';

const columns = [['varied', 'varied'], ['value', 'value'], ['threads', 'threads'], ['stepMsMedian', 'ms a step'], ['tokensPerSecond', 'tokens/s'], ['peakMiB', 'peak MiB'], ['loadMs', 'ms to load']];
const base = { kind: 'language-model', cell: 'lstm', vocabulary: 1000, embedding: 128, hidden: 256, layers: 1, batch: 16, steps: 64 };
const axes = { T: ['steps', [16, 32, 64, 128, 256, 512, 1024]], H: ['hidden', [64, 128, 256, 512, 1024, 1500]], V: ['vocabulary', [100, 1000, 10_000, 50_000]] };

export async function growthTable({ engines, threads: threadCounts }, say) {
  await buildPrograms(['training']);
  const notes = [`LSTM language model, T ${base.steps}, H ${base.hidden}, V ${base.vocabulary}, embedding ${base.embedding}, ${base.batch} rows, Adam and clipping, on ${engines[0]}; each point a process of its own`];
  notes.forEach(say);
  const rows = [];
  for (const [varied, [name, values]] of Object.entries(axes)) {
    for (const value of values) {
      for (const threads of threadCounts) {
        rows.push({ varied, value, threads, ...await runProgram('training', { config: { ...base, [name]: value }, engine: engines[0], threads, seconds: 0.5, warmUp: 1, leastSteps: 3 }) });
      }
    }
    say(`${varied} is done`);
  }
  return { notes, columns, rows };
}
