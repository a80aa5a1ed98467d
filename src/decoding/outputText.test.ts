import { describe, expect, it } from 'vitest';
import { EOS, UNK } from '../text/tokenizer';
import { trainTokenizer } from '../text/trainTokenizer';
import { copiesForUnknown, writeTokens } from './outputText';
import { readPrefix } from './prefix';

const text = ['Der Hund (klein) schläft, er träumt.', 'Anna schläft.'];
const options = { minFrequency: 1, vocabularySize: null, lowercase: false, split: 'words' } as const;
const words = trainTokenizer(text, { ...options, unit: 'word' });
const characters = trainTokenizer(text, { ...options, unit: 'char' });

describe('text of tokens', () => {
  it.each([['word', false], ['word', true], ['char', false], ['bpe', false], ['bpe', true]] as const)('restores spacing and case as trained (%s, lowercase %s)', (unit, lowercase) => {
    const tokenizer = trainTokenizer(text, { ...options, unit, lowercase, vocabularySize: unit === 'bpe' ? 60 : null });
    for (const line of text) expect(writeTokens(tokenizer.encode(line), tokenizer, [])).toBe(lowercase ? line.toLowerCase() : line);
  });

  it('puts a replacement where the unknown word stands, with the space before it', () => {
    const ids = words.encode('Der Pudel (klein) schläft');
    expect(ids[1]).toBe(UNK);
    expect(writeTokens(ids, words, [])).toBe('Der <unk> (klein) schläft');
    expect(writeTokens(ids, words, [null, 'Pudel'])).toBe('Der Pudel (klein) schläft');
    expect(writeTokens([UNK, ...ids], words, ['X', null, null])).toBe('X Der <unk> (klein) schläft');
    const spelled = characters.encode('Der Zug');
    expect(writeTokens(spelled, characters, [...'Der Zug'])).toBe('Der Zug');
  });

  it('copies the source word that was looked at most, never the end or padding', () => {
    const attention = [Float32Array.of(0.1, 0.2, 0.7, 0), Float32Array.of(0.6, 0.3, 0.1, 0)];
    expect(copiesForUnknown({ tokens: [UNK, UNK], attention }, ['Anna', 'Pudel'])).toEqual(['Pudel', 'Anna']);
    expect(copiesForUnknown({ tokens: [7, UNK], attention }, ['Anna', 'Pudel'])).toEqual([null, 'Anna']);
    expect(copiesForUnknown({ tokens: [UNK], attention: null }, ['Anna'])).toEqual([null]);
  });
});

describe('a forced beginning', () => {
  it('is a text, or tokens by their names', () => {
    expect(readPrefix('Der Pudel', words, 9)).toEqual({ ids: words.encode('Der Pudel'), texts: ['Der', 'Pudel'] });
    const raws = words.encode('Der Hund').map((id) => words.tokenRaw(id));
    expect(readPrefix([...raws, '</s>'], words, 2)).toEqual({ ids: [...words.encode('Der Hund'), EOS], texts: null });
    expect(readPrefix([], words, 1)).toEqual({ ids: [], texts: null });
  });

  it('refuses what is no beginning', () => {
    expect(() => readPrefix(['Hund?'], words, 9)).toThrow(/"Hund\?" is no token of this model/);
    expect(() => readPrefix(['</s>', '<unk>'], words, 9)).toThrow(/cannot go on after/);
    expect(() => readPrefix(['<pad>'], words, 9)).toThrow(/cannot go on after, or with, <pad>/);
    expect(() => readPrefix('Der Hund', words, 1)).toThrow(/has 2 tokens, and an output at most 1/);
  });
});
