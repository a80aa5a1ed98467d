import { describe, expect, it } from 'vitest';
import { isAbc } from './detectAbc';

const tune = (number: number): string => `X:${number}\nT:Tune ${number}\nM:4/4\nL:1/8\nK:G\n|:G2 Bd g2 dB|A2 FA d2 c2:|\n`;
const book = [1, 2, 3, 4].map(tune).join('\n');

describe('telling ABC from other text', () => {
  it('knows a tune book, with words before it and comments in it', () => {
    expect(isAbc(book.split('\n'))).toBe(true);
    expect(isAbc(`A book of tunes\nby nobody\n\n% comment\n${book}`.split('\n'))).toBe(true);
  });

  it('wants three tunes', () => {
    expect(isAbc((tune(1) + tune(2)).split('\n'))).toBe(false);
    expect(isAbc(book.replaceAll('K:G\n', '').split('\n'))).toBe(false);
  });

  it('does not take prose that speaks of them', () => {
    const prose = Array.from({ length: 40 }, (_, i) => `Then she wrote down what she had heard, for the ${i}th time.`);
    expect(isAbc([...book.split('\n'), ...prose])).toBe(false);
    expect(isAbc(prose)).toBe(false);
    expect(isAbc([])).toBe(false);
  });
});
