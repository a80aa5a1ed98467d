import { describe, expect, it } from 'vitest';
import { normalize, normalizeWithOffsets } from './normalize';

describe('normalizeWithOffsets', () => {
  const texts = [
    '', 'plain', 'ÀÉ café', 'cafe\u0301 noir', '\u1112\u1161\u11ab\u1100\u1173\u11af!', 'a\u0323\u0307b', 'İstanbul', 'ΟΔΥΣΣΕΥΣ ΣΑΣ', '👩‍👩‍👧 ok', '\u0301x', 'q\u0307\u0323r', 'Å\u030a Ω',
  ];

  it.each(texts)('maps %j back: every unit lies within the text, in order', (text) => {
    for (const lowercase of [false, true]) {
      const normalized = normalizeWithOffsets(text, lowercase);
      expect(normalized.text).toBe(normalize(text, lowercase));
      expect(normalized.toStart(normalized.text.length)).toBe(text.length);
      for (let i = 0; i < normalized.text.length; i++) {
        expect(normalized.toStart(i)).toBeLessThan(normalized.toEnd(i + 1));
        expect(normalized.toStart(i)).toBeLessThanOrEqual(normalized.toStart(i + 1));
        expect(normalized.toEnd(i + 1)).toBeLessThanOrEqual(text.length);
      }
    }
  });

  it('finds the letter with its mark where the two became one', () => {
    const { text, toStart, toEnd } = normalizeWithOffsets('cafe\u0301 noir', false);
    expect(text).toBe('café noir');
    expect([toStart(3), toEnd(4)]).toEqual([3, 5]);
    expect([toStart(5), toEnd(9)]).toEqual([6, 10]);
  });

  it('finds the syllable of three letters', () => {
    const { text, toStart, toEnd } = normalizeWithOffsets('\u1112\u1161\u11ab\u1100\u1173\u11af!', false);
    expect(text).toBe('한글!');
    expect([toStart(0), toEnd(1), toStart(1), toEnd(2), toStart(2)]).toEqual([0, 3, 3, 6, 6]);
  });

  it('finds the letter that lowercasing makes longer, and knows the final sigma', () => {
    const { text, toStart, toEnd } = normalizeWithOffsets('aİb', true);
    expect(text).toBe('ai\u0307b');
    expect([toStart(1), toEnd(3), toStart(3), toEnd(4)]).toEqual([1, 2, 2, 3]);
    expect(normalizeWithOffsets('İ ΣΑΣ', true).text.endsWith('σας')).toBe(true);
  });
});
