/** Byte-pair encoding: learned as published, and applied as Hugging Face's library applies it. */
import { Tokenizer as HuggingFaceTokenizer } from '@huggingface/tokenizers';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../random/philox';
import { UNK, type BpeModel, type TokenizerOptions } from './tokenizer';
import { trainTokenizer } from './trainTokenizer';

const OPTIONS: TokenizerOptions = { unit: 'bpe', lowercase: false, minFrequency: 1, vocabularySize: 400, split: 'words' };

const CORPUS = [
  'The cat sat on the mat, and the other cats sat there too.', "It's the lowest, the newest and the widest; isn't it?", 'low lower lowest new newer newest wide wider widest',
  'Le chat s’est assis sur le tapis, et l’autre chat l’a regardé.', "J'ai acheté des pâtes, du café et de l'eau à Orléans.", 'Où est-ce que tu étais hier soir ?',
  '고양이가 매트 위에 앉았습니다.', '나는 학생입니다. 너는 학생이니?', '학교에 갔다가 학생식당에서 밥을 먹었습니다.', '🎉🎉 party 👩‍👩‍👧 family 👍🏽', '1,000 and 3.14 and 2024-01-31', 'aaaa aaa aaaaa banana bananas',
];
const NEW_TEXTS = [
  'The lowest cats aren’t there; the widest are!', 'Les chats regardaient l’été à Orléans…', '학생식당에서 고양이가 밥을 먹었습니다!', '🎉 👍🏽👩‍👩‍👧 Ωmega ∑ unknown 漢字かな', 'cafe\u0301 versus café', '\u1112\u1161\u11ab\u1100\u1173\u11af',
  '   spaces\t\ttabs\nand\u00a0lines\u3000wide ', '▁markers▁in▁text', '<unk> <pad> <s></s>', "'quoted' ‘quoted’ 'tis rock'n'roll", 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '', ' ', '…', 'x'.repeat(3000), 'İSTANBUL ΟΔΥΣΣΕΥΣ', '\u0301 mark first',
];

function huggingFace(tokenizer: { toJSON(): unknown }): HuggingFaceTokenizer {
  return new HuggingFaceTokenizer(JSON.parse(JSON.stringify(tokenizer.toJSON())) as ConstructorParameters<typeof HuggingFaceTokenizer>[0], {});
}

const CASES = ([false, true] as const).flatMap((lowercase) => (['words', 'whitespace'] as const).flatMap((split) => [60, 130, 400].map((vocabularySize) => ({ ...OPTIONS, lowercase, split, vocabularySize }))));

describe.each(CASES)('pieces with split $split, lowercase $lowercase, $vocabularySize tokens', (options) => {
  const tokenizer = trainTokenizer(CORPUS, options);
  const other = huggingFace(tokenizer);

  it('are the ones that Hugging Face’s library finds, in English, French, Korean, emoji and what is unknown', () => {
    for (const text of [...CORPUS, ...NEW_TEXTS]) expect(tokenizer.encode(text), JSON.stringify(text)).toEqual(other.encode(text).ids);
  });

  it('are the same on random text', () => {
    const random = new RandomStream(1, 'bpe');
    const alphabet = [...new Set(CORPUS.join('')), ' ', ' ', ' ', 'a', 'a', 'Ж', '\u200b', '\u0301'];
    for (let i = 0; i < 300; i++) {
      const text = Array.from({ length: random.int(60) }, () => alphabet[random.int(alphabet.length)]).join('');
      expect(tokenizer.encode(text), JSON.stringify(text)).toEqual(other.encode(text).ids);
    }
  });

  it('decode to the same text', () => {
    for (const text of CORPUS) {
      const ids = tokenizer.encode(text);
      expect(tokenizer.decode(ids)).toBe(other.decode(ids, { clean_up_tokenization_spaces: false }));
    }
  });
});

describe('one vocabulary for two languages', () => {
  const english = ['The cat sat on the mat.', 'a newer, wider world', 'student and school'];
  const korean = ['고양이가 매트 위에 앉았습니다.', '나는 학생입니다.', '학교에 갔다가 밥을 먹었습니다.', '\u1112\u1161\u11ab국어 \u3131\u314f'];
  const odd = ['', ' ', '\u200b\u200d\ufeff', 'e\u0301\u0327 \u0327\u0301e', '\ud83d\udc69\u200d\ud83d\udcbb 漢字 かな ｶﾅ', '١٢٣ ½ Ⅷ', 'ﬁ ǅ ẞ İ ı', '한국어English섞어쓰기', '"\u2019\'s" n\'t', '\u0000\u0007', '\ud800 alone', 'x\u2028y\u0085z'];

  it.each([40, 120])('encodes both, and what is in neither, as Hugging Face’s library does (%i tokens)', (vocabularySize) => {
    for (const lowercase of [false, true]) {
      const shared = trainTokenizer([...english, ...korean], { ...OPTIONS, lowercase, vocabularySize });
      const other = huggingFace(shared);
      for (const text of [...english, ...korean, ...odd]) expect(shared.encode(text), JSON.stringify(text)).toEqual(other.encode(text).ids);
    }
  });

  it('is another one than each language has alone', () => {
    expect(trainTokenizer([...english, ...korean], { ...OPTIONS, vocabularySize: 120 }).encode('고양이 cat')).not.toContain(UNK);
    const apart = trainTokenizer(english, { ...OPTIONS, vocabularySize: 120 });
    expect(apart.encode('고양이 cat')).toContain(UNK);
    expect(huggingFace(apart).encode('고양이 cat').ids).toEqual(apart.encode('고양이 cat'));
  });
});

describe('short and long words', () => {
  it('are merged alike: a word within a long chunk as alone, at every length', () => {
    const random = new RandomStream(7, 'lengths');
    const letters = (count: number): string => Array.from({ length: count }, () => 'ab'[random.int(2)]).join('');
    const tokenizer = trainTokenizer(Array.from({ length: 60 }, () => letters(30)), { ...OPTIONS, vocabularySize: 60 });
    const other = huggingFace(tokenizer);
    for (let length = 1; length < 60; length++) {
      const text = letters(length);
      expect(tokenizer.encode(text)).toEqual(other.encode(text).ids);
    }
  });
});

describe('characters in the file layout', () => {
  it('are the ones that Hugging Face’s library finds', () => {
    const tokenizer = trainTokenizer(CORPUS.map((line) => `${line}\n`), { ...OPTIONS, unit: 'char', vocabularySize: 90 });
    const other = huggingFace(tokenizer);
    for (const text of [...CORPUS, ...NEW_TEXTS].filter((text) => text !== '')) expect(tokenizer.encode(text)).toEqual(other.encode(text).ids);
  });
});

describe('learning merges', () => {
  const mergesOf = (lines: string[], change: Partial<TokenizerOptions> = {}): string[] =>
    (trainTokenizer(lines, { ...OPTIONS, ...change }).toJSON().model as BpeModel).merges.map((pair) => pair.join('+'));

  it('takes the most frequent pair first, ties by the order of the vocabulary', () => {
    // ▁ab ×3, ▁b ×1: (▁,a) and (a,b) have 3 each. In the vocabulary: ▁ and b (4 each), then a (3); b before ▁ (U+2581).
    expect(mergesOf(['ab ab ab b'])).toEqual(['▁+a', '▁a+b', '▁+b']);
  });

  /** The algorithm as published: count everything again for every merge. */
  function slowly(lines: string[], steps: number, minFrequency: number): string[] {
    const words = new Map<string, { symbols: string[]; times: number }>();
    const characters = new Map<string, number>();
    for (const line of lines) {
      for (const chunk of line.match(/\S+/g) ?? []) {
        const word = words.get(chunk) ?? { symbols: ['▁', ...chunk], times: 0 };
        word.times++;
        words.set(chunk, word);
        for (const character of word.symbols) characters.set(character, (characters.get(character) ?? 0) + 1);
      }
    }
    const order = [...characters].sort(([a, countA], [b, countB]) => countB - countA || a.codePointAt(0)! - b.codePointAt(0)!).map(([character]) => character);
    const merges: string[] = [];
    for (let step = 0; step < steps; step++) {
      const counts = new Map<string, { pair: [string, string]; times: number }>();
      for (const { symbols, times } of words.values()) {
        for (let i = 0; i + 1 < symbols.length; i++) {
          const key = `${symbols[i]}+${symbols[i + 1]}`;
          const entry = counts.get(key) ?? { pair: [symbols[i], symbols[i + 1]], times: 0 };
          entry.times += times;
          counts.set(key, entry);
        }
      }
      const rank = (token: string): number => order.indexOf(token);
      const best = [...counts.values()].filter(({ times }) => times >= minFrequency)
        .sort((x, y) => y.times - x.times || rank(x.pair[0]) - rank(y.pair[0]) || rank(x.pair[1]) - rank(y.pair[1]))[0];
      if (best === undefined) break;
      const [left, right] = best.pair;
      merges.push(`${left}+${right}`);
      if (!order.includes(left + right)) order.push(left + right);
      for (const word of words.values()) {
        const merged: string[] = [];
        for (let i = 0; i < word.symbols.length; i++) {
          if (word.symbols[i] === left && word.symbols[i + 1] === right) merged.push(left + word.symbols[++i]);
          else merged.push(word.symbols[i]);
        }
        word.symbols = merged;
      }
    }
    return merges;
  }

  it('finds the same merges as counting anew each time, to the last one', () => {
    const random = new RandomStream(2, 'merges');
    for (let trial = 0; trial < 40; trial++) {
      const lines = Array.from({ length: 12 }, () => Array.from({ length: 30 }, () => 'aab cd e '[random.int(9)]).join(''));
      const fast = mergesOf(lines, { split: 'whitespace', minFrequency: 2, vocabularySize: 10_000 });
      expect(fast.length).toBeGreaterThan(20);
      expect(fast).toEqual(slowly(lines, 10_000, 2));
    }
  });

  it('never merges across words, nor a word with its punctuation', () => {
    const tokenizer = trainTokenizer(Array.from({ length: 50 }, () => 'one, two.'), OPTIONS);
    expect(tokenizer.encode('one, two.').map((id) => tokenizer.tokenRaw(id))).toEqual(['▁one', ',', '▁two', '.']);
  });

  it('never makes a special token, however often a text spells it', () => {
    const tokenizer = trainTokenizer(Array.from({ length: 50 }, () => 'a</s> <pad>'), { ...OPTIONS, split: 'whitespace' });
    expect(tokenizer.encode('a</s> <pad>').every((id) => id > 3)).toBe(true);
    expect(tokenizer.decode(tokenizer.encode('a</s> <pad>'))).toBe('a</s> <pad>');
  });

  it('honours minFrequency for characters and merges', () => {
    const lines = ['aaab aaab aaab', 'xyz'];
    expect(mergesOf(lines, { minFrequency: 2 }).join(' ')).not.toMatch(/[xyz]/);
    expect(trainTokenizer(lines, { ...OPTIONS, minFrequency: 2 }).idOf('x')).toBeUndefined();
    expect(mergesOf(lines).join(' ')).toMatch(/[xyz]/);
  });

  it('learns ten thousand tokens from sixty thousand short lines within the time of a test', () => {
    const random = new RandomStream(3, 'speed');
    const syllables = Array.from({ length: 300 }, () => Array.from({ length: 2 + random.int(3) }, () => 'aeioubcdfglmnprst'[random.int(17)]).join(''));
    const words = Array.from({ length: 15_000 }, () => Array.from({ length: 1 + random.int(4) }, () => syllables[random.int(300)]).join(''));
    const lines = Array.from({ length: 60_000 }, () => Array.from({ length: 6 }, () => words[Math.floor(random.uniform() ** 3 * words.length)]).join(' '));
    const tokenizer = trainTokenizer(lines, { ...OPTIONS, vocabularySize: 10_000 });
    expect(tokenizer.size).toBe(10_000);
  });
});
