/** `tokenizer`: what one step of the sequence is. */
import * as z from 'zod';
import type { Complete, Refusals, Task } from './common';

export const tokenizerSection = z.strictObject({
  unit: z.enum(['word', 'char', 'bpe']).optional().describe('What one step of the sequence is. Default: word.'),
  split: z.enum(['words', 'whitespace']).optional().describe('How words are found: by the Unicode rules of each language, or at spaces alone (text that is already tokenized). Default: words.'),
  lowercase: z.boolean().optional().describe('Default: false.'),
  minFrequency: z.number().int().min(1).optional().describe('Rarer words become <unk>. Default: 2 for words of a language model, else 1.'),
  vocabularySize: z.number().int().min(5).nullable().optional().describe('At most so many entries, the four special ones included. Default: 10000 for words and bpe, unlimited for characters.'),
  bpeDropout: z.number().min(0).lt(1).optional().describe('bpe: probability that a merge is left out each time it could be made, in training text alone and anew each epoch (Provilkov et al. 2020; 0.1 there). Default: 0.'),
  shared: z.boolean().optional().describe('Translators: one vocabulary for both languages. Default: false.'),
});

type Given = z.infer<typeof tokenizerSection>;
export type TokenizerSettings = Complete<Given>;

export function resolveTokenizer(given: Given, task: Task, refusals: Refusals): TokenizerSettings {
  const unit = given.unit ?? 'word';
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
