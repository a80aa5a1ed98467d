/** Whether memory stays flat over a long training: resident memory of a process at nine points of many small steps. */
import { buildPrograms, runProgram } from './programs.mjs';

const columns = [['by', 'by'], ['threads', 'threads'], ['step', 'step'], ['residentMiB', 'resident MiB'], ['heapMiB', 'JavaScript MiB']];
const config = { kind: 'language-model', cell: 'lstm', vocabulary: 50, embedding: 16, hidden: 32, layers: 1, batch: 8, steps: 16 };

export async function memoryTable({ engines, threads: threadCounts, steps }, say) {
  await buildPrograms(['memory']);
  const notes = [`${steps} steps of an LSTM language model, H ${config.hidden}, ${config.batch} rows, 1 to ${config.steps} tokens, Adam; measured from step 500 on, when every length was seen`];
  notes.forEach(say);
  const rows = [];
  for (const engine of engines) {
    for (const threads of threadCounts) {
      const { at } = await runProgram('memory', { config, engine, threads, steps, points: 9 });
      rows.push(...at.map((point) => ({ by: engine, threads, ...point })));
      say(`${engine} with ${threads}: ${at[0].residentMiB} MiB at step ${at[0].step}, ${at.at(-1).residentMiB} at ${at.at(-1).step}`);
    }
  }
  return { notes, columns, rows };
}
