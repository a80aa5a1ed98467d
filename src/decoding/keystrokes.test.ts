import { describe, expect, it } from 'vitest';
import { FrozenNgram } from './frozenNgram';
import { ghostText, simulateTyping, takenByWords, wordListSuggester, wordStarts, type Suggester } from './keystrokes';
import { NgramModel } from './ngram';
import { NgramTokenModel } from './ngramTokenModel';

const always = (offers: readonly { insert: string; keys: number }[]): Suggester => ({ suggest: () => Promise.resolve(offers) });

describe('the simulated writer', () => {
  it('needs a key a character without help', async () => {
    expect(await simulateTyping('the cat', always([]))).toEqual({ characters: 7, keys: 7, accepted: 0, shown: 0, saved: 0 });
    expect(await simulateTyping('', always([]))).toMatchObject({ keys: 0, saved: 0 });
  });

  it('takes what is right and saves a key, and nothing else', async () => {
    // At "c" the whole word is offered; elsewhere it is wrong.
    expect(await simulateTyping('the cat', always([{ insert: 'cat', keys: 1 }]))).toMatchObject({ keys: 5, accepted: 1 });
    expect(await simulateTyping('the cat', always([{ insert: 'cat', keys: 3 }]))).toMatchObject({ keys: 7, accepted: 0 });
    expect(await simulateTyping('the cats', always([{ insert: 'cat', keys: 1 }]))).toMatchObject({ keys: 8 }); // a word is not cut in two
    expect(await simulateTyping('the cat', always([{ insert: 'cat', keys: 2 }, { insert: 'the cat', keys: 3 }]))).toMatchObject({ keys: 3, accepted: 1 });
  });

  it('begins where it is told, with what stands before', async () => {
    const asked: string[] = [];
    const result = await simulateTyping('the cat', { suggest: (before) => { asked.push(before); return Promise.resolve([]); } }, 4);
    expect(result).toMatchObject({ characters: 3, keys: 3 });
    expect(asked).toEqual(['the ', 'the c', 'the ca']);
  });

  it('takes ghost text whole by one key, or in parts', async () => {
    const ghost = ghostText((before) => Promise.resolve(before === 'a ' ? 'cat sat down' : null));
    expect(await simulateTyping('a cat sat down', ghost)).toMatchObject({ keys: 2 + 1, accepted: 1 });
    // "cat", the space and "sat" by a key each.
    expect(await simulateTyping('a cat sat up', ghost)).toMatchObject({ keys: 2 + 3 + 3, accepted: 1 });
  });

  it('is given the space after a word, and deletes it where it is wrong', async () => {
    const ghost = ghostText((before) => Promise.resolve(before === 'a ' ? 'cat ' : null));
    expect(await simulateTyping('a cat sat', ghost)).toMatchObject({ keys: 2 + 1 + 3 });
    expect(await simulateTyping('a cat', ghost)).toMatchObject({ keys: 2 + 1 }); // "cat" alone, by "accept next word"
    const two = ghostText((before) => Promise.resolve(before === 'a ' ? 'cat sat ' : null));
    expect(await simulateTyping('a cat sat.', two)).toMatchObject({ keys: 2 + 2 + 1 });
  });

  it('counts what appears, not what is left of it', async () => {
    const shown = async (suggestions: Readonly<Record<string, string>>): Promise<number> => (await simulateTyping('a cot', ghostText((before) => Promise.resolve(suggestions[before] ?? null)))).shown;
    expect(await shown({ 'a ': 'cat', 'a c': 'at' })).toBe(1);
    expect(await shown({ 'a ': 'cat', 'a c': 'up' })).toBe(2);
    expect(await shown({ 'a ': 'bat', 'a c': 'at' })).toBe(2);
  });

  it.each([
    ['cat sat. ', ['cat', ' ', 'sat', '. ']],
    [' cat', [' ', 'cat']],
    ["don't (go)", ['don', "'", 't', ' ', '(', 'go', ')']],
    ['3.5 m', ['3.5', ' ', 'm']],
  ])('takes %j by "accept next word" as the editor does', (text, parts) => {
    expect(takenByWords(text)).toEqual(parts);
  });

  it('lists the words of the document as the editor does', async () => {
    expect(await wordListSuggester.suggest('catalogue cat category dog ca')).toEqual([{ insert: 't', keys: 1 }, { insert: 'talogue', keys: 2 }, { insert: 'tegory', keys: 3 }]);
    expect(await wordListSuggester.suggest('catalogue ')).toEqual([]);
    expect(await simulateTyping('catalogue catalogue', wordListSuggester)).toMatchObject({ keys: 9 + 1 + 1 + 1 });
  });

  it('finds the words to guess', () => {
    expect(wordStarts("The cat, don't (go)", 3)).toEqual([{ at: 4, word: 'cat' }, { at: 9, word: "don't" }]);
  });
});

describe('an n-gram model as a token model', () => {
  it('says what the n-gram model says, however it is read', async () => {
    const text = Int32Array.from([4, 5, 6, 4, 5, 7, 4, 5, 6, 6]);
    const ngram = FrozenNgram.freeze(NgramModel.train(text, 3, 8));
    const model = new NgramTokenModel(ngram);
    const whole = await model.read(model.initial, [7, 4, 5]);
    expect(whole.probabilities[6]).toBeCloseTo(ngram.probability([4, 5], 6), 6);
    const { probabilities, state } = await model.follow(model.initial, [7, 4, 5]);
    expect(probabilities[2]).toEqual(whole.probabilities);
    expect((await model.readEach([state], [6]))[0].probabilities).toEqual((await model.read(model.initial, [7, 4, 5, 6])).probabilities);
  });
});
