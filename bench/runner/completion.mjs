/** Milliseconds from an edit to its ghost text in the predicting process: 10,000 words, 650 units. Goal: p95 below 15 ms with the editor's share. */
import { buildPrograms, runProgram } from './programs.mjs';

const columns = [['by', 'by'], ['threads', 'threads'], ['helpers', 'helpers'], ['weights', 'weights'], ['edit', 'after a'], ['count', 'edits'], ['p50Ms', 'p50 ms'], ['p95Ms', 'p95 ms'], ['p99Ms', 'p99 ms'], ['worstMs', 'worst ms'], ['cpuMs', 'processor ms']];

export async function completionTable({ engines, threads: threadCounts, calls }, say) {
  await buildPrograms(['completion']);
  const notes = [`LSTM language model of 10,000 words and 650 units, three words a completion, ${calls} scripted edits; helpers: 5-gram partner and a cache of 500`];
  notes.forEach(say);
  const rows = [];
  for (const engine of engines) {
    for (const threads of threadCounts) {
      for (const helped of [false, true]) {
        for (const weights of ['compact', 'frozen']) {
          for (const row of await runProgram('completion', { engine, threads, calls, helped, weights })) rows.push({ by: engine, threads, helpers: helped ? 'both' : 'none', weights, ...row });
        }
      }
    }
  }
  return { notes, columns, rows };
}
