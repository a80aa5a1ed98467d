/** Milliseconds from a state and a token to the ten likeliest next tokens: 10,000 words, 650 units. Goal: p95 below 2 ms. */
import { buildPrograms, runProgram } from './programs.mjs';

const columns = [['layers', 'layers'], ['weights', 'weights'], ['by', 'by'], ['threads', 'threads'], ['p50Ms', 'p50 ms'], ['p95Ms', 'p95 ms'], ['p99Ms', 'p99 ms'], ['worstMs', 'worst ms'], ['cpuMs', 'processor ms']];
const weightUses = ['compact', 'frozen', 'fed'];
const model = { vocabulary: 10_000, embedding: 650, hidden: 650 };

export async function predictionTable({ engines, threads: threadCounts, calls }, say) {
  await buildPrograms(['prediction']);
  const notes = [`LSTM language model, ${model.vocabulary} words, embedding ${model.embedding}, ${model.hidden} units; ${calls} calls each, one word a call`];
  notes.forEach(say);
  const rows = [];
  for (const layers of [1, 2]) {
    for (const engine of engines) {
      for (const threads of threadCounts) {
        for (const weights of weightUses) rows.push({ layers, weights, by: engine, threads, ...await runProgram('prediction', { ...model, layers, engine, threads, calls, weights }) });
      }
    }
  }
  return { notes, columns, rows };
}
