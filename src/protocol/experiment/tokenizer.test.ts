import { expect, it } from 'vitest';
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
