import { describe, expect, it } from 'vitest';
import { checkExperiment } from '../experiment';

const translation = { task: 'translation', data: { train: 'pairs.tsv' } };

it('merges are left out where there are merges, and by default none', () => {
  expect(checkExperiment({ ...translation, tokenizer: { unit: 'bpe' } }, 'x').tokenizer.bpeDropout).toBe(0);
  const resolved = checkExperiment({ ...translation, tokenizer: { unit: 'bpe', bpeDropout: 0.1 } }, 'x');
  expect(resolved.tokenizer.bpeDropout).toBe(0.1);
  expect(checkExperiment(resolved, 'x')).toEqual(resolved);
});

it.each([[{ unit: 'word', bpeDropout: 0.1 }, /only byte-pair encoding has merges/], [{ unit: 'char', bpeDropout: 0.1 }, /only byte-pair/], [{ unit: 'bpe', bpeDropout: 1 }, /less than 1/]])('%j is refused', (tokenizer, remedy) => {
  expect(() => checkExperiment({ ...translation, tokenizer }, 'x')).toThrow(expect.objectContaining({ where: 'x, tokenizer.bpeDropout', remedy: expect.stringMatching(remedy) as string }));
});

describe('the unit', () => {
  const unitOf = (tokenizer: object | undefined, more: object = {}): string => checkExperiment({ ...translation, ...more, tokenizer }, 'x').tokenizer.unit;

  it('of a translator is left to the data where nothing is said that only words or pieces have', () => {
    expect([undefined, {}, { lowercase: true, shared: true }, { unit: 'auto' }].map((tokenizer) => unitOf(tokenizer))).toEqual(Array(4).fill('auto'));
    expect([{ split: 'whitespace' }, { minFrequency: 1 }, { vocabularySize: null }, { bpeDropout: 0 }].map((tokenizer) => unitOf(tokenizer))).toEqual(Array(4).fill('word'));
    expect(unitOf(undefined, { model: { pretrained: { source: 'a.vec' } } })).toBe('word');
  });

  it('of a language model is the word', () => {
    const languageModel = { task: 'language-model', data: { train: 'a.txt' } };
    expect(checkExperiment(languageModel, 'x').tokenizer.unit).toBe('word');
    expect(() => checkExperiment({ ...languageModel, tokenizer: { unit: 'auto' } }, 'x')).toThrow(/tokenizer.unit/);
  });

  it('that is left to the data resolves to itself', () => {
    const resolved = checkExperiment({ ...translation, tokenizer: { unit: 'auto', lowercase: true } }, 'x');
    expect(checkExperiment(resolved, 'x')).toEqual(resolved);
  });

  it.each([['split', 'whitespace'], ['minFrequency', 2], ['vocabularySize', 2000], ['vocabularySize', null], ['bpeDropout', 0.1]])('auto beside %s %j is refused', (key, value) => {
    expect(() => checkExperiment({ ...translation, tokenizer: { unit: 'auto', [key]: value } }, 'x')).toThrow(expect.objectContaining({ where: `x, tokenizer.${key}`, remedy: expect.stringContaining('"auto" decides it') as string }));
  });

  it('auto beside vectors of words is refused', () => {
    expect(() => checkExperiment({ ...translation, tokenizer: { unit: 'auto' }, model: { pretrained: { source: 'a.vec' } } }, 'x')).toThrow(/model.pretrained/);
  });
});
