import { describe, expect, it } from 'vitest';
import { toyTokenModel } from '../decoding/testTokenModel';
import { trainTokenizer } from '../text/trainTokenizer';
import { composeTunes } from './composer';

const good = 'X:1\nT:A\nM:2/4\nL:1/8\nK:C\nCDEF|GABc|cBAG|FEDC|]\n';
const tokenizer = trainTokenizer([`${good} `], { unit: 'char', lowercase: false, minFrequency: 1, vocabularySize: null, split: 'words' });
const [temperature, count] = [1, 1];

/** A model that writes one text, and after its end begins it again. */
const writing = (text: string) => toyTokenModel(tokenizer.size, (tokens) => new Map([[tokenizer.idOf(text[(tokens.length - 1) % text.length])!, 1]]));

describe('composing tunes', () => {
  it('gives out a tune up to the empty line after it, judged', async () => {
    expect(await composeTunes(writing(`${good}\n${good}`), tokenizer, { count, seed: 1, temperature })).toEqual([
      { abc: good, title: 'A', parses: true, complete: true, problem: null, bars: 4 },
    ]);
  });

  it('takes nothing from a model that writes one tune without end', async () => {
    expect((await composeTunes(writing(`${good.slice(0, -3)}|${'CDEF|'.repeat(400)}`), tokenizer, { count, seed: 1, temperature, longest: 200 }))[0]).toMatchObject({ abc: '', parses: false });
  });

  it('ends a tune where the next begins without an empty line', async () => {
    expect((await composeTunes(writing(good), tokenizer, { count, seed: 1, temperature }))[0]).toMatchObject({ abc: good, parses: true });
  });

  it('takes no tune for one that does not come to its end', async () => {
    const endless = `${good}\n${good.slice(0, -3)}|${'CDEF|'.repeat(400)}`;
    expect((await composeTunes(writing(endless), tokenizer, { count, seed: 1, temperature, longest: 200 }))[0]).toMatchObject({ parses: false, complete: false, problem: 'it had not ended after 200 characters' });
  });

  it('gives tune i of a seed as the first of the seed i further on', async () => {
    const coin = toyTokenModel(tokenizer.size, (tokens) => {
      const at = (tokens.length - 1) % 130;
      const choices = at < good.indexOf('CDEF') ? [good[at]] : at > 120 ? ['\n'] : [...'CDEF|'];
      return new Map(choices.map((character) => [tokenizer.idOf(character)!, 1 / choices.length]));
    });
    const compose = (seed: number, many: number) => composeTunes(coin, tokenizer, { count: many, seed, temperature });
    const tunes = await compose(7, 35);
    expect(tunes).toHaveLength(35);
    expect(new Set(tunes.map(({ abc }) => abc)).size).toBe(35);
    for (const i of [0, 1, 33]) expect(await compose(7 + i, 1)).toEqual([tunes[i]]);
  });

  it('refuses models that write no tunes', async () => {
    const words = trainTokenizer(['one two'], { unit: 'word', lowercase: false, minFrequency: 1, vocabularySize: null, split: 'words' });
    await expect(composeTunes(writing(good), words, { count, seed: 1, temperature })).rejects.toThrow(/a model of words cannot compose/);
    const prose = trainTokenizer(['abc\n'], { unit: 'char', lowercase: false, minFrequency: 1, vocabularySize: null, split: 'words' });
    await expect(composeTunes(writing(good), prose, { count, seed: 1, temperature })).rejects.toThrow(/has never seen a tune/);
  });
});
