/**
 * `npm run bench`: training speed of language models beside PyTorch's, measured in turns so that a busy moment of the machine meets both.
 *
 *     npm run bench -- [--json] [--configs tiny,small1] [--threads 1,2] [--engines onnxruntime,webassembly] [--seconds 2] [--rounds 3]
 *
 * Each measurement is a process of its own. Without PyTorch (`python3 -c "import torch"`; another Python by SEQLAB_PYTHON) the peer's columns
 * stay empty. Every figure is the best of all rounds, which a busy machine disturbs least, with the median of the rounds' medians beside it.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';

const root = path.dirname(import.meta.dirname);
const built = path.join(root, 'out', 'bench');
const ALL = ['tiny', 'small1', 'small2', 'medium', 'char'];

function options() {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false }, configs: { type: 'string', default: ALL.join() }, threads: { type: 'string', default: '1,2' },
      engines: { type: 'string', default: 'onnxruntime' }, seconds: { type: 'string', default: '2' }, rounds: { type: 'string', default: '3' },
    },
  });
  const chosen = {
    json: values.json, configs: values.configs.split(','), threads: values.threads.split(',').map(Number), engines: values.engines.split(','),
    seconds: Number(values.seconds), rounds: Number(values.rounds),
  };
  const unknown = chosen.configs.find((name) => !ALL.includes(name)) ?? chosen.engines.find((name) => !['onnxruntime', 'webassembly', 'tensorflow'].includes(name));
  if (unknown !== undefined) throw new Error(`there is no ${unknown}: configs are ${ALL.join(', ')}, engines onnxruntime, webassembly, tensorflow`);
  const wrong = [...chosen.threads, chosen.seconds, chosen.rounds].find((number) => !(number > 0));
  if (wrong !== undefined) throw new Error('--threads, --seconds and --rounds are numbers above 0');
  return chosen;
}

async function build() {
  mkdirSync(built, { recursive: true });
  await esbuild.build({
    entryPoints: ['training', 'matrixRate', 'configs', 'timing'].map((name) => path.join(root, 'bench', `${name}.ts`)), outdir: built,
    bundle: true, platform: 'node', target: 'node20', format: 'esm', external: ['onnxruntime-node', 'onnxruntime-web'], logLevel: 'warning',
  });
}

/** The last line that a program prints, as JSON. */
const runJson = (command, args) => JSON.parse(execFileSync(command, args.map(String), { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim().split('\n').at(-1));
const runNode = (name, ...args) => runJson(process.execPath, [path.join(built, `${name}.js`), ...args]);

/** A Python that has PyTorch, or the reason why there is no peer. */
function findPyTorch() {
  const python = process.env.SEQLAB_PYTHON ?? 'python3';
  try {
    return { python, version: execFileSync(python, ['-c', 'import torch; print(torch.__version__)'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim() };
  } catch {
    return { missing: `${python} has no module torch: the peer is left out` };
  }
}

const { json, configs: names, threads: threadCounts, engines, seconds, rounds } = options();
const say = (line) => { if (!json) console.log(line); };
await build();
const { configs, gigaflops } = await import(pathToFileURL(path.join(built, 'configs.js')));
const { summarize } = await import(pathToFileURL(path.join(built, 'timing.js')));
const torch = findPyTorch();
if (torch.missing) console.error(torch.missing);
say(`${cpus()[0].model.trim()}, ${availableParallelism()} processors; Node ${process.version}; PyTorch ${torch.version ?? 'absent'}; ${rounds} rounds of ${seconds} s`);

const rates = new Map(threadCounts.map((threads) => [threads, runNode('matrixRate', threads, 1).gflopPerSecondBest]));
for (const [threads, rate] of rates) say(`matrix products, ${threads} thread${threads > 1 ? 's' : ''}: ${rate} GFLOP/s`);

function measurePeer(name, threads) {
  const { vocabulary, embedding, hidden, layers, batch, steps } = configs[name];
  const { version, stepMs, peakMiB, loss } = runJson(torch.python, [path.join(root, 'bench', 'peers', 'pytorch_step.py'), threads, seconds, vocabulary, embedding, hidden, layers, batch, steps]);
  return { by: 'pytorch', version, config: name, threads, ...summarize(stepMs, batch * steps, gigaflops(configs[name])), peakMiB, loss };
}

const contenders = [...engines.map((engine) => [engine, (name, threads) => runNode('training', name, engine, threads, seconds)]), ...(torch.missing ? [] : [['pytorch', measurePeer]])];
const cases = names.flatMap((name) => threadCounts.map((threads) => ({ name, threads, runs: new Map(contenders.map(([by]) => [by, []])) })));
for (let round = 0; round < rounds; round++) {
  for (const { name, threads, runs } of cases) for (const [by, measure] of contenders) runs.get(by).push(measure(name, threads));
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
const results = cases.flatMap(({ name, threads, runs }) => {
  const peer = runs.get('pytorch');
  const fastest = (some) => Math.max(...some.map(({ tokensPerSecondBest }) => tokensPerSecondBest));
  return [...runs].map(([by, some]) => ({
    config: name, threads, by,
    tokensPerSecondBest: fastest(some), tokensPerSecondMedian: median(some.map(({ tokensPerSecond }) => tokensPerSecond)),
    gflopPerSecondBest: Math.max(...some.map(({ gflopPerSecondBest }) => gflopPerSecondBest)),
    shareOfMatrixRate: Number((Math.max(...some.map(({ gflopPerSecondBest }) => gflopPerSecondBest)) / rates.get(threads)).toFixed(2)),
    peakMiB: Math.max(...some.map(({ peakMiB }) => peakMiB)),
    timesPyTorch: peer ? Number((fastest(some) / fastest(peer)).toFixed(2)) : null,
  }));
});

if (json) {
  console.log(JSON.stringify({ cpu: cpus()[0].model.trim(), node: process.version, pytorch: torch.version ?? null, seconds, rounds, matrixGflopPerSecond: Object.fromEntries(rates), results }));
} else {
  const columns = ['config', 'threads', 'by', 'tokensPerSecondBest', 'tokensPerSecondMedian', 'gflopPerSecondBest', 'shareOfMatrixRate', 'peakMiB', 'timesPyTorch'];
  const widths = columns.map((column) => Math.max(column.length, ...results.map((result) => String(result[column] ?? '').length)));
  const row = (cells) => cells.map((cell, i) => (i === 2 ? String(cell).padEnd(widths[i]) : String(cell).padStart(widths[i]))).join('  ');
  console.log(row(columns));
  for (const result of results) console.log(row(columns.map((column) => result[column] ?? '')));
}
