import { describe, expect, it } from 'vitest';
import { trainTokenizer } from '../text/trainTokenizer';
import { SpellingModel } from './spelling';

const words = ['nation', 'national', 'ration', 'rational', 'station', 'action', 'emotion', 'motion', 'lotion', 'potion', 'Berlin'];
const tokenizer = trainTokenizer([words.join(' ')], { unit: 'word', lowercase: false, minFrequency: 1, vocabularySize: null, split: 'words' });
const spelling = SpellingModel.of(tokenizer);

describe('the spelling of unknown words', () => {
  it('takes the words of the document first, the frequent ones before the rare', () => {
    const document = ['Zorblax', 'Zorblax', 'Zorbing', 'Quux'];
    const { words: found, mass } = spelling.complete('Zor', document, 5);
    expect(found.slice(0, 2).map(({ word }) => word)).toEqual(['Zorblax', 'Zorbing']);
    // μ = 4 / (4 + 3)
    expect(found[0].probability).toBeGreaterThan((4 / 7) * (2 / 4));
    expect(mass).toBeGreaterThanOrEqual((4 / 7) * (3 / 4));
    expect(found.reduce((sum, { probability }) => sum + probability, 0)).toBeLessThanOrEqual(mass + 1e-12);
    expect(spelling.complete('', document, 5).words.map(({ word }) => word).sort()).toEqual(['Quux', 'Zorblax', 'Zorbing'].sort());
    expect(spelling.complete('', document, 5).mass).toBeCloseTo(1, 12);
  });

  it('spells out what stands nowhere as the known words are spelt', () => {
    expect(spelling.complete('fictio', [], 3).words[0].word).toBe('fiction');
    expect(spelling.complete('fi', [], 3).words).toEqual([]); // too little is typed
  });

  it('gives only words that the vocabulary does not have', () => {
    for (const begun of ['nati', 'stat', 'emot']) expect(spelling.complete(begun, [], 5).words.map(({ word }) => word)).not.toContain(`${begun}on`);
    expect(spelling.complete('nat', [], 5).words.map(({ word }) => word)).not.toContain('nation');
  });

  it('does not regard capitals where the vocabulary has none, and keeps those of the document', () => {
    const small = SpellingModel.of(trainTokenizer([words.join(' ')], { unit: 'word', lowercase: true, minFrequency: 1, vocabularySize: null, split: 'words' }));
    expect(small.complete('zor', ['Zorblax'], 1).words[0].word).toBe('Zorblax');
    expect(spelling.complete('zor', ['Zorblax'], 1).words[0]?.word).not.toBe('Zorblax');
  });
});
