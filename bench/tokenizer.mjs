/**
 * How fast the tokenizers learn and encode, beside Hugging Face's JavaScript library on the same tokenizer.json.
 *
 *     node bench/tokenizer.mjs [--json]
 *
 * Text: the French half of the Tatoeba pairs in fra-eng/fra-60k.txt, from the folder that SEQLAB_DATA names, else ../shared/data.
 * Without it the benchmark steps aside. "cold" encodes with an empty cache, "warm" the same text once more; best of five.
 */
import { Tokenizer as HuggingFaceTokenizer } from '@huggingface/tokenizers';
import { build } from 'esbuild';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROUNDS = 5;
const root = path.dirname(import.meta.dirname);
const file = path.join(process.env.SEQLAB_DATA ?? path.join(root, '..', 'shared', 'data'), 'fra-eng', 'fra-60k.txt');
if (!existsSync(file)) {
  console.log(`tokenizer benchmark skipped: there is no ${path.join('fra-eng', 'fra-60k.txt')} (set SEQLAB_DATA to the folder of the data sets)`);
  process.exit(0);
}

const bundle = await build({
  stdin: { contents: "export * from './src/text/trainTokenizer'; export * from './src/text/tokenizerFile';", resolveDir: root, loader: 'ts' },
  bundle: true, format: 'esm', platform: 'node', write: false, logLevel: 'error',
});
const { trainTokenizer, loadTokenizer } = await import(`data:text/javascript;base64,${Buffer.from(bundle.outputFiles[0].contents).toString('base64')}`);

const lines = readFileSync(file, 'utf8').split('\n').map((line) => line.split('\t')[1] ?? '');

function milliseconds(action) {
  const start = performance.now();
  action();
  return performance.now() - start;
}

function best(action) {
  return Math.min(...Array.from({ length: ROUNDS }, action));
}

const rows = [];
for (const [unit, split] of [['word', 'words'], ['word', 'whitespace'], ['char', 'words'], ['bpe', 'words'], ['bpe', 'whitespace']]) {
  const options = { unit, split, lowercase: false, minFrequency: 2, vocabularySize: 10_000 };
  let trained;
  const trainMs = best(() => milliseconds(() => { trained = trainTokenizer(lines, options); }));
  const json = JSON.parse(JSON.stringify(trained));
  const tokens = lines.reduce((sum, line) => sum + trained.encode(line).length, 0);
  const encodeAll = (tokenizer) => milliseconds(() => { for (const line of lines) tokenizer.encode(line); });
  const coldMs = best(() => encodeAll(loadTokenizer(json)));
  const warmMs = best(() => encodeAll(trained));
  let peerMs = null;
  if (unit === 'bpe') {
    const peer = new HuggingFaceTokenizer(json, {});
    const different = lines.filter((line) => line !== '' && peer.encode(line).ids.join() !== trained.encode(line).join()).length;
    if (different > 0) throw new Error(`${different} of ${lines.length} lines are encoded differently by Hugging Face's library`);
    peerMs = Math.min(encodeAll(peer), encodeAll(peer));
  }
  const perSecond = (ms) => (ms === null ? null : Math.round(tokens / ms * 1000));
  rows.push({ unit, split, vocabulary: trained.size, tokens, trainMs: Math.round(trainMs), coldTokensPerSecond: perSecond(coldMs), warmTokensPerSecond: perSecond(warmMs), peerTokensPerSecond: perSecond(peerMs) });
}

if (process.argv.includes('--json')) console.log(JSON.stringify({ benchmark: 'tokenizer', node: process.version, lines: lines.length, rows }));
else console.table(rows);
