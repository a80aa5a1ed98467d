/**
 * From a key to ghost text in the extension host of a real VS Code: an LSTM language model of 10,000 words and 650 units, with and without a training beside it.
 * Goal: p95 below 15 ms, below 30 ms with a training; no stale item.
 *
 * Without `--run` the weights are random (one step of training) and the thresholds off; the n-gram partner knows the list of words that was trained on by heart, so that
 * two and three words are worth offering after every key: more work than a trained model makes. With it that run completes, by the settings of a new user, while text
 * is typed that it has not seen.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { build } from '../../scripts/lib/build.mjs';
import { outFolder, root } from '../../scripts/lib/places.mjs';
import { Problem } from '../../scripts/lib/problem.mjs';
import { run, runQuietly } from '../../scripts/lib/processes.mjs';
import { buildPrograms, runProgram } from './programs.mjs';

const columns = [['layers', 'layers'], ['beside', 'beside'], ['edits', 'edits'], ['answered', 'answered'], ['p50', 'p50 ms'], ['p95', 'p95 ms'], ['p99', 'p99 ms'], ['worst', 'worst ms'], ['stale', 'stale items']];
const vocabulary = 10_000;
/** What stands in the document before the writing begins, in characters. */
const BEFORE = 2500;
/** Random words in a line of a document. */
const LINE = 16;

/** 10,000 different words of a few syllables. */
const words = Array.from({ length: vocabulary }, (_, index) => {
  let text = '';
  for (let rest = index + 400; rest > 0; rest = Math.floor(rest / 60)) text += 'bdfgklmnprst'[rest % 12] + 'aeiou'[Math.floor(rest / 12) % 5];
  return text;
});
const data = { train: 'words.txt', validation: 'valid.txt' };
const tokenizer = { unit: 'word', split: 'whitespace', minFrequency: 1, vocabularySize: vocabulary + 4 };
const oneStep = { batchSize: 4, sequenceLength: 20, epochs: 1, maxSteps: 1, earlyStopping: null, threads: 2 };

export async function editorTable({ edits, words: maxWords, layers: layerCounts, run: trained, part, pause }, say) {
  if (!await build()) throw new Problem('the build failed: see its messages above');
  await esbuild.build({
    entryPoints: [path.join(root, 'bench/editor/suite.ts')], outfile: path.join(outFolder, 'bench/editorSuite.cjs'), bundle: true, platform: 'node', target: 'node20', format: 'cjs', external: ['vscode'], logLevel: 'warning',
  });
  const models = trained === undefined ? layerCounts.map((layers) => randomModel(layers, maxWords)) : [await trainedModel(trained, part)];
  const pace = pause > 0 ? `a key ${pause} ms after the last was answered` : 'a key as soon as the last was answered';
  const notes = [`${models[0].description}; ${edits} scripted edits each, ${pace}; from the change of the document to the item, in the extension host`];
  notes.forEach(say);
  const rows = [];
  for (const { layers, prepare } of models) {
    const { alone, training } = await measure(prepare, { edits, pause }, say);
    rows.push({ layers, beside: 'nothing', ...alone }, { layers, beside: 'a training', ...training });
  }
  return { notes, columns, rows };
}

/** `prepare` puts the model into a workspace, and tells what is written there and the settings to write it with. */
function randomModel(layers, maxWords) {
  const typed = randomText();
  return {
    layers, description: `LSTM language model, ${vocabulary} words, embedding 650, 650 units, random weights; at most ${maxWords} ${maxWords === 1 ? 'word' : 'words'} an answer`,
    prepare: async ({ folder, write }) => {
      write('untrained.seqlab.json', { task: 'language-model', data, tokenizer, model: { cell: 'lstm', embedding: 650, hidden: 650, dropout: 0, layers }, training: oneStep });
      await runQuietly(process.execPath, [path.join(root, 'dist/cli.js'), 'train', path.join(folder, 'untrained.seqlab.json'), '--run', path.join(folder, '.sequence-lab/runs/measured')], { cwd: folder });
      const settings = { 'sequenceLab.completions.minProbability': 0, 'sequenceLab.completions.minConfidence': 0, 'sequenceLab.completions.maxWords': maxWords };
      return { before: `${words.slice(0, 400).join(' ')}\n`, typed, settings };
    },
  };
}

async function trainedModel(trained, part) {
  await buildPrograms(['heldOut']);
  const { name, layers, text } = await runProgram('heldOut', { run: trained, part });
  return {
    layers, description: `the run ${name}, while text is typed that it has not seen`,
    prepare: ({ folder }) => {
      cpSync(trained, path.join(folder, '.sequence-lab/runs/measured'), { recursive: true });
      return { before: text.slice(0, BEFORE), typed: text.slice(BEFORE), settings: {} };
    },
  };
}

/** Words that know nothing of one another, enough for all edits of a run. */
function randomText() {
  let state = 20_261_122;
  const next = () => words[(state = (state * 48_271) % 2_147_483_647) % vocabulary]; // Park and Miller's generator
  return Array.from({ length: 200 }, () => `${Array.from({ length: LINE }, next).join(' ')}\n`).join('');
}

async function measure(prepare, { edits, pause }, say) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sequence-lab-editor-bench-'));
  const write = (name, content) => {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  };
  try {
    write('words.txt', Array.from({ length: 2 * vocabulary / 10 }, (_, line) => Array.from({ length: 10 }, (_, i) => words[(line * 10 + i) % vocabulary]).join(' ')).join('\n'));
    write('valid.txt', `${words.slice(0, 200).join(' ')}\n${words.slice(200, 400).join(' ')}\n`);
    // Beside it trains what a person would train on such a machine: one thread is left for the rest.
    write('beside.seqlab.json', { task: 'language-model', data, tokenizer, model: { cell: 'lstm', embedding: 128, hidden: 256, layers: 1, dropout: 0 }, training: { ...oneStep, batchSize: 16, sequenceLength: 35, epochs: 100_000, maxSteps: null, threads: 1 } });
    say('makes the model ready');
    const { before, typed, settings } = await prepare({ folder, write });
    write('bench.json', { edits, pause, before, typed });
    write('.vscode/settings.json', {
      // The suite asks itself, key by key; the editor's own questions would take its answers' place.
      'editor.inlineSuggest.enabled': false, 'editor.quickSuggestions': { other: 'off', comments: 'off', strings: 'off' }, 'editor.wordBasedSuggestions': 'off', 'files.autoSave': 'off',
      'sequenceLab.completions.run': 'measured', ...settings,
    });
    say('types in a real VS Code');
    const code = await run(process.execPath, [path.join(root, 'scripts/codeShim.mjs'), `--extensionDevelopmentPath=${root}`, `--extensionTestsPath=${path.join(outFolder, 'bench/editorSuite.cjs')}`, folder], {
      cwd: root, env: { ...process.env, SEQUENCE_LAB_SHIM_TIMEOUT_MS: String(300_000 + 2 * (200 + pause) * edits) },
    });
    if (code !== 0) throw new Problem('the suite in the editor failed: its message is above');
    return JSON.parse(readFileSync(path.join(folder, 'result.json'), 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
