/**
 * Counts the keys that suggestions save on the held-out text of a trained run, and how often the next word is among the first guesses.
 *
 *     node out/bench/keystrokes.js '{"run": "FOLDER", "characters": 5000, "threads": 1}'       prints one line of JSON
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ghostText, simulateTyping, wordListSuggester, wordStarts, type Suggester } from '../src/decoding/keystrokes';
import { NextWords } from '../src/decoding/nextWords';
import { NgramTokenModel } from '../src/decoding/ngramTokenModel';
import { SpellingModel } from '../src/decoding/spelling';
import { createEngine } from '../src/engine/choose';
import { openCorpus } from '../src/text/corpus';
import { openLanguageTexts } from '../src/training/data/languageData';
import { LoadedRun } from '../src/worker/loadedRun';

interface Request { readonly run: string; readonly characters: number; readonly threads: number }

/** As the editor asks, automatically: completions begin with a word that is this likely. */
const ASKED = { maxWords: 5, minProbability: 0.2, alternatives: 1 } as const;
/** What the editor sends before the cursor, and what stands there before the writing begins. */
const [CONTEXT, BEFORE] = [2500, 2500];

function heldOutText({ run: { experiment, record } }: LoadedRun): string {
  const { test } = experiment.data;
  const part = test === null ? openLanguageTexts(experiment, record.baseFolder).validation : { corpus: openCorpus(test as string | string[], record.baseFolder), range: undefined };
  return [...part.corpus.lines(part.range)].map(({ text }) => text).join('\n');
}

async function guesses(next: NextWords, text: string, start: number): Promise<{ top1: number; top3: number }> {
  const words = wordStarts(text, start);
  let [first, three] = [0, 0];
  for (const { at, word } of words) {
    const found = (await next.words(text.slice(Math.max(0, at - CONTEXT), at), 3)).map((one) => one.word.toLowerCase());
    const place = found.indexOf(word.toLowerCase());
    if (place === 0) first++;
    if (place >= 0) three++;
  }
  return { top1: (100 * first) / words.length, top3: (100 * three) / words.length };
}

async function measure({ run, characters, threads }: Request): Promise<void> {
  const folder = path.resolve(run);
  await readFile(path.join(folder, 'run.json')); // fails with the path
  const loaded = await LoadedRun.load(folder, await createEngine({ engine: 'auto', threads, folder }));
  const model = loaded.languageModel();
  const { target } = loaded.run.tokenizers;
  const partner = await model.partner();
  const text = heldOutText(loaded).slice(0, BEFORE + characters);
  const start = text.length > characters ? text.length - characters : Math.floor(text.length / 3);
  const everything = (await model.helped()).nextWords;
  const contenders: [by: string, next: NextWords | null, least?: number][] = [
    ['word list of the editor', null],
    ...(partner === null ? [] : [['Kneser\u2013Ney 5-gram', new NextWords(new NgramTokenModel(partner), target, target.unit === 'word' ? SpellingModel.of(target) : null)] as [string, NextWords]]),
    ['model', model.nextWords], ['model + cache', (await model.helped({ partner: false })).nextWords], ['model + cache + n-gram', everything], ['the same, however unsure', everything, 0],
  ];
  const results = [];
  for (const [by, next, minProbability = ASKED.minProbability] of contenders) {
    const suggester: Suggester = next === null ? wordListSuggester : ghostText(async (before) => (await next.complete(before.slice(-CONTEXT), { ...ASKED, minProbability })).at(0) ?? null);
    const { saved, accepted, characters: typed } = await simulateTyping(text, suggester, start);
    results.push({ by, savedPercent: 100 * saved, accepted, characters: typed, ...(next === null ? { top1: null, top3: null } : await guesses(next, text, start)) });
  }
  await loaded.dispose();
  console.log(JSON.stringify({ name: loaded.run.record.name, step: loaded.checkpointStep, results }));
}

await measure(JSON.parse(process.argv[2]) as Request);
