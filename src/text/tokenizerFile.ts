/** Reads and writes tokenizer.json, the layout of Hugging Face's tokenizers, as far as these tokenizers can honour it. */
import { isDeepStrictEqual } from 'node:util';
import { UserError } from '../errors/userError';
import { BpeTokenizer } from './bpeTokenizer';
import { CharTokenizer } from './charTokenizer';
import { bpeModel, pipelineOf, wordLevelModel, type TokenizerSettings } from './pipeline';
import type { Tokenizer, TokenizerUnit } from './tokenizer';
import { SPECIAL_TOKENS } from './tokenizer';
import { Vocabulary } from './vocabulary';
import { WordTokenizer } from './wordTokenizer';

export const TOKENIZER_FILE = 'tokenizer.json';

/** One token a line would be long, one line unreadable: indented like other JSON of a run. */
export function tokenizerToText(tokenizer: Tokenizer): string {
  return `${JSON.stringify(tokenizer.toJSON(), null, 1)}\n`;
}

/**
 * The tokenizer of a parsed tokenizer.json. Every part of the file is honoured or refused: normalizer, pre-tokenizer, decoder and model must
 * be ones that these tokenizers write themselves; the extra key `sequenceLab` may be missing, as after a round through another library.
 * @param json  the parsed file
 * @param where the file's name, for messages
 * @throws UserError naming the part that is wrong or not supported
 */
export function loadTokenizer(json: unknown, where = TOKENIZER_FILE): Tokenizer {
  const file = object(json, 'the file', where);
  const model = object(file.model, '"model"', where);
  const vocabulary = readVocabulary(model, where);
  for (const part of ['added_tokens', 'post_processor', 'truncation', 'padding']) {
    const value = file[part];
    if (value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0)) throw unsupported(`"${part}"`, where);
  }
  const settings = findSettings(file, model, where);
  const { unit, lowercase, split } = settings;
  switch (unit) {
    case 'word': return new WordTokenizer(vocabulary, lowercase, split);
    case 'char':
      if (readMerges(model, vocabulary, where).length > 0) throw damaged('a tokenizer of characters has merges', where);
      return new CharTokenizer(vocabulary, lowercase);
    case 'bpe': return new BpeTokenizer(vocabulary, readMerges(model, vocabulary, where), lowercase, split);
    default: throw new Error(`internal: tokenizer unit ${String(unit satisfies never)}`);
  }
}

/** All kinds of tokenizer there are; which one a file holds follows from its parts. */
const KINDS: readonly TokenizerSettings[] = (['word', 'char', 'bpe'] as const).flatMap((unit) =>
  [false, true].flatMap((lowercase) => (unit === 'char' ? ['words'] as const : ['words', 'whitespace'] as const).map((split) => ({ unit, lowercase, split }))));

function findSettings(file: Record<string, unknown>, model: Record<string, unknown>, where: string): TokenizerSettings {
  const parts = ['normalizer', 'pre_tokenizer', 'decoder'] as const;
  let kinds = KINDS.filter(({ unit }) => isDeepStrictEqual(modelFlags(unit, model), flagsOf(unit)));
  if (kinds.length === 0) throw unsupported(`"model" (type ${JSON.stringify(model.type)})`, where);
  for (const part of parts) {
    kinds = kinds.filter((kind) => isDeepStrictEqual(file[part] ?? null, pipelineOf(kind)[part]));
    if (kinds.length === 0) throw unsupported(`"${part}"`, where);
  }
  if (file.sequenceLab !== undefined) kinds = kinds.filter((kind) => isDeepStrictEqual(file.sequenceLab, kind));
  if (kinds.length === 0) throw damaged('"sequenceLab" contradicts the other parts', where);
  return kinds[0];
}

/** What a model of the unit says besides its vocabulary and merges. */
function flagsOf(unit: TokenizerUnit): Record<string, unknown> {
  return withoutTokens(unit === 'word' ? wordLevelModel({}) : bpeModel({}, []));
}

/** The same of the file's model; what it leaves out has the value that libraries take then, which is also ours. */
function modelFlags(unit: TokenizerUnit, model: Record<string, unknown>): Record<string, unknown> {
  return { ...flagsOf(unit), ...withoutTokens(model), type: model.type };
}

function withoutTokens(model: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(model).filter(([key]) => key !== 'vocab' && key !== 'merges'));
}

function readVocabulary(model: Record<string, unknown>, where: string): Vocabulary {
  const entries = Object.entries(object(model.vocab, '"model.vocab"', where));
  const tokens = new Array<string | undefined>(entries.length).fill(undefined);
  for (const [token, id] of entries) {
    if (typeof id !== 'number' || !Number.isInteger(id) || id < 0 || id >= entries.length || tokens[id] !== undefined) {
      throw damaged(`the token ${JSON.stringify(token)} has the number ${JSON.stringify(id)}, where each number from 0 to ${entries.length - 1} was expected once`, where);
    }
    tokens[id] = token;
  }
  const missing = SPECIAL_TOKENS.findIndex((token, id) => tokens[id] !== token);
  if (missing >= 0) throw damaged(`the vocabulary does not begin with ${SPECIAL_TOKENS.join(' ')}`, where);
  return new Vocabulary(tokens as string[]);
}

/** Merges as pairs, or in the older form of one string with a space between. */
function readMerges(model: Record<string, unknown>, vocabulary: Vocabulary, where: string): [string, string][] {
  if (!Array.isArray(model.merges)) throw damaged('"model.merges" is not a list', where);
  const seen = new Set<string>();
  return model.merges.map((entry: unknown, i) => {
    const pair: unknown = typeof entry === 'string' ? entry.split(' ') : entry;
    if (!Array.isArray(pair) || pair.length !== 2 || !pair.every((token) => typeof token === 'string')) throw damaged(`merge ${i + 1} is not a pair of tokens`, where);
    const [left, right] = pair as [string, string];
    for (const token of [left, right, left + right]) {
      if (vocabulary.idOf(token) === undefined) throw damaged(`merge ${i + 1} needs the token ${JSON.stringify(token)}, which the vocabulary lacks`, where);
    }
    if (SPECIAL_TOKENS.some((special) => special === left + right)) throw damaged(`merge ${i + 1} makes the special token ${left + right}`, where);
    const key = JSON.stringify([left, right]);
    if (seen.has(key)) throw damaged(`merge ${i + 1} comes twice`, where);
    seen.add(key);
    return [left, right];
  });
}

function object(value: unknown, name: string, where: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw damaged(`${name} is not an object`, where);
  return value as Record<string, unknown>;
}

function damaged(what: string, where: string): UserError {
  return new UserError(what, where, 'use the tokenizer.json that a training wrote, unchanged');
}

function unsupported(part: string, where: string): UserError {
  return new UserError(`${part} of this tokenizer is not one that Sequence Lab supports`, where, 'use a tokenizer.json that Sequence Lab wrote, or train a tokenizer');
}
