import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openCorpus } from '../../text/corpus';
import { encodeLanguageText, languageLines } from '../../text/languageText';
import type { Tokenizer } from '../../text/tokenizer';
import { trainTokenizer } from '../../text/trainTokenizer';
import { windowBatches } from '../../text/windowBatches';
import { makeFolder, ruleText } from '../testing/tinyRuns';
import { readOneText, type OneText } from './oneText';

let folder: ReturnType<typeof makeFolder>;
beforeEach(() => { folder = makeFolder(); });
afterEach(() => folder.dispose());

const lstm = { cell: 'lstm', window: null } as const;
function open(text: string, unit: 'word' | 'char') {
  writeFileSync(join(folder.path, 'a.txt'), text);
  const corpus = openCorpus('a.txt', folder.path);
  const tokenizer: Tokenizer = trainTokenizer(languageLines(corpus, unit), { unit, lowercase: false, minFrequency: 1, vocabularySize: null, split: 'words' });
  return { part: { corpus, range: undefined }, tokenizer, whole: encodeLanguageText(corpus, tokenizer) };
}
const batches = ({ batches: plan }: OneText) => Array.from({ length: plan.length }, (_, i) => plan.get(i));
const joined = (text: OneText, input: string): number[] => batches(text).flatMap(({ feeds }) => Array.from(feeds[input].data as Int32Array));

it.each(['word', 'char'] as const)('predicts each %s but the first from the one before it, once and in order', (unit) => {
  const { part, tokenizer, whole: { tokens, characters, unknown } } = open(`\n\n${ruleText(30)}\n\nthe old ${'cat '.repeat(300)}\n`, unit);
  const text = readOneText(part, tokenizer, lstm);
  expect(joined(text, 'output')).toEqual([...tokens.slice(1)]);
  expect(joined(text, 'input')).toEqual([...tokens.slice(0, -1)]);
  expect(text).toMatchObject({ lines: 31, linesInBlock: 1, characters, unknown });
  expect(text.blocks.reduce((sum, block) => sum + block.predictions, 0)).toBe(tokens.length - 1);
  expect(text.blocks.reduce((sum, block) => sum + block.characters, 0)).toBe(characters);
  // A block is its own batches, the long one several, and together they predict what it has.
  const found = text.blocks.map(() => 0);
  batches(text).forEach(({ tokens: count, first }, i) => {
    found[text.blockOf(i)] += count;
    expect([count <= 128, first]).toEqual([true, i === 0]);
  });
  expect(found).toEqual(text.blocks.map(({ predictions }) => predictions));
});

it('is the same text whatever the unit, and another one where a letter differs', () => {
  const digest = (text: string, unit: 'word' | 'char'): string => {
    const { part, tokenizer } = open(text, unit);
    return readOneText(part, tokenizer, lstm).digest;
  };
  const text = '\n\none two\n\n  \nthree\n';
  expect(digest(text, 'char')).toBe(digest(text, 'word'));
  expect(digest('one two\nthree', 'word')).toBe(digest(text, 'word'));
  expect(digest('one two\nThree', 'word')).not.toBe(digest(text, 'word'));
});

it.each([[99, 1], [350, 3], [5000, 10]])('draws %i lines in blocks of %i', (lines, linesInBlock) => {
  const { part, tokenizer } = open(ruleText(lines), 'word');
  const { blocks, linesInBlock: found } = readOneText(part, tokenizer, lstm);
  expect([found, blocks.length]).toEqual([linesInBlock, Math.ceil(lines / linesInBlock)]);
});

it('gives windows what stands before each word', () => {
  const { part, tokenizer, whole: { tokens } } = open(ruleText(40), 'word');
  const text = readOneText(part, tokenizer, { cell: 'fixed-window', window: 3 });
  const { contexts, contextMask, targets } = windowBatches(tokens, { window: 3, batchSize: tokens.length, seed: 1, epoch: 0, shuffle: false }).get(0);
  expect([joined(text, 'input'), joined(text, 'inputMask'), joined(text, 'output')]).toEqual([[...contexts], [...contextMask], [...targets]]);
});
