import { describe, expect, it } from 'vitest';
import { trainTokenizer } from '../text/trainTokenizer';
import { generate } from './generate';
import { generateMany } from './generateMany';
import { toyTokenModel } from './testTokenModel';

const characters = trainTokenizer(['abc\n'], { unit: 'char', lowercase: false, minFrequency: 1, vocabularySize: null, split: 'words' });
const id = (character: string): number => characters.idOf(character)!;
/** Any of the four, evenly, but never the same twice in a row. */
const model = toyTokenModel(characters.size, (tokens) => new Map(['a', 'b', 'c', '\n'].map(id).filter((token) => token !== tokens.at(-1)).map((token) => [token, 1 / 3])));

async function one(seed: number, length: number): Promise<string> {
  let text = '';
  for await (const piece of generate(model, characters, { prompt: 'a', length, seed, temperature: 0.8 })) text += piece;
  return text;
}

describe('writing several texts at once', () => {
  it('writes each as it would be written alone', async () => {
    const seeds = [3, 1, 4, 1];
    const texts = await generateMany(model, characters, { prompt: 'a', length: 40, seeds, temperature: 0.8 });
    expect(texts.map(({ text }) => text)).toEqual(await Promise.all(seeds.map((seed) => one(seed, 40))));
    expect(texts[1]).toEqual(texts[3]);
    expect(texts[0].text).not.toBe(texts[1].text);
    expect(texts.every(({ ended }) => !ended)).toBe(true);
  });

  it('ends each where it is done, and reads no further for it', async () => {
    const calls = model.calls.length;
    const texts = await generateMany(model, characters, { length: 500, seeds: [1, 2, 3], isDone: (text) => text.split('\n').length > 3 });
    for (const { text, ended } of texts) {
      expect(ended).toBe(true);
      expect(text.split('\n')).toHaveLength(4);
      expect(text.endsWith('\n')).toBe(true);
    }
    const read = model.calls.slice(calls);
    expect(read[1]).toBe(3);
    expect(read.at(-1)).toBe(1);
    expect(read.length).toBe(Math.max(...texts.map(({ text }) => text.length)));
  });

  it('stops when it is told to', async () => {
    await expect(generateMany(model, characters, { length: 5, seeds: [1], signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
  });
});
