/**
 * Writes phrasebook.tsv: English sentences, each beside its one French translation (English TAB French), in the manner of a traveller's phrasebook.
 *
 *     node samples/02-phrasebook/generate.mjs [FOLDER]     default: the folder of this file
 *
 * grammar/ knows both languages, lexicon/ the words, families/ the kinds of sentences; this file fills each family's share,
 * refuses contradictions (one English sentence, two French ones) and shuffles.
 */
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRandom, integer, pick, shuffled } from '../random.mjs';
import { FAMILIES } from './families/index.mjs';

const SEED = 2;
const LONGEST_SENTENCE = 12;
/** Tries without a new sentence before a family counts as exhausted. */
const PATIENCE = 3_000;

/** The choices that a family makes, from one stream of random numbers. */
function choices(random) {
  return { pick: (list) => pick(random, list), chance: (probability) => random() < probability, int: (low, high) => integer(random, low, high) };
}

/** Adds `quota` new sentences of one family to the book. */
function fill(book, { name, quota, build }, random) {
  const r = choices(random);
  let added = 0;
  for (let misses = 0; added < quota; misses++) {
    if (misses > PATIENCE) throw new Error(`internal: the family "${name}" has only ${added} sentences of ${quota}`);
    const { en, fr } = build(r);
    if (/undefined|\s\s|\[object/.test(`${en} ${fr}`)) throw new Error(`internal: the family "${name}" wrote "${en}" / "${fr}"`);
    const known = book.get(en);
    if (known !== undefined && known !== fr) throw new Error(`internal: "${en}" means "${known}" and, in the family "${name}", "${fr}"`);
    if (known !== undefined || en.split(' ').length > LONGEST_SENTENCE) continue;
    book.set(en, fr);
    added++;
    misses = 0;
  }
}

/** The lines of phrasebook.tsv. Each family has its own random numbers, so that a change of one leaves the others as they are. */
function generate() {
  const book = new Map();
  FAMILIES.forEach((family, index) => fill(book, family, createRandom(SEED * 1_000 + index)));
  return shuffled(createRandom(SEED), [...book]).map(([en, fr]) => `${en}\t${fr}\n`).join('');
}

const folder = process.argv[2] ?? dirname(fileURLToPath(import.meta.url));
writeFileSync(join(folder, 'phrasebook.tsv'), generate());
