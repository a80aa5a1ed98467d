import { describe, expect, it } from 'vitest';
import { RandomStream } from '../random/philox';
import { segmentWords } from './segmentWords';

const whole = (text: string): string[] => Array.from(new Intl.Segmenter('en', { granularity: 'word' }).segment(text), ({ segment }) => segment);

describe('segmentWords', () => {
  it('finds what the segmenter finds in the whole, also across the windows of a long text', () => {
    const random = new RandomStream(1, 'segments');
    const alphabet = [...'abcDEF019.,\'’-_!?()é한글ßЖ🎉👩', '\u200d', '\u0301', '🇫🇷', '🇰🇷'];
    for (let i = 0; i < 200; i++) {
      const text = Array.from({ length: random.int(1500) }, () => alphabet[random.int(alphabet.length)]).join('');
      expect(segmentWords(text)).toEqual(whole(text));
    }
    for (const text of ['', 'word', 'x'.repeat(5000) + '.', '1.'.repeat(2000) + '5', 'e\u0301'.repeat(3000)]) expect(segmentWords(text)).toEqual(whole(text));
  });

  it('takes time in proportion to the text, where the segmenter alone takes minutes', () => {
    const text = '我喜欢吃苹果和水果'.repeat(20_000);
    const words = segmentWords(text);
    expect(words.join('')).toBe(text);
    // Long text must not be cut differently from short text where the windows meet.
    expect(words).toEqual(Array.from({ length: 20_000 }, () => whole('我喜欢吃苹果和水果')).flat());
  });
});
