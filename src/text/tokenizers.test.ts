/** What all tokenizers have in common, and what each unit does of its own. */
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../random/philox';
import { isMarked } from './pipeline';
import { BOS, EOS, PAD, UNK, type TokenizerOptions } from './tokenizer';
import { loadTokenizer } from './tokenizerFile';
import { trainTokenizer } from './trainTokenizer';

const LINES = [
  "Don't pay 3.14 euros, e.g. \"co-op\" (really)!", 'Café crème, s’il vous plaît…', 'L’été dernier, j’ai vu la mer.', '안녕하세요 세계. 저는 학생입니다.',
  '我喜欢吃苹果。', '日本語を話します!', 'emoji 👩‍👩‍👧 and 🎉🎉', '  two  spaces\tand a tab ', 'C++ ≠ C#', 'Привет, мир!', 'a <unk> word (<unk>)', '',
];
const OPTIONS: TokenizerOptions = { unit: 'word', lowercase: false, minFrequency: 1, vocabularySize: null, split: 'words' };
const KINDS: TokenizerOptions[] = [
  OPTIONS, { ...OPTIONS, split: 'whitespace' }, { ...OPTIONS, lowercase: true }, { ...OPTIONS, unit: 'char' }, { ...OPTIONS, unit: 'char', lowercase: true },
  { ...OPTIONS, unit: 'bpe', vocabularySize: 250 }, { ...OPTIONS, unit: 'bpe', vocabularySize: 180, split: 'whitespace' }, { ...OPTIONS, unit: 'bpe', vocabularySize: 250, lowercase: true },
];
const named = KINDS.map((options) => [`${options.unit} ${options.split}${options.lowercase ? ' lowercase' : ''}`, options] as const);

/** Sentences of random characters from many scripts, with odd spacing. */
function randomTexts(count: number): string[] {
  const random = new RandomStream(1, 'texts');
  const alphabet = [...'abcXYZ019 .,!?-\'’"()\t  éÉßñçΣσ한글날日本語中文👩\u200d🎉\u0301\u0323İıﬁ▁<>_', '<unk>', '<s>', '</s>', '<pad>', '  '];
  return Array.from({ length: count }, () => Array.from({ length: random.int(40) }, () => alphabet[random.int(alphabet.length)]).join(''));
}

describe.each(named)('a tokenizer of %s', (_, options) => {
  const tokenizer = trainTokenizer(LINES, options);
  const marked = isMarked(options);
  /** The text as it should come back. */
  const given = (text: string): string => {
    const composed = text.normalize('NFC');
    const cased = options.lowercase ? composed.toLowerCase() : composed;
    return options.unit === 'char' ? cased : cased.replaceAll(marked ? /[\s▁]+/g : /\s+/g, ' ').trim();
  };

  it('gives the training lines back, spaces aside', () => {
    for (const line of LINES) {
      if (options.unit === 'word' && line.includes('<unk>')) continue;
      expect(tokenizer.decode(tokenizer.encode(line))).toBe(given(line));
    }
  });

  it('gives any text back whose tokens it knows, and finds every token in it', () => {
    const texts = randomTexts(1000);
    const broad = trainTokenizer(texts.slice(0, 300), { ...options, vocabularySize: 5000 });
    let known = 0;
    for (const text of texts) {
      const ids = broad.encode(text);
      const tokens = broad.tokenize(text);
      expect(tokens.map(({ id }) => id)).toEqual(ids);
      expect(tokens.map((token) => token.text)).toEqual(tokens.map(({ start, end }) => text.slice(start, end)));
      // In order; only the parts of a letter that normalizing took apart may share their place.
      expect(tokens.every((token, i) => i === 0 || (token.start >= tokens[i - 1].start && token.end >= tokens[i - 1].end))).toBe(true);
      if (ids.includes(UNK)) continue;
      known++;
      expect(broad.decode(ids)).toBe(given(text));
    }
    expect(known).toBeGreaterThan(150);
  });

  it('covers everything but white space with its tokens', () => {
    for (const text of randomTexts(500)) {
      const covered = new Set(tokenizer.tokenize(text).flatMap(({ start, end }) => Array.from({ length: end - start }, (_, i) => start + i)));
      const uncovered = [...text.matchAll(marked ? /[^\s▁]/gu : /\S/gu)].filter(({ index }) => !covered.has(index));
      expect(uncovered).toEqual([]);
    }
  });

  it('never lets a text spell padding, beginning or end', () => {
    for (const text of ['<pad>', '<s> a </s>', 'x<s>', '</s></s>', ...randomTexts(500)]) {
      expect(tokenizer.encode(text).filter((id) => id === PAD || id === BOS || id === EOS)).toEqual([]);
    }
  });

  it('skips padding, beginning and end when decoding, and shows what is unknown', () => {
    const ids = tokenizer.encode(LINES[9]);
    expect(tokenizer.decode([BOS, ...ids, EOS, PAD, PAD])).toBe(given(LINES[9]));
    expect(tokenizer.decode([...ids, UNK])).toMatch(/<unk>$/);
    expect(tokenizer.decode([])).toBe('');
  });

  it('comes back from its file the same, and from a file without our own key', () => {
    const json = JSON.parse(JSON.stringify(tokenizer.toJSON())) as Record<string, unknown>;
    const { sequenceLab, ...foreign } = json;
    expect(sequenceLab).toEqual({ unit: options.unit, lowercase: options.lowercase, split: options.split });
    for (const again of [loadTokenizer(json), loadTokenizer(foreign)]) {
      expect(again.toJSON()).toEqual(tokenizer.toJSON());
      for (const text of [...LINES, ...randomTexts(200)]) expect(again.encode(text)).toEqual(tokenizer.encode(text));
    }
  });

  it('is the same whenever it is trained on the same lines', () => {
    expect(JSON.stringify(trainTokenizer(LINES, options))).toBe(JSON.stringify(tokenizer));
  });

  it('counts the special tokens in the size, and never exceeds it', () => {
    const small = trainTokenizer(LINES, { ...options, vocabularySize: 20 });
    expect(small.size).toBe(20);
    expect([0, 1, 2, 3].map((id) => small.tokenRaw(id))).toEqual(['<pad>', '<unk>', '<s>', '</s>']);
    for (const line of LINES) for (const id of small.encode(line)) expect(id).toBeLessThan(20);
    for (let id = 0; id < small.size; id++) expect(small.idOf(small.tokenRaw(id))).toBe(id);
  });
});

describe('words', () => {
  const raws = (text: string, options = OPTIONS): string[] => {
    const tokenizer = trainTokenizer([text], options);
    return tokenizer.encode(text).map((id) => tokenizer.tokenRaw(id));
  };

  it('marks a space before, and keeps what the segmenter keeps together', () => {
    expect(raws("Don't pay 3.14, he said.")).toEqual(["▁Don't", '▁pay', '▁3.14', ',', '▁he', '▁said', '.']);
    expect(raws('(so "it" is)')).toEqual(['▁(', 'so', '▁"', 'it', '"', '▁is', ')']);
  });

  it('cuts languages that do not separate words by spaces', () => {
    expect(raws('我喜欢吃苹果。')).toEqual(['▁我', '喜欢', '吃', '苹果', '。']);
    expect(raws('저는 학생입니다.')).toEqual(['▁저는', '▁학생입니다', '.']);
  });

  it('splits pretokenized text at white space and nowhere else', () => {
    expect(raws("the man 's e.g. <unk> N", { ...OPTIONS, split: 'whitespace' })).toEqual(['the', 'man', "'s", 'e.g.', '<unk>', 'N']);
  });

  it('orders the vocabulary by frequency, then code points, astral ones last', () => {
    const tokenizer = trainTokenizer(['b a b \ufb01 𝒳 a z'], { ...OPTIONS, split: 'whitespace' });
    expect(Array.from({ length: tokenizer.size - 4 }, (_, i) => tokenizer.tokenRaw(i + 4))).toEqual(['a', 'b', 'z', '\ufb01', '𝒳']);
  });

  it('drops rare words and shows them as unknown', () => {
    const tokenizer = trainTokenizer(['to be or not to be'], { ...OPTIONS, minFrequency: 2 });
    expect(tokenizer.size).toBe(6);
    expect(tokenizer.decode(tokenizer.encode('to be or not'))).toBe('to be <unk> <unk>');
    expect(tokenizer.tokenize('be or')[1]).toEqual({ id: UNK, text: 'or', start: 3, end: 5 });
  });

  it('knows names that mean something to JavaScript', () => {
    const tokenizer = trainTokenizer(['__proto__ constructor 12 7'], { ...OPTIONS, split: 'whitespace' });
    const again = loadTokenizer(JSON.parse(JSON.stringify(tokenizer)));
    expect(again.decode(again.encode('7 __proto__ 12 constructor'))).toBe('7 __proto__ 12 constructor');
  });

  it('says how a token is written and shown', () => {
    const tokenizer = trainTokenizer(['the (cat)'], OPTIONS);
    const [the, open, cat] = tokenizer.encode('the (cat)');
    expect([the, open, cat].map((id) => tokenizer.tokenText(id))).toEqual(['the', '(', 'cat']);
    expect([the, open, cat].map((id) => tokenizer.startsWord(id))).toEqual([true, true, false]);
    expect(tokenizer.startsWord(UNK)).toBe(true);
  });
});

describe('options of a tokenizer', () => {
  it.each<[Partial<TokenizerOptions>, string]>([
    [{ minFrequency: 0 }, 'tokenizer.minFrequency'], [{ minFrequency: 1.5 }, 'tokenizer.minFrequency'], [{ minFrequency: 99 }, 'no token occurs 99 times'],
    [{ vocabularySize: 4 }, 'tokenizer.vocabularySize'], [{ unit: 'bpe', vocabularySize: null }, 'byte-pair encoding needs a vocabularySize'],
    [{ unit: 'char', split: 'whitespace' }, 'tokenizer.split'],
  ])('%j is refused', (change, message) => {
    expect(() => trainTokenizer(LINES, { ...OPTIONS, ...change })).toThrow(message);
  });

  it('no text is refused', () => {
    expect(() => trainTokenizer([], OPTIONS)).toThrow('no token occurs 1 time in the training text');
  });
});
