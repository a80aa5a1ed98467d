/** `tokenizer`: what one step of the sequence is. */
import * as z from 'zod';
import type { Complete, Refusals, Task } from './common';

export const tokenizerSection = z.strictObject({
  unit: z.enum(['auto', 'word', 'char', 'bpe']).optional().describe('What one step of the sequence is. auto, for translators: words seen twice or more where these cover the training sentences, else pieces of words, in a number that suits the data; the run records which. Default: auto for a translator of which nothing else is said here but lowercase and shared, else word.'),
  split: z.enum(['words', 'whitespace']).optional().describe('How words are found: by the Unicode rules of each language, or at spaces alone (text that is already tokenized). Default: words.'),
  lowercase: z.boolean().optional().describe('Default: false.'),
  minFrequency: z.number().int().min(1).optional().describe('Rarer words become <unk>. Default: 2 for words of a language model, else 1; auto chooses 2 for words.'),
  vocabularySize: z.number().int().min(5).nullable().optional().describe('At most so many entries, the four special ones included. Default: 10000 for words and bpe, unlimited for characters; auto chooses 10000 words, or 2000 or 8000 pieces.'),
  bpeDropout: z.number().min(0).lt(1).optional().describe('bpe: probability that a merge is left out each time it could be made, in training text alone and anew each epoch (Provilkov et al. 2020; 0.1 there). Default: 0.'),
  shared: z.boolean().optional().describe('Translators: one vocabulary for both languages. Default: false.'),
});

type Given = z.infer<typeof tokenizerSection>;
export type TokenizerSettings = Complete<Given>;

/** What the choices of other sections mean for the tokenizer. */
export interface TokenizerContext { readonly task: Task; /** Embeddings begin with vectors of words. */ readonly hasWordVectors: boolean }

/** What `auto` leaves no room for, with what it stands for until the data are read. */
const decidedByAuto = { split: 'words', minFrequency: 1, vocabularySize: 10_000, bpeDropout: 0 } as const;

export function resolveTokenizer(given: Given, { task, hasWordVectors }: TokenizerContext, refusals: Refusals): TokenizerSettings {
  const decided = Object.keys(decidedByAuto) as (keyof typeof decidedByAuto)[];
  const unit = given.unit ?? (task === 'translation' && !hasWordVectors && decided.every((key) => given[key] === undefined) ? 'auto' : 'word');
  if (unit === 'auto') {
    if (task !== 'translation') refusals.refuse('tokenizer.unit', unit, 'only translators choose by their data: use word, char or bpe');
    for (const key of decided) refusals.onlyNeutral<Given[typeof key]>(`tokenizer.${key}`, given[key], decidedByAuto[key], 'tokenizer.unit "auto" decides it: remove it, or set tokenizer.unit to "word", "char" or "bpe"');
    return { unit, ...decidedByAuto, lowercase: given.lowercase ?? false, shared: given.shared ?? false };
  }
  if (task === 'language-model') refusals.onlyNeutral('tokenizer.shared', given.shared, false, 'a language model has one vocabulary: remove it');
  if (unit !== 'word') refusals.onlyNeutral('tokenizer.split', given.split, 'words', 'only words are split: remove it or set tokenizer.unit to "word"');
  if (unit !== 'bpe') refusals.onlyNeutral('tokenizer.bpeDropout', given.bpeDropout, 0, 'only byte-pair encoding has merges to leave out: remove it or set tokenizer.unit to "bpe"');
  if (unit === 'bpe' && given.vocabularySize === null) refusals.refuse('tokenizer.vocabularySize', null, 'bpe needs a size, say 8000');
  return {
    unit, split: given.split ?? 'words', lowercase: given.lowercase ?? false,
    minFrequency: given.minFrequency ?? (unit === 'word' && task === 'language-model' ? 2 : 1),
    vocabularySize: given.vocabularySize !== undefined ? given.vocabularySize : unit === 'char' ? null : 10_000,
    bpeDropout: given.bpeDropout ?? 0, shared: given.shared ?? false,
  };
}
