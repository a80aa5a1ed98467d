import { describe, expect, it } from 'vitest';
import { createRunId, nameOfExperiment, slugOf } from './runIds';

const noon = new Date(2025, 0, 31, 12, 5, 9);

describe('run ids', () => {
  it('are the local time and the name', () => {
    expect(createRunId('My Translator!', noon)).toBe('20250131-120509-my-translator');
  });

  it('do not collide', () => {
    const taken = new Set(['20250131-120509-a', '20250131-120509-a-2']);
    expect(createRunId('a', noon, (id) => taken.has(id))).toBe('20250131-120509-a-3');
  });

  it.each([['../../etc', 'etc'], ['한국어 번역', '한국어-번역'], ['…', 'run'], ['CON', 'con'], ['x'.repeat(90), 'x'.repeat(40)]])('%s becomes %s', (name, slug) => {
    expect(slugOf(name)).toBe(slug);
  });
});

it.each([['/a/b/translator.seqlab.json', 'translator'], ['C:\\a\\fra-eng.tsv', 'fra-eng'], ['notes', 'notes']])('the name of %s is %s', (path, name) => {
  expect(nameOfExperiment(path)).toBe(name);
});
