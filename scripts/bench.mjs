/**
 * Benchmarks, each a table (`--markdown` for documents, `--json` for programs). Each measurement is a process of its own.
 *
 *     npm run bench [-- training]    training steps beside PyTorch and TensorFlow.js
 *                                    [--configs tiny,small1] [--providers cuda,webgpu] [--tfjs tiny] [--seconds 2] [--rounds 3]
 *     npm run bench -- prediction    from a state to the ten likeliest words  [--calls 2000]
 *     npm run bench -- growth        time and memory against length, width and vocabulary  [--svg FILE]
 *     npm run bench -- memory        resident memory over 40,000 steps  [--steps 40000]
 *     npm run bench -- profile       where the time of a training step goes, by kernel  [--configs tiny,char]
 *     npm run bench -- completion    from an edit to ghost text, in the predicting process  [--calls 2000]
 *     npm run bench -- keystrokes    keys that suggestions save on held-out text  [--run FOLDER] [--characters 5000] [--part test|validation]
 *     npm run bench -- reverse       a translator learns to turn sequences round (after `npm run build`)
 *     npm run bench -- characters    a character model beside PyTorch's: bits a held-out character (after `npm run build`)
 *     npm run bench -- editor        from a key to ghost text in a real VS Code, with and without a training  [--edits 10000] [--pause 0] [--words 5] [--layers 1,2], or --run FOLDER [--part test|validation]
 *
 * All of them: [--threads 1,2] [--engines onnxruntime,webassembly]. Peers that are not there are left out, with a line that says so.
 */
import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { charactersTable } from '../bench/runner/characters.mjs';
import { editorTable } from '../bench/runner/editor.mjs';
import { completionTable } from '../bench/runner/completion.mjs';
import { growthTable } from '../bench/runner/growth.mjs';
import { memoryTable } from '../bench/runner/memory.mjs';
import { keystrokesTable } from '../bench/runner/keystrokes.mjs';
import { predictionTable } from '../bench/runner/prediction.mjs';
import { profileTable } from '../bench/runner/profile.mjs';
import { reverseTable } from '../bench/runner/reverse.mjs';
import { markdownTable, plainTable, recordsOf } from '../bench/runner/table.mjs';
import { trainingTable } from '../bench/runner/training.mjs';
import { Problem, runMain } from './lib/problem.mjs';

process.env.ORT_DISABLE_TELEMETRY = '1'; // for what loads onnxruntime past the engine; see src/engine/onnxruntime/native.ts

const suites = { training: trainingTable, prediction: predictionTable, editor: editorTable, growth: growthTable, memory: memoryTable, profile: profileTable, reverse: reverseTable, characters: charactersTable, completion: completionTable, keystrokes: keystrokesTable };
const engineNames = ['onnxruntime', 'webassembly'];
const cardNames = ['cuda', 'directml', 'coreml', 'webgpu'];

function options() {
  const text = { type: 'string' };
  const flag = { type: 'boolean', default: false };
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: flag, markdown: flag, configs: text, tfjs: text, threads: text, engines: text, providers: text, seconds: text, rounds: text, calls: text, run: text, characters: text, part: text, edits: text, pause: text, words: text, layers: text, steps: text, svg: text },
  });
  const list = (name) => values[name]?.split(',').filter(Boolean);
  const number = (name, text) => {
    if (!(Number(text) > 0)) throw new Problem(`--${name} ${text}: give a number above 0`);
    return Number(text);
  };
  const atLeastZero = (name, text) => {
    if (!(Number(text) >= 0)) throw new Problem(`--${name} ${text}: give a number of at least 0`);
    return Number(text);
  };
  const choice = (name, value, among) => {
    if (!among.includes(value)) throw new Problem(`--${name} ${value}: give one of ${among.join(', ')}`);
    return value;
  };
  if (values.run !== undefined && positionals.includes('editor') && (values.layers ?? values.words) !== undefined) throw new Problem('--run brings its own layers, and the settings of a new user: leave --layers and --words out');
  const engines = list('engines') ?? engineNames;
  const unknown = engines.find((name) => !engineNames.includes(name));
  if (unknown !== undefined) throw new Problem(`there is no engine ${unknown} to measure: they are ${engineNames.join(', ')}`);
  const noCard = list('providers')?.find((name) => !cardNames.includes(name));
  if (noCard !== undefined) throw new Problem(`there is no provider ${noCard} to measure: they are ${cardNames.join(', ')}`);
  const wrong = positionals.find((name) => !(name in suites));
  if (wrong !== undefined) throw new Problem(`there is no benchmark ${wrong}: they are ${Object.keys(suites).join(', ')}`);
  return {
    suites: positionals.length > 0 ? positionals : ['training'], json: values.json, markdown: values.markdown, configs: list('configs'), providers: list('providers'), tfjs: list('tfjs'), engines,
    threads: (list('threads') ?? ['1', '2']).map((text) => number('threads', text)), seconds: number('seconds', values.seconds ?? '2'), rounds: number('rounds', values.rounds ?? '3'), calls: number('calls', values.calls ?? '2000'), run: values.run, characters: number('characters', values.characters ?? '5000'), part: choice('part', values.part ?? 'test', ['test', 'validation']), edits: number('edits', values.edits ?? '10000'), pause: atLeastZero('pause', values.pause ?? '0'), words: number('words', values.words ?? '5'),
    layers: (list('layers') ?? ['1', '2']).map((text) => number('layers', text)),
    steps: number('steps', values.steps ?? '40000'), svg: values.svg,
  };
}

await runMain(async () => {
  const chosen = options();
  const machine = { cpu: cpus()[0].model.trim(), processors: availableParallelism(), node: process.version, date: new Date().toISOString().slice(0, 10) };
  const say = (line) => console.error(line);
  const tables = {};
  for (const name of chosen.suites) tables[name] = await suites[name](chosen, say);
  if (chosen.json) {
    console.log(JSON.stringify({ machine, ...Object.fromEntries(Object.entries(tables).map(([name, table]) => [name, { notes: table.notes, results: recordsOf(table) }])) }));
    return;
  }
  console.log(`${machine.cpu}, ${machine.processors} processors, Node ${machine.node}, ${machine.date}`);
  for (const table of Object.values(tables)) console.log(`\n${table.notes.join('; ')}\n\n${(chosen.markdown ? markdownTable : plainTable)(table)}`);
});
