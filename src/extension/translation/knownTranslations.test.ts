import { expect, it } from 'vitest';
import type { Translation } from '../../protocol/messages';
import { KnownTranslations, outputsOf } from './knownTranslations';

const translation = (source: string, output: string, ...others: string[]): Translation =>
  ({ ...outputOf(output, -1), source, alternatives: others.map((text) => outputOf(text, -2)), milliseconds: 1, warning: null });
const outputOf = (output: string, score: number): Translation['alternatives'][number] => ({ output, tokens: [], score, logProbability: score, attention: null });

it('finds a translation by any of its outputs, in its own document', () => {
  const known = new KnownTranslations();
  const cat = translation('le chat', 'the cat', 'a cat', '');
  known.add('a', [cat]);
  expect(known.find('a', 'the cat')).toBe(cat);
  expect(known.find('a', 'a cat')).toBe(cat);
  expect(known.find('a', '')).toBeNull();
  expect(known.find('b', 'the cat')).toBeNull();
  known.forget('a');
  expect(known.find('a', 'the cat')).toBeNull();
});

it('takes the newest of two translations that say the same', () => {
  const known = new KnownTranslations();
  known.add('a', [translation('hi', 'hello'), translation('salut', 'hello')]);
  expect(known.find('a', 'hello')?.source).toBe('salut');
});

it('forgets the oldest of very many', () => {
  const known = new KnownTranslations();
  known.add('a', Array.from({ length: 5001 }, (_, i) => translation(`source ${i}`, `target ${i}`)));
  expect(known.find('a', 'target 0')).toBeNull();
  expect(known.find('a', 'target 1')?.source).toBe('source 1');
});

it('names every different output once, the best first', () => {
  expect(outputsOf(translation('x', 'b', 'a', 'b'))).toEqual(['b', 'a']);
});
