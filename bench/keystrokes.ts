/**
 * Counts the keys that suggestions save on the held-out text of a trained run, and how often the next word is among the first guesses.
 *
 *     node out/bench/keystrokes.js '{"run": "FOLDER", "characters": 5000, "threads": 1, "part": "test", "settings": {…}}'       prints one line of JSON
 *
 * Each suggestion goes through the stages of the editor: gate, context, what is remembered, prediction, confidence, fit.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ghostText, simulateTyping, wordListSuggester, wordStarts, type Suggester } from '../src/decoding/keystrokes';
import { LineTokens } from '../src/decoding/lineTokens';
import { NextWords } from '../src/decoding/nextWords';
import { NgramTokenModel } from '../src/decoding/ngramTokenModel';
import { argMax } from '../src/decoding/selection';
import { SpellingModel } from '../src/decoding/spelling';
import { surpriseOf } from '../src/decoding/tokenModel';
import { createEngine } from '../src/engine/choose';
import type { ConfidenceSettings } from '../src/extension/completion/confidence';
import { contextStart, wholeLines } from '../src/extension/completion/context';
import { refusalOf } from '../src/extension/completion/gate';
import { withoutSecrets } from '../src/extension/completion/secrets';
import { fitAll, Suggestions } from '../src/extension/completion/suggestions';
import { Offer } from '../src/protocol/offer';
import type { TokenModels } from '../src/worker/languageModelOfRun';
import { LoadedRun } from '../src/worker/loadedRun';
import { heldOutText, type Part } from './heldOutText';

/** `settings`: the editor's. `part`: of the run's texts; those without a test text have the held-out one alone. */
interface Request { readonly run: string; readonly characters: number; readonly threads: number; readonly part: Part; readonly settings: ConfidenceSettings }

/** What stands there before the writing begins. */
const BEFORE = 2500;
/** Characters on which the weights are compared, read so many tokens at a time. */
const [COMPARED, PIECE] = [60_000, 32];

/** What the editor sends of a text before the cursor. */
function contextOf(text: string): string {
  const start = contextStart(text.length);
  return withoutSecrets(wholeLines(text.slice(start), start === 0));
}

/** What the editor shows at the end of a text to someone who types, with its own settings. */
function editorShows(next: NextWords, settings: ConfidenceSettings): Suggester {
  const suggestions = new Suggestions();
  return ghostText(async (text) => {
    const lineBefore = text.slice(text.lastIndexOf('\n') + 1);
    const here = { language: 'plaintext', languages: ['plaintext'], scheme: 'file', path: 'text.txt', lineBefore, lineAfter: '' };
    if (refusalOf({ ...here, isExplicit: false, trigger: 'automatic', yields: false, lastEdit: 'typed', hasSelectedCompletion: false }) !== null) return null;
    const before = contextOf(text);
    const texts = suggestions.remembered(before) ?? suggestions.offer(before, await next.complete(before, { ...settings, alternatives: 1, follower: () => new Offer(settings) }), false, settings);
    return fitAll(texts, lineBefore, '').at(0) ?? null;
  });
}

async function guesses(next: NextWords, text: string, start: number): Promise<{ top1: number; top3: number }> {
  const words = wordStarts(text, start);
  let [first, three] = [0, 0];
  for (const { at, word } of words) {
    const found = (await next.words(contextOf(text.slice(0, at)), 3)).map((one) => one.word.toLowerCase());
    const place = found.indexOf(word.toLowerCase());
    if (place === 0) first++;
    if (place >= 0) three++;
  }
  return { top1: (100 * first) / words.length, top3: (100 * three) / words.length };
}

/** What weights of 8 bits change: the text is read as one, by both models. */
async function compareWeights({ exact, quick }: TokenModels, ids: readonly number[]): Promise<{ tokens: number; exact: number; quick: number; divergence: number; sameFirstPercent: number }> {
  let [exactState, quickState, exactNats, quickNats, divergence, same] = [exact.initial, quick.initial, 0, 0, 0, 0];
  const tokens = ids.length - 1;
  for (let start = 0; start < tokens; start += PIECE) {
    const piece = ids.slice(start, Math.min(start + PIECE, tokens));
    const [said, quickly] = [await exact.follow(exactState, piece), await quick.follow(quickState, piece)];
    [exactState, quickState] = [said.state, quickly.state];
    said.probabilities.forEach((p, i) => {
      const [q, next] = [quickly.probabilities[i], ids[start + i + 1]];
      exactNats += surpriseOf(p, next);
      quickNats += surpriseOf(q, next);
      divergence += p.reduce((sum, one, token) => (one > 0 && q[token] > 0 ? sum + one * Math.log(one / q[token]) : sum), 0);
      if (argMax(p) === argMax(q)) same++;
    });
  }
  return { tokens, exact: Math.exp(exactNats / tokens), quick: Math.exp(quickNats / tokens), divergence: divergence / tokens, sameFirstPercent: (100 * same) / tokens };
}

async function measure({ run, characters, threads, part, settings }: Request): Promise<void> {
  const folder = path.resolve(run);
  await readFile(path.join(folder, 'run.json')); // fails with the path
  const loaded = await LoadedRun.load(folder, await createEngine({ engine: 'auto', threads, folder }), 'best', { weights: 'compact' });
  const model = loaded.languageModel();
  const { target } = loaded.run.tokenizers;
  const partner = await model.partner();
  const heldOut = heldOutText(loaded.run, part);
  const text = heldOut.slice(0, BEFORE + characters);
  const start = text.length > characters ? text.length - characters : Math.floor(text.length / 3);
  const { nextWords: everything, tokens: exact } = await model.helped();
  const spelling = target.unit === 'word' ? SpellingModel.of(target) : null;
  const contenders: [by: string, next: NextWords | null, changes?: Partial<ConfidenceSettings>][] = [
    ['word list of the editor', null],
    ...(partner === null ? [] : [['Kneser\u2013Ney 5-gram', new NextWords(new NgramTokenModel(partner), target, spelling)] as [string, NextWords]]),
    ['model', model.nextWords], ['model + cache', (await model.helped({ partner: false })).nextWords], ['model + cache + n-gram', everything],
    ['the same, from weights of 32 bits', new NextWords(exact, target, spelling)],
    ['the same, without the space after it', everything, { endWithSpace: false }], ['the same, however unsure', everything, { minProbability: 0, minConfidence: 0 }],
  ];
  const results = [];
  for (const [by, next, changes] of contenders) {
    const { saved, accepted, shown, characters: typed } = await simulateTyping(text, next === null ? wordListSuggester : editorShows(next, { ...settings, ...changes }), start);
    results.push({ by, savedPercent: 100 * saved, accepted, shown, characters: typed, ...(next === null ? { top1: null, top3: null } : await guesses(next, text, start)) });
  }
  const lines = new LineTokens(target);
  const weights = await compareWeights(model.models, [lines.start, ...lines.locate(heldOut.slice(0, COMPARED)).map(({ id }) => id)]);
  await loaded.dispose();
  console.log(JSON.stringify({ name: loaded.run.record.name, step: loaded.checkpointStep, weights, results }));
}

await measure(JSON.parse(process.argv[2]) as Request);
