import { describe, expect, it } from 'vitest';
import { EOS, UNK, type Tokenizer, type TokenizerOptions } from '../text/tokenizer';
import { trainTokenizer } from '../text/trainTokenizer';
import { LineTokens } from './lineTokens';
import { NextWords, type WordCompletion } from './nextWords';
import { SpellingModel } from './spelling';
import { toyTokenModel, type ToyTokenModel } from './testTokenModel';

const corpus = ['The cat sat on the mat.', 'The cat sat on the car.', 'The catalogue, the cats and the mat.', "The dog didn't sit.", 'Paris is large.'];
const options: TokenizerOptions = { unit: 'word', lowercase: false, minFrequency: 1, vocabularySize: null, split: 'words' };

/**
 * What followed in the corpus, unsmoothed; after what is new, only <unk>.
 * @param context how many tokens count, or `line`: all since the line began
 */
function corpusModel(tokenizer: Tokenizer, context: number | 'line'): ToyTokenModel {
  const lines = new LineTokens(tokenizer);
  const stream = lines.encode(`${corpus.join('\n')}\n`);
  const keyOf = (tokens: readonly number[]): string => tokens.slice(context === 'line' ? tokens.lastIndexOf(lines.start) : -context).join();
  const counts = new Map<string, Map<number, number>>();
  for (let i = 1; i < stream.length; i++) {
    const key = keyOf(stream.slice(0, i));
    const followers = counts.get(key) ?? new Map<number, number>();
    counts.set(key, followers.set(stream[i], (followers.get(stream[i]) ?? 0) + 1));
  }
  return toyTokenModel(tokenizer.size, (tokens) => {
    const followers = counts.get(keyOf(tokens)) ?? new Map([[UNK, 1]]);
    const total = [...followers.values()].reduce((a, b) => a + b, 0);
    return new Map([...followers].map(([token, count]) => [token, count / total]));
  });
}

function make(changes: Partial<TokenizerOptions> = {}, context: number | 'line' = 1): { next: NextWords; model: ToyTokenModel } {
  const tokenizer = trainTokenizer(changes.unit === 'char' ? [`${corpus.join('\n')}\n`] : corpus, { ...options, ...changes });
  const model = corpusModel(tokenizer, context);
  return { model, next: new NextWords(model, tokenizer) };
}

const complete = (next: NextWords, text: string, changes: Partial<Parameters<NextWords['complete']>[1]> = {}): Promise<WordCompletion[]> =>
  next.complete(text, { maxWords: 3, minProbability: 0.2, alternatives: 1, ...changes });
const wordsWith = (found: Readonly<Record<string, number>>): unknown[] => Object.entries(found).map(([word, probability]) => ({ word, probability: expect.closeTo(probability, 5) as number }));
const textsOf = (completions: readonly WordCompletion[]): string[] => completions.map(({ text }) => text);

describe('next words', () => {
  it('lists the likeliest words with their probabilities', async () => {
    const { next } = make();
    // "the" is followed by mat twice, by car and cats once each.
    expect(await next.words('on the ', 3)).toEqual(wordsWith({ mat: 0.5, car: 0.25, cats: 0.25 }));
    expect(await next.words('', 2)).toEqual(wordsWith({ The: 0.8, Paris: 0.2 }));
  });

  it.each([
    ['after a space nothing is put before the word', 'The ', 'cat sat on'],
    ['after a word a space is', 'The cat', ' sat on the'],
    ['a begun word is completed', 'The cat s', 'at on the'],
    ['a begun word and no more', 'Par', 'is is large'],
    ['at the start of the text', '', 'The cat sat'],
    ['at the start of a line', 'Paris is large.\n', 'The cat sat'],
    ['also after an empty line', 'Paris is large.\n\n', 'The cat sat'],
    ['punctuation follows without a space, and the line ends there', 'Paris is ', 'large.'],
    ['small letters find capitals where nothing else fits', 'par', 'is is large'],
    ['and capitals go on in capitals', 'PAR', 'IS is large'],
    ['a typed word that is complete leads on', 'The cat sat on the mat', '.'],
  ])('%s', async (_, text, wanted) => {
    const [completion] = await complete(make().next, text);
    expect(completion.text).toBe(wanted);
    expect(completion.words.map((word) => word.text).join('')).toBe(completion.text);
  });

  it.each([
    ['a word it does not know', 'The zorblax'],
    ['the middle of such a word', 'The zor'],
    ['the end of a line', 'Paris is large.'],
    ['a word that never begins so', 'The xy'],
  ])('offers nothing after %s', async (_, text) => {
    expect(await complete(make().next, text, { minProbability: 0 })).toEqual([]);
  });

  it('goes on only while it is sure enough, and only so far', async () => {
    const { next } = make();
    expect(textsOf(await complete(next, 'on the ', { minProbability: 0.6 }))).toEqual([]);
    expect(textsOf(await complete(next, 'on the ', { minProbability: 0.4 }))).toEqual(['mat.']);
    expect(textsOf(await complete(next, 'The cat ', { maxWords: 1 }))).toEqual(['sat']);
    expect(textsOf(await complete(next, 'The cat ', { maxWords: 5, minProbability: 0.3 }))).toEqual(['sat on the mat.']);
    expect(textsOf(await complete(next, 'The cat ', { maxWords: 5, minProbability: 0.51 }))).toEqual(['sat on the'.slice(0, 10)]);
  });

  it.each([
    [{}, 'The ', [['cat', 1], [' sat', 1], [' on', 1]]],
    [{}, 'on the ', [['mat', 0], ['.', 0]]],
    [{ unit: 'bpe', vocabularySize: 60 } as const, 'The cat sat on the ', [['mat', 0]]],
    [{ unit: 'char' } as const, 'The cat s', [['at', 1]]],
  ] as [Partial<TokenizerOptions>, string, [string, number][]][])('tells whether a space follows a word: %j, %j', async (changes, text, wanted) => {
    const [{ words }] = await complete(make(changes, changes.unit ? 'line' : 1).next, text, { minProbability: 0, maxWords: wanted.length });
    expect(words.map((word) => [word.text, word.space])).toEqual(wanted.map(([word, space]) => [word, expect.closeTo(space, 5) as number]));
  });

  it('asks for the space after its last word only where all of it is likely enough, at the cost of one step', async () => {
    const ask = async (minProbability: number): Promise<{ steps: number; space: number }> => {
      const { next, model } = make();
      const [{ text, words }] = await complete(next, '', { maxWords: 2, minProbability }); // 0.8 · 0.5
      expect(text).toBe('The cat');
      return { steps: model.calls.length, space: words[1].space };
    };
    const [asked, unasked] = [await ask(0.3), await ask(0.45)];
    expect([asked.space, unasked.space]).toEqual([1, 0]);
    expect(asked.steps - unasked.steps).toBe(1);
  });

  it('reads no word behind which nothing is wanted, and looks for none behind one that is not', async () => {
    const ask = async (lastWanted: number, wants: number): Promise<{ steps: number; told: unknown[]; text: string }> => {
      const { next, model } = make();
      const told: unknown[] = [];
      const follower = { add: (text: string) => { told.push(text); return told.filter((one) => typeof one === 'string').length <= lastWanted; }, endWord: (space: number) => told.push(space), wantsMore: (left: number) => left > 3 - wants };
      const [{ text }] = await complete(next, 'The ', { minProbability: 0, follower: () => follower });
      return { steps: model.calls.length, told, text };
    };
    expect(await ask(3, 3)).toEqual({ steps: 3, told: ['cat', 1, ' sat', 1, ' on'], text: 'cat sat on' }); // "The " is a step too
    expect(await ask(3, 2)).toEqual({ steps: 2, told: ['cat', 1, ' sat'], text: 'cat sat' });
    expect(await ask(3, 1)).toEqual({ steps: 1, told: ['cat'], text: 'cat' });
    expect(await ask(1, 3)).toEqual({ steps: 2, told: ['cat', 1, ' sat'], text: 'cat sat' });
  });

  it('offers alternatives that differ, the likeliest first', async () => {
    const completions = await complete(make().next, 'The ca', { alternatives: 5, minProbability: 0.01, maxWords: 1 });
    expect(textsOf(completions)).toEqual(['t', 'talogue']);
    expect(completions.map(({ words }) => words[0].probability)).toEqual([expect.closeTo(2 / 3, 6), expect.closeTo(1 / 3, 6)]);
  });

  it('never contradicts what is typed, in any unit', async () => {
    for (const unit of ['word', 'bpe', 'char'] as const) {
      const { next } = make({ unit, vocabularySize: unit === 'bpe' ? 60 : null }, unit === 'word' ? 1 : 'line');
      for (const text of ['The catal', 'Par', 'The do', 'The cat sa', 'on the mat', 'on the ']) {
        for (const { text: inserted, words } of await complete(next, text, { alternatives: 4, minProbability: 0.01 })) {
          const begun = /\S*$/.exec(text)![0];
          const known = corpus.some((line) => line.toLowerCase().includes((begun + inserted.split(/[ .]/)[0]).toLowerCase()));
          expect(known, `${unit}: ${text}|${inserted}`).toBe(true);
          expect(words.map((word) => word.text).join('')).toBe(inserted);
        }
      }
    }
  });

  it.each(['bpe', 'char'] as const)('puts words of many tokens together (%s)', async (unit) => {
    const { next } = make({ unit, vocabularySize: unit === 'bpe' ? 60 : null }, 'line');
    expect(textsOf(await complete(next, 'The dog ', { maxWords: 2 }))).toEqual(["didn't sit"]);
    expect(textsOf(await complete(next, "The dog did", { maxWords: 1 }))).toEqual(["n't"]);
    expect(textsOf(await complete(next, 'Paris is', { maxWords: 3 }))).toEqual([' large.']);
    expect(new Set(await next.words('on the mat.\nThe ', 4))).toEqual(new Set(wordsWith({ cat: 0.5, catalogue: 0.25, dog: 0.25 })));
  });

  it('gives the words that begin as typed their share of all that do', async () => {
    expect(await make().next.words('The ca', 3)).toEqual(wordsWith({ cat: 2 / 3, catalogue: 1 / 3 }));
    const { next } = make({ unit: 'bpe', vocabularySize: 60 }, 'line');
    expect(await next.words('on the mat.\nThe ca', 2)).toEqual(wordsWith({ cat: 2 / 3, catalogue: 1 / 3 }));
    const characters = make({ unit: 'char' }, 'line').next;
    expect(await characters.words('on the mat.\nThe ca', 2)).toEqual(wordsWith({ cat: 2 / 3, catalogue: 1 / 3 }));
  });

  it('writes capitals where a lowercased model begins a sentence, as its writer does', async () => {
    const { next } = make({ lowercase: true });
    expect(textsOf(await complete(next, '', { maxWords: 2 }))).toEqual(['The cat']);
    expect(textsOf(await complete(next, 'Paris is large.\n', { maxWords: 2 }))).toEqual(['The cat']);
    expect(textsOf(await complete(next, 'paris is large.\nthe dog sat.\n', { maxWords: 2 }))).toEqual(['the cat']);
    expect(textsOf(await complete(next, 'Th', { maxWords: 2 }))).toEqual(['e cat']);
    expect(textsOf(await complete(next, 'So the ', { maxWords: 1 }))).toEqual(['cat']);
  });

  it('joins words by spaces where the text is cut at spaces', async () => {
    const { next } = make({ split: 'whitespace' });
    expect(textsOf(await complete(next, 'The cat sat on', { maxWords: 2 }))).toEqual([' the mat.']);
    expect(textsOf(await complete(next, 'Paris is lar', { maxWords: 2 }))).toEqual(['ge.']);
  });

  it('reads only what is new', async () => {
    const { next, model } = make();
    await complete(next, 'The cat ', { maxWords: 3 });
    const first = model.calls.splice(0);
    expect(first[0]).toBe(3); // the start, The, cat
    await complete(next, 'The cat ', { maxWords: 3 });
    await complete(next, 'The cat s', { maxWords: 3 });
    await complete(next, 'The cat sa', { maxWords: 3 });
    expect(model.calls.splice(0)).toEqual([]); // a word being typed along the same words costs nothing
    await complete(next, 'The cat sat ', { maxWords: 2 });
    expect(model.calls.splice(0)).toEqual([]);
    await complete(next, 'The cat sat on the mat', { maxWords: 1 });
    expect(model.calls.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(3);
    next.forget();
    model.calls.length = 0;
    await complete(next, 'The cat ', { maxWords: 3 });
    expect(model.calls).toEqual(first);
  });

  it('says the same with a cache as without', async () => {
    const { next } = make({}, 3);
    const text = `${corpus.join(' ')} `.repeat(3);
    for (let end = 0; end < text.length; end += 7) {
      const fresh = make({}, 3).next;
      expect(await complete(next, text.slice(0, end), { alternatives: 2, minProbability: 0.05 })).toEqual(await complete(fresh, text.slice(0, end), { alternatives: 2, minProbability: 0.05 }));
    }
  });

  it('goes on from a long text that is cut at its start', async () => {
    const { next, model } = make();
    let text = `${'The cat sat on the mat. '.repeat(2_000)}\n`;
    await complete(next, text, { maxWords: 1 });
    model.calls.length = 0;
    for (const word of ['The ', 'cat ', 'sat ']) await complete(next, text += word, { maxWords: 1 });
    expect(model.calls).toEqual([1, 1, 1]);
  });

  it('can be interrupted and refuses what makes no sense', async () => {
    const { next } = make();
    await expect(complete(next, 'The ', { signal: AbortSignal.abort(new Error('superseded')) })).rejects.toThrow('superseded');
    await expect(complete(next, 'The ', { maxWords: 0 })).rejects.toThrow(/maxWords is 0/);
    await expect(complete(next, 'The ', { minProbability: 2 })).rejects.toThrow(/minProbability is 2/);
  });

  it('never shows a special symbol', async () => {
    const tokenizer = trainTokenizer(corpus, options);
    const model = toyTokenModel(tokenizer.size, () => new Map([[UNK, 0.6], [EOS, 0.1], [tokenizer.idOf('▁cat')!, 0.3]]));
    expect(textsOf(await complete(new NextWords(model, tokenizer), 'The ', { maxWords: 1 }))).toEqual(['cat']);
    expect(await new NextWords(model, tokenizer).words('The ', 5)).toEqual(wordsWith({ cat: 1 / 3 }));
  });

  it('reads little again where a long text is edited above', async () => {
    const { next, model } = make();
    const text = 'The cat sat on the mat. '.repeat(60);
    await complete(next, text);
    const readAfter = async (changed: string): Promise<number> => {
      model.calls.length = 0;
      await complete(next, changed);
      return model.calls.reduce((a, b) => a + b, 0);
    };
    const at = text.length - 24 * 10; // 70 tokens before the end
    expect(await readAfter(`${text.slice(0, at)}The ${text.slice(at)}`)).toBeLessThan(70 + 128 + 10);
    expect(await readAfter(`${text.slice(0, 24)}The ${text.slice(24)}`)).toBeLessThan(10); // too far above to count
  });
});

describe('words that the vocabulary does not have', () => {
  /** A model to which all words are as likely, the unknown one too. */
  function withSpelling(lines: readonly string[] = corpus): NextWords {
    const tokenizer = trainTokenizer(lines, options);
    const all = new Map(Array.from({ length: tokenizer.size }, (_, token): [number, number] => [token, 1 / tokenizer.size]));
    return new NextWords(toyTokenModel(tokenizer.size, () => all), tokenizer, SpellingModel.of(tokenizer));
  }

  it('are completed from the document, and share the probability with those it knows', async () => {
    const next = withSpelling();
    expect(await next.words('Mr. Zorblax met the dog. Then Zor', 1)).toEqual([{ word: 'Zorblax', probability: expect.toSatisfy((value: number) => value > 0.4 && value <= 1) as number }]);
    const words = await next.words('Mr. Catskill met the dog. Then Catskill met the cat', 3); // cat, cats, catalogue are known
    expect(words.map(({ word }) => word)).toEqual(expect.arrayContaining(['cat', 'cats', 'catalogue']));
    const found = await next.words('A catfish. The cat', 9);
    expect(found.map(({ word }) => word)).toContain('catfish');
    expect(found.reduce((sum, { probability }) => sum + probability, 0)).toBeLessThanOrEqual(1 + 1e-9);
    const [completion] = await next.complete('Mr. Zorblax met the dog. Then Zor', { maxWords: 1, minProbability: 0.2, alternatives: 1 });
    expect(completion.text).toBe('blax');
  });

  it('are not completed by themselves, nor from what is typed right now', async () => {
    expect((await withSpelling().words('Then Zorbl', 3)).map(({ word }) => word)).not.toContain('Zorbl');
    expect(await withSpelling().words('Then Zq', 3)).toEqual([]);
  });

  it('a syllable of Hangul that is being composed is left alone', async () => {
    const next = withSpelling(['한국 한구석 한국 하늘']);
    const words = await next.words('한구', 5);
    expect(words.map(({ word }) => word)).toEqual(['한구석']);
    expect(words[0].probability).toBeLessThan(0.55); // 한국 is as likely, and cannot be inserted
    expect((await next.words('한국', 5)).map(({ word }) => word)).toEqual(['한국']);
  });
});
