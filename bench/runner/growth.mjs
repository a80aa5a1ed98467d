/** How time and memory of a training step grow with its length, width and vocabulary: one of them changes, the others stay. */
import { writeFileSync } from 'node:fs';
import { chartSvg } from './chart.mjs';
import { buildPrograms, runProgram } from './programs.mjs';

const columns = [
  ['varied', 'varied'], ['value', 'value'], ['threads', 'threads'], ['stepMsBest', 'ms a step, best'], ['stepMsMedian', 'ms a step, median'], ['tokensPerSecondBest', 'tokens/s, best'], ['peakMiB', 'peak MiB'],
  ['loadMs', 'ms to load'],
];
const base = { kind: 'language-model', cell: 'lstm', vocabulary: 1000, embedding: 128, hidden: 256, layers: 1, batch: 16, steps: 64 };
const axes = {
  T: { field: 'steps', title: 'length T', values: [16, 32, 64, 128, 256, 512, 1024] },
  H: { field: 'hidden', title: 'width H', values: [64, 128, 256, 512, 1024, 1500] },
  V: { field: 'vocabulary', title: 'vocabulary V', values: [100, 1000, 10_000, 50_000] },
};

export async function growthTable({ engines, threads: threadCounts, svg }, say) {
  await buildPrograms(['training']);
  const notes = [`LSTM language model, T ${base.steps}, H ${base.hidden}, V ${base.vocabulary}, embedding ${base.embedding}, ${base.batch} rows, Adam and clipping, on ${engines[0]}; each point a process of its own`];
  notes.forEach(say);
  const rows = [];
  for (const [varied, { field, values }] of Object.entries(axes)) {
    for (const value of values) {
      for (const threads of threadCounts) {
        try {
          rows.push({ varied, value, threads, ...await runProgram('training', { config: { ...base, [field]: value }, engine: engines[0], threads, seconds: 0.5, warmUp: 1, leastSteps: 3 }) });
        } catch (error) { // a machine with little memory still shows the rest of the curve
          notes.push(`${varied} ${value} with ${threads} threads failed: ${error.message}`);
          say(notes.at(-1));
        }
      }
    }
    say(`${varied} is done`);
  }
  if (svg !== undefined) writeFileSync(svg, chartSvg(chartsOf(rows, threadCounts)));
  return { notes, columns, rows };
}

/** Time and memory against each of the three, every number of threads a line. */
function chartsOf(rows, threadCounts) {
  return Object.entries(axes).flatMap(([varied, { title }]) => [['ms a step', 'stepMsBest'], ['peak MiB', 'peakMiB']].map(([y, field]) => ({
    title: `${y} by ${title}`, x: title, y,
    lines: threadCounts.map((threads) => ({
      name: `${threads} thread${threads > 1 ? 's' : ''}`, points: rows.filter((row) => row.varied === varied && row.threads === threads).map((row) => [row.value, row[field]]),
    })).filter(({ points }) => points.length > 0),
  })).filter(({ lines }) => lines.length > 0));
}
