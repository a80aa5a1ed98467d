import { describe, expect, it } from 'vitest';
import type { Explanation } from '../../protocol/language';
import { AnswerCache } from './answerCache';
import { bar, explanationMarkdown, percent, surpriseText } from './explanationText';
import { wordAt } from './wordAt';

describe('the word at a place', () => {
  it.each([
    ['the cat sat', 4, 'cat'], ['the cat sat', 7, 'cat'], ['the cat sat', 0, 'the'], ['don’t go', 2, 'don’t'], ['well-known', 9, 'well-known'], ['한국어 학교', 5, '학교'], ['naïve', 3, 'naïve'],
  ])('%j at %i is %j', (line, at, word) => { expect(wordAt(line, at)?.text).toBe(word); });

  it('is none between and beyond words', () => {
    expect(wordAt('a  b', 2)).toBeNull();
    expect(wordAt('— — —', 2)).toBeNull();
    expect(wordAt('', 0)).toBeNull();
  });
});

describe('an explanation', () => {
  const explanation: Explanation = {
    candidates: [{ word: 'mat', probability: 0.5 }, { word: 'rug', probability: 0.25 }], word: 'Rug', probability: 0.25, surpriseBits: 2, unknown: false,
    sources: [{ file: '/books/cats.txt', line: 12, excerpt: 'the cat lay on the rug', words: 3 }], sourceCount: 2,
  };
  const link = (file: string, line: number): string => `file://${file}#L${line}`;

  it('names surprise, candidates and source, the word itself in bold', () => {
    const text = explanationMarkdown(explanation, 'Rug', 'story', link);
    expect(text).toContain('**Rug** surprises by 2.0 bits: 1 in 4');
    expect(text).toContain('| mat | ██████ | 50 % |');
    expect(text).toContain('| **rug** | ███ | 25 % |');
    expect(text).toContain('Learnt from 2 places where the same 3 words stand before it:');
    expect(text).toContain('- [cats&#46;txt:12](file:///books/cats.txt#L12) the cat lay on the rug');
  });

  it('tells what comes next where no word stands', () => {
    expect(explanationMarkdown(explanation, null, 'story', link)).toContain('**What comes next**, by “story”');
  });

  it('says so where the model knows nothing', () => {
    const text = explanationMarkdown({ candidates: [], word: null, probability: 0, surpriseBits: null, unknown: false, sources: [], sourceCount: 0 }, 'zq', 'story', link);
    expect(text).toContain('**zq** is a word that the model cannot say');
    expect(text).toContain('The model has no word to offer here.');
    expect(text).not.toContain('|');
  });

  it('gives no surprise to a word that the model does not know', () => {
    const text = explanationMarkdown({ ...explanation, unknown: true, probability: 0.2 }, 'refrigerator', 'story', link);
    expect(text).toContain('**refrigerator** is not in the vocabulary; some unknown word had 20 %');
    expect(text).not.toContain('bits');
  });

  it('lets no text of a file be Markdown', () => {
    const text = explanationMarkdown({ ...explanation, candidates: [{ word: '|<b>*x*', probability: 1 }], sources: [{ file: '/a.txt', line: 1, excerpt: '[x](command:evil) <img src=x>', words: 0 }] }, null, '**m**', link);
    expect(text).not.toMatch(/<b>|<img|\]\(command|\*\*m\*\*/);
    expect(text).toContain('places that have the word');
  });

  it('gives a file that cannot be opened by its name alone', () => {
    expect(explanationMarkdown(explanation, 'rug', 'story', () => null)).toContain('- cats&#46;txt:12 the cat');
  });
});

it('says probabilities as people read them', () => {
  expect([0.5, 0.0995, 0.0123, 0.0009].map(percent)).toEqual(['50 %', '10 %', '1.2 %', '<0.1 %']);
  expect(surpriseText(0.9, 0.152)).toBe('was expected: 90 %, 0.2 bits');
  expect(surpriseText(1 / 1234, 10.27)).toBe('surprises by 10.3 bits: 1 in 1,200');
});

it('draws bars to an eighth of a block', () => {
  expect([1, 0.5, 0.1, 0.0001, 0].map((share) => bar(share, 4))).toEqual(['████', '██', '▍', '▏', '']);
});

it('remembers the answers used last', () => {
  const cache = new AnswerCache<number>(2);
  cache.set('a', 1);
  cache.set('b', 2);
  expect(cache.get('a')).toBe(1);
  cache.set('c', 3);
  expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([1, undefined, 3]);
});
