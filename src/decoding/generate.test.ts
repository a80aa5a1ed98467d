import { describe, expect, it } from 'vitest';
import { EOS, UNK, type Tokenizer } from '../text/tokenizer';
import { trainTokenizer } from '../text/trainTokenizer';
import { generate, type GenerateOptions } from './generate';
import { toyTokenModel } from './testTokenModel';

const words = trainTokenizer(['one two, three'], { unit: 'word', lowercase: false, minFrequency: 1, vocabularySize: null, split: 'words' });
const characters = trainTokenizer(['ab\n'], { unit: 'char', lowercase: false, minFrequency: 1, vocabularySize: null, split: 'words' });
const id = (tokenizer: Tokenizer, raw: string): number => tokenizer.idOf(raw)!;

/** one → two → , → three → end of line → one … with certainty 0.9; else <unk> or "three". */
const cycle = toyTokenModel(words.size, (tokens) => {
  const order = [EOS, id(words, '▁one'), id(words, '▁two'), id(words, ','), id(words, '▁three')];
  return new Map([[UNK, 0.05], [id(words, '▁three'), 0.05], [order[(order.indexOf(tokens.at(-1)!) + 1) % order.length], 0.9]]);
});

async function text(options: Partial<GenerateOptions>): Promise<string> {
  let all = '';
  for await (const piece of generate(cycle, words, { length: 10, seed: 1, ...options })) all += piece;
  return all;
}

describe('generating text', () => {
  it('writes line after line, spaced as the tokenizer reads it', async () => {
    expect(await text({ temperature: 0 })).toBe('one two, three\none two, three\n');
    expect(await text({ topK: 1 })).toBe('one two, three\none two, three\n');
    expect(await text({ topP: 0.5, length: 3 })).toBe('one two,');
    expect(await text({ temperature: 0, oneLine: true })).toBe('one two, three');
  });

  it('goes on from a prompt', async () => {
    expect(await text({ temperature: 0, prompt: 'one', length: 3 })).toBe(' two, three');
    expect(await text({ temperature: 0, prompt: 'one ', length: 3 })).toBe('two, three');
    expect(await text({ temperature: 0, prompt: 'one two, three\n', length: 2 })).toBe('one two');
    expect(await text({ temperature: 0, prompt: 'one two', length: 1 })).toBe(',');
  });

  it('is a function of the seed, and never says <unk>', async () => {
    const sample = (seed: number): Promise<string> => text({ seed, length: 60, temperature: 2 });
    expect(await sample(5)).toBe(await sample(5));
    expect(await sample(5)).not.toBe(await sample(6));
    expect(await sample(5)).not.toContain('<unk>');
  });

  it('writes characters as they are', async () => {
    const model = toyTokenModel(characters.size, (tokens) => new Map([[id(characters, { '\n': 'a', a: 'b', b: '\n' }[characters.tokenRaw(tokens.at(-1)!)]!), 1]]));
    let all = '';
    for await (const piece of generate(model, characters, { length: 7, seed: 1, prompt: 'a' })) all += piece;
    expect(all).toBe('b\nab\nab');
  });

  it('stops when asked to and refuses impossible options', async () => {
    const controller = new AbortController();
    const pieces: string[] = [];
    await expect(async () => {
      for await (const piece of generate(cycle, words, { length: 100, seed: 1, signal: controller.signal })) {
        if (pieces.push(piece) === 3) controller.abort(new Error('stopped'));
      }
    }).rejects.toThrow('stopped');
    expect(pieces).toHaveLength(3);
    await expect(text({ length: 0 })).rejects.toThrow(/length of 0/);
    await expect(text({ temperature: -1 })).rejects.toThrow(/temperature of -1/);
    await expect(text({ topK: 0 })).rejects.toThrow(/top-k of 0/);
    await expect(text({ topP: 0 })).rejects.toThrow(/top-p of 0/);
  });
});
