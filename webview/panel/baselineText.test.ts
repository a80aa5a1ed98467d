import { describe, expect, it } from 'vitest';
import type { Baselines } from '../../src/protocol/language';
import { judge } from './baselineText';

const baselines: Baselines = {
  version: 1, trainedOn: 1000, tokens: 100,
  models: [
    { name: 'unigram', loss: 6.5, perplexity: 665.1, bitsPerCharacter: 2 }, { name: 'bagOfWords', loss: 6.02, perplexity: 411.6, bitsPerCharacter: 1.9 },
    { name: 'kneserNey', loss: 4.79, perplexity: 120.3, bitsPerCharacter: 1.6 },
  ],
};

describe('the standing of a language model beside its baselines', () => {
  it('is told plainly where a simple model is better', () => {
    expect(judge(5.41, baselines)).toEqual({ standing: 'behind', badge: 'Behind a baseline', text: 'Kneser–Ney 5-gram is better: 4.79 against 5.41' });
  });
  it('names what was beaten, the best first', () => {
    expect(judge(4.2, baselines)).toEqual({ standing: 'ahead', badge: 'Beats its baselines', text: '4.20 against Kneser–Ney 5-gram 4.79, bag of words 6.02, unigram 6.50' });
  });
  it('says before the first checkpoint what is to beat', () => {
    expect(judge(null, baselines)).toMatchObject({ standing: 'untrained', text: expect.stringContaining('to beat on the same text: Kneser–Ney 5-gram 4.79') as string });
  });
});
