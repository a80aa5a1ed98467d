/** Makes a tokenizer of the wanted kind from text. */
import { UserError } from '../errors/userError';
import { trainCharTokenizer } from './charTokenizer';
import type { Tokenizer, TokenizerOptions } from './tokenizer';
import { SPECIAL_TOKENS } from './tokenizer';
import { trainBpeTokenizer } from './trainBpe';
import { trainWordTokenizer } from './wordTokenizer';

/** The smallest vocabulary that holds anything but the special tokens. */
const MIN_VOCABULARY = SPECIAL_TOKENS.length + 1;

/**
 * Trains a tokenizer. The same lines and options always give the same one.
 * @throws UserError for options that make no sense together, and for lines without any token that is frequent enough
 */
export function trainTokenizer(lines: Iterable<string>, options: TokenizerOptions): Tokenizer {
  checkOptions(options);
  const tokenizer = trainUnit(lines, options);
  if (tokenizer.size === SPECIAL_TOKENS.length) {
    throw new UserError(`no token occurs ${options.minFrequency} ${options.minFrequency === 1 ? 'time' : 'times'} in the training text`, 'tokenizer.minFrequency', 'give more text, or lower minFrequency');
  }
  return tokenizer;
}

function trainUnit(lines: Iterable<string>, options: TokenizerOptions): Tokenizer {
  switch (options.unit) {
    case 'word': return trainWordTokenizer(lines, options);
    case 'char': return trainCharTokenizer(lines, options);
    case 'bpe': return trainBpeTokenizer(lines, { ...options, vocabularySize: options.vocabularySize! });
    default: throw new Error(`internal: tokenizer unit ${String(options.unit satisfies never)}`);
  }
}

function checkOptions({ unit, minFrequency, vocabularySize, split }: TokenizerOptions): void {
  if (!Number.isInteger(minFrequency) || minFrequency < 1) {
    throw new UserError(`minFrequency is ${minFrequency}`, 'tokenizer.minFrequency', 'give a whole number of at least 1', 'option');
  }
  if (vocabularySize !== null && (!Number.isInteger(vocabularySize) || vocabularySize < MIN_VOCABULARY)) {
    throw new UserError(`vocabularySize is ${vocabularySize}`, 'tokenizer.vocabularySize', `give a whole number of at least ${MIN_VOCABULARY}: the ${SPECIAL_TOKENS.length} special tokens are counted`, 'option');
  }
  if (unit === 'bpe' && vocabularySize === null) {
    throw new UserError('byte-pair encoding needs a vocabularySize to know when to stop', 'tokenizer.vocabularySize', 'give a number, such as 8000', 'option');
  }
  if (unit === 'char' && split === 'whitespace') {
    throw new UserError('split "whitespace" means nothing for characters', 'tokenizer.split', 'leave it out, or choose the unit "word" or "bpe"', 'option');
  }
}
