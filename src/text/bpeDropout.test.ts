import { describe, expect, it } from 'vitest';
import { RandomStream } from '../random/philox';
import type { BpeTokenizer } from './bpeTokenizer';
import { SPACE_MARKER, UNK } from './tokenizer';
import { trainTokenizer } from './trainTokenizer';

const words = ['unbelievable', 'believe', 'believer', 'able', 'table', 'stable', 'unstable'];
const text = Array.from({ length: 50 }, (_, i) => words.filter((_word, w) => (i + w) % 3 > 0).join(' '));
const tokenizer = trainTokenizer(text, { unit: 'bpe', lowercase: false, minFrequency: 1, vocabularySize: 80, split: 'words' }) as BpeTokenizer;
const random = (seed = 1): RandomStream => new RandomStream(seed, 'merges');

describe('leaving out merges', () => {
  it('with probability 0 leaves out none', () => {
    for (const line of text) expect(tokenizer.encodeDropped(line, 0, random())).toEqual(tokenizer.encode(line));
  });

  it('cuts the same text in many ways, all of them the text', () => {
    const draws = random();
    const plain = tokenizer.encode('unbelievable tables');
    const seen = new Set<string>();
    for (let i = 0; i < 200; i++) {
      const ids = tokenizer.encodeDropped('unbelievable tables', 0.3, draws);
      expect(tokenizer.decode(ids)).toBe('unbelievable tables');
      expect(ids).not.toContain(UNK);
      seen.add(ids.join());
    }
    expect(seen.size).toBeGreaterThan(20);
    expect(tokenizer.encode('unbelievable tables')).toEqual(plain); // no draw is remembered
  });

  it('makes more tokens the more is left out, one a character in the end', () => {
    const lengthAt = (dropout: number): number => {
      const draws = random(2);
      return text.reduce((sum, line) => sum + tokenizer.encodeDropped(line, dropout, draws).length, 0);
    };
    const lengths = [0, 0.1, 0.5, 0.9, 0.999999].map(lengthAt);
    expect([...lengths].sort((a, b) => a - b)).toEqual(lengths);
    expect(new Set(lengths).size).toBe(5);
    expect(lengths.at(-1)).toBe(text.reduce((sum, line) => sum + line.split(' ').reduce((letters, word) => letters + word.length + 1, 0), 0));
  });

  it('drops each merge that could be next with that probability', () => {
    // One merge alone is possible: it is made with probability 1 - p.
    const pair = trainTokenizer(['ab'], { unit: 'bpe', lowercase: false, minFrequency: 1, vocabularySize: 8, split: 'words' }) as BpeTokenizer;
    expect(pair.toJSON().model).toMatchObject({ merges: [expect.any(Array) as string[]] });
    const draws = random(3);
    let made = 0;
    for (let i = 0; i < 4000; i++) if (pair.encodeDropped('ab', 0.3, draws).length < 3) made++;
    expect(Math.abs(made / 4000 - 0.7)).toBeLessThan(0.03);
    expect(pair.tokenRaw(pair.encode('ab')[0])).toContain(SPACE_MARKER);
  });

  it('is the same again from the same place of the stream', () => {
    const draws = random(5);
    const first = text.map((line) => tokenizer.encodeDropped(line, 0.2, draws));
    const again = random(5);
    expect(text.map((line) => tokenizer.encodeDropped(line, 0.2, again))).toEqual(first);
    const other = random(6);
    expect(text.map((line) => tokenizer.encodeDropped(line, 0.2, other))).not.toEqual(first);
  });
});
