/** Two experiments that are learnt in a second: a translator of words into words, and a language model of a counting rhyme. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RandomStream } from '../random/philox';

const WORDS = ['un one', 'deux two', 'trois three', 'chat cat', 'chien dog', 'et and'].map((pair) => pair.split(' '));
const RHYME = ['one two buckle my shoe', 'three four knock at the door', 'five six pick up sticks', 'seven eight lay them straight'];

export const small = { embedding: 24, hidden: 32, dropout: 0 };

export interface TestFolder {
  readonly folder: string;
  readonly translator: string;
  readonly languageModel: string;
}

/** Writes both with their data into a new folder. */
export function writeTestExperiments(): TestFolder {
  const folder = mkdtempSync(join(tmpdir(), 'seqlab-cli-'));
  const random = new RandomStream(1, 'pairs');
  const pairs = Array.from({ length: 400 }, () => Array.from({ length: 1 + random.int(4) }, () => WORDS[random.int(WORDS.length)]));
  writeFileSync(join(folder, 'pairs.tsv'), pairs.map((words) => `${words.map(([french]) => french).join(' ')}\t${words.map(([, english]) => english).join(' ')}\n`).join(''));
  writeFileSync(join(folder, 'translator.seqlab.json'), JSON.stringify({
    task: 'translation', data: { train: 'pairs.tsv', validation: { fraction: 0.1 } }, model: { ...small, bidirectional: false },
    training: { epochs: 10, batchSize: 16, learningRate: 0.01, earlyStopping: null, threads: 1 }, decoding: { beam: 2, maxLength: 12 },
  }));
  writeFileSync(join(folder, 'rhyme.txt'), Array.from({ length: 60 }, (_, i) => `${RHYME[i % RHYME.length]}\n`).join(''));
  writeFileSync(join(folder, 'rhyme.seqlab.json'), JSON.stringify({
    task: 'language-model', data: { train: 'rhyme.txt', validation: { fraction: 0.1 } }, model: { ...small, cell: 'lstm' },
    training: { epochs: 12, batchSize: 4, sequenceLength: 10, learningRate: 0.02, threads: 1 },
  }));
  return { folder, translator: 'translator.seqlab.json', languageModel: 'rhyme.seqlab.json' };
}
