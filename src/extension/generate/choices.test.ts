import { describe, expect, it } from 'vitest';
import { fields, headline, readChoices, usualChoices, valueText, withChoice, type ChoiceName } from './choices';

const choices = { ...usualChoices, seed: 7 };

describe('the form', () => {
  it.each<[ChoiceName, string, number | null]>([
    ['length', '50', 50], ['temperature', ' 0 ', 0], ['temperature', '0,7', 0.7], ['topK', '40', 40], ['topK', 'off', null], ['topK', '', null], ['topP', '1', 1], ['seed', '0', 0],
  ])('takes %s %j', (name, text, value) => { expect(withChoice(choices, name, text)).toEqual({ ...choices, [name]: value }); });

  it.each<[ChoiceName, string]>([
    ['length', '0'], ['length', '1.5'], ['length', 'many'], ['temperature', ''], ['temperature', '-1'], ['topK', '0'], ['topP', '0'], ['topP', '1.1'], ['seed', '-1'], ['seed', '1e300'],
  ])('refuses %s %j', (name, text) => { expect(withChoice(choices, name, text)).toBeNull(); });

  it('shows a value so that it is read again as it is', () => {
    const unusual = { length: 9, temperature: 0, topK: 3, topP: 0.5, seed: 2 ** 40 };
    for (const given of [choices, unusual]) {
      for (const name of Object.keys(fields) as ChoiceName[]) expect(withChoice(given, name, valueText(given, name))).toEqual(given);
    }
  });
});

it('remembers all but the seed, and nothing that was damaged', () => {
  expect(readChoices({ length: 9, temperature: 0.5, topK: 3, topP: 0.5, seed: 1 }, 99)).toEqual({ length: 9, temperature: 0.5, topK: 3, topP: 0.5, seed: 99 });
  expect(readChoices({ length: 'x', temperature: -1, topK: null, topP: 7 }, 99)).toEqual({ ...usualChoices, seed: 99 });
  expect(readChoices(undefined, 99)).toEqual({ ...usualChoices, seed: 99 });
});

it('writes above a text what makes it again', () => {
  expect(headline('story', '2026-story', choices)).toBe('Written by “story” (2026-story): length 200, temperature 0.8, top-k off, top-p 0.95, seed 7');
  expect(headline('story', 'x', { ...choices, topK: 40 })).toContain('top-k 40');
});
