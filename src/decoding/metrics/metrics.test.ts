import { describe, expect, it } from 'vitest';
import { BLEU_TOKENIZERS, bleu, chrf, exactMatch, sentenceBleu, ter, tokenAccuracy } from '.';
import fixture from './fixtures/sacrebleu.json';

/** Every combination of TER's options, by the names that they have in the fixture. */
const TER_OPTIONS = ['normalized', 'no_punct', 'asian_support', 'case_sensitive'];
const terCombinations = Array.from({ length: 16 }, (_, flags) => TER_OPTIONS.filter((__, i) => (flags >> i) % 2 === 1));

describe('BLEU, chrF and TER beside sacreBLEU', () => {
  it('has a fixture with all tokenizers and many corpora', () => {
    expect(fixture.cases.length).toBeGreaterThanOrEqual(25);
    const different = new Set(fixture.cases.flatMap(({ scores }) => Object.values(scores)).map((score) => score.toFixed(2)));
    expect(different.size).toBeGreaterThan(100);
  });

  it.each(fixture.cases)('$name', ({ hypotheses, references, scores }) => {
    const wanted = scores as Record<string, number>;
    for (const lowercase of [false, true]) {
      const which = lowercase ? 'lc' : 'mixed';
      for (const tokenize of BLEU_TOKENIZERS) {
        expect(bleu(hypotheses, references, { tokenize, lowercase }).score, `${tokenize} ${which}`).toBeCloseTo(wanted[`bleu ${tokenize} ${which}`], 6);
      }
      for (const wordOrder of [0, 2]) {
        expect(chrf(hypotheses, references, { wordOrder, lowercase }).score, `chrf ${wordOrder} ${which}`).toBeCloseTo(wanted[`chrf ${wordOrder} ${which}`], 6);
      }
      expect(sentenceBleu(hypotheses.at(-1)!, references.at(-1)!, { lowercase }).score, `sentence ${which}`).toBeCloseTo(wanted[`sentence bleu ${which}`], 6);
    }
    for (const names of terCombinations) {
      const options = { normalized: names.includes('normalized'), noPunctuation: names.includes('no_punct'), asianSupport: names.includes('asian_support'), caseSensitive: names.includes('case_sensitive') };
      expect(ter(hypotheses, references, options).score, `ter ${names.join(' ')}`).toBeCloseTo(wanted[`ter ${names.join(' ')}`], 6);
    }
  });

  it('says how it was computed', () => {
    const score = bleu(['a b c d e'], ['a b c d f g'], { tokenize: 'none' });
    expect(score).toMatchObject({ hypothesisLength: 5, referenceLength: 6, precisions: [80, 75, expect.closeTo(66.667, 3) as number, 50] });
    expect(score.brevityPenalty).toBeCloseTo(Math.exp(-1 / 5), 12);
    expect(score.signature).toBe('nrefs:1|case:mixed|eff:no|tok:none|smooth:exp|version:sequence-lab');
    expect(sentenceBleu('a b', 'a b').signature).toBe('nrefs:1|case:mixed|eff:yes|tok:13a|smooth:exp|version:sequence-lab');
    expect(ter(['a'], ['a'], { normalized: true, noPunctuation: true }).signature).toBe('nrefs:1|case:lc|tok:tercom|norm:yes|punct:no|asian:no|version:sequence-lab');
    expect(chrf(['a'], ['a'], { wordOrder: 2, lowercase: true }).signature).toBe('nrefs:1|case:lc|eff:yes|nc:6|nw:2|space:no|version:sequence-lab');
  });

  it('refuses lists that do not belong together', () => {
    expect(() => bleu(['a'], [])).toThrow(/1 hypotheses and 0 references/);
    expect(() => chrf([], [])).toThrow(/nothing to score/);
    expect(() => ter(['a', 'b'], ['a'])).toThrow(/2 hypotheses and 1 references/);
  });
});

describe('shares of what is right', () => {
  it('counts exact matches', () => {
    expect(exactMatch(['2024-01-02 ', 'x'], ['2024-01-02', 'y'])).toBe(0.5);
    expect(exactMatch(['où est-il ?'], ['Où est-il ?'])).toBe(0);
    expect(exactMatch(['où est-il ?'], ['Où est-il ?'], { lowercase: true })).toBe(1);
  });

  it('counts tokens in their places', () => {
    expect(tokenAccuracy([[4, 5, 6], [7]], [[4, 6, 6], [7, 8]])).toBe(3 / 5);
    expect(tokenAccuracy([[]], [[]])).toBe(1);
  });
});
