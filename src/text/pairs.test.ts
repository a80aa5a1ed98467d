import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../random/philox';
import { useFiles } from '../testing/tempFiles';
import { readPairs, type TextPair } from './pairs';
import { countSharedSources, splitLines, splitPairs } from './split';

const write = useFiles();
const lines = (count: number, line: (i: number) => string): string => Array.from({ length: count }, (_, i) => `${line(i)}\n`).join('');

describe('pairs with tabs', () => {
  it('takes the first two columns, and a record of the file', () => {
    const content = '\ufeffGo.\tVa !\tCC-BY\r\n\r\n  Hi. \t Salut ! \r\n';
    expect(readPairs('a.tsv', write({ 'a.tsv': content }))).toEqual({
      pairs: [{ source: 'Go.', target: 'Va !' }, { source: 'Hi.', target: 'Salut !' }], warnings: [],
      files: [{ path: 'a.tsv', bytes: Buffer.byteLength(content), sha256: createHash('sha256').update(content).digest('hex') }],
    });
  });

  it('reads several files as one', () => {
    const folder = write({ 'a.tsv': 'a\tA\n', 'b.tsv': 'b\tB\nc\tC' });
    expect(readPairs('*.tsv', folder).pairs.map(({ source }) => source)).toEqual(['a', 'b', 'c']);
    const two = readPairs(['b.tsv', 'a.tsv'], folder, { maxPairs: 2 });
    expect(two.pairs.map(({ source }) => source)).toEqual(['b', 'c']);
    expect(two.files.map(({ path }) => path)).toEqual(['b.tsv', 'a.tsv']);
  });

  it('names the line that lacks a column', () => {
    expect(() => readPairs('a.tsv', write({ 'a.tsv': 'a\tb\n\nonly one\n' }))).toThrow('the line has one column, where source and target were expected with a tab between them (a.tsv:3)');
  });

  it('leaves a few empty sides out and says which; refuses many', () => {
    const few = readPairs('a.tsv', write({ 'a.tsv': lines(40, (i) => (i === 6 ? 'seven\t' : i === 9 ? '\tten' : `s${i}\tt${i}`)) }));
    expect(few.pairs.length).toBe(38);
    expect(few.warnings).toEqual(['a.tsv: 2 pairs were left out because one side is empty (lines 7, 10).']);
    expect(() => readPairs('a.tsv', write({ 'a.tsv': lines(40, (i) => (i % 3 === 0 ? `s${i}\t` : `s${i}\tt${i}`)) })))
      .toThrow('14 of 40 pairs have an empty side (lines 1, 4, 7, 10, 13, …) (a.tsv:1)');
  });

  it('takes the first of many, and still hashes the whole file', () => {
    const content = lines(100, (i) => `s${i}\tt${i}`);
    const { pairs, files } = readPairs('a.tsv', write({ 'a.tsv': content }), { maxPairs: 7 });
    expect(pairs.length).toBe(7);
    expect(files[0].sha256).toBe(createHash('sha256').update(content).digest('hex'));
    for (const maxPairs of [0, -1, 1.5]) expect(() => readPairs('a.tsv', write({ 'a.tsv': content }), { maxPairs })).toThrow('data.maxPairs');
  });

  it('refuses a file without any', () => {
    expect(() => readPairs('a.tsv', write({ 'a.tsv': '' }))).toThrow('there is nothing in it (a.tsv)');
    expect(() => readPairs('a.tsv', write({ 'a.tsv': '\n\n' }))).toThrow('there are no sentence pairs in it (a.tsv)');
    expect(() => readPairs('a.tsv', write({}))).toThrow('there is no such file (a.tsv)');
  });
});

describe('pairs in two files', () => {
  it('takes line by line', () => {
    const { pairs, files } = readPairs({ source: 'a.en', target: 'a.fr' }, write({ 'a.en': 'one\n\ntwo\n', 'a.fr': 'un\n\ndeux' }));
    expect(pairs).toEqual([{ source: 'one', target: 'un' }, { source: 'two', target: 'deux' }]);
    expect(files.map(({ path }) => path)).toEqual(['a.en', 'a.fr']);
  });

  it.each([[3, 5], [5, 3], [3, 0]])('names both counts where they differ (%d and %d)', (left, right) => {
    const folder = write({ 'a.en': lines(left, String), 'a.fr': lines(right, String) });
    const message = `a.en has ${left} lines and a.fr has ${right} (a.en and a.fr)`;
    expect(() => readPairs({ source: 'a.en', target: 'a.fr' }, folder)).toThrow(message);
    expect(() => readPairs({ source: 'a.en', target: 'a.fr' }, folder, { maxPairs: 1 })).toThrow(message);
  });

  it('names the line of an empty side, a missing file and one file given twice', () => {
    const folder = write({ 'a.en': lines(30, (i) => (i === 4 ? ' ' : `s${i}`)), 'a.fr': lines(30, (i) => `t${i}`) });
    expect(readPairs({ source: 'a.en', target: 'a.fr' }, folder).warnings).toEqual(['a.en and a.fr: 1 pair was left out because one side is empty (line 5).']);
    expect(() => readPairs({ source: 'a.en', target: 'no.fr' }, folder)).toThrow('there is no such file (no.fr)');
    expect(() => readPairs({ source: 'a.en', target: './a.en' }, folder)).toThrow('source and target are the same file (a.en)');
  });
});

describe('splitPairs', () => {
  const random = new RandomStream(1, 'pairs');
  const pairs: TextPair[] = Array.from({ length: 1000 }, (_, i) => ({ source: `sentence ${random.int(300)}${i % 7 === 0 ? ' ' : ''}`, target: `t${i}` }));

  it('never has a source on both sides, loses nothing and keeps the order', () => {
    for (const fraction of [0.001, 0.05, 0.5, 0.99]) {
      const { train, heldOut } = splitPairs(pairs, fraction, 3);
      const trained = new Set(train.map(({ source }) => source.trim()));
      expect(heldOut.filter(({ source }) => trained.has(source.trim()))).toEqual([]);
      expect(countSharedSources(train, heldOut)).toBe(0);
      expect(pairs.filter((pair) => heldOut.includes(pair))).toEqual(heldOut);
      expect(pairs.filter((pair) => train.includes(pair))).toEqual(train);
      expect(train.length + heldOut.length).toBe(1000);
      expect(Math.abs(heldOut.length - 1000 * fraction)).toBeLessThan(12);
      expect(Math.min(train.length, heldOut.length)).toBeGreaterThan(0);
    }
  });

  it('is a function of the seed', () => {
    expect(splitPairs(pairs, 0.1, 5)).toEqual(splitPairs(pairs, 0.1, 5));
    expect(splitPairs(pairs, 0.1, 6)).not.toEqual(splitPairs(pairs, 0.1, 5));
  });

  it('splits two pairs, and refuses what cannot be split', () => {
    expect(splitPairs(pairs.slice(0, 2), 0.01, 1).heldOut.length).toBe(1);
    expect(() => splitPairs(pairs.slice(0, 1), 0.1, 1)).toThrow('there is only one pair');
    expect(() => splitPairs([pairs[0], pairs[0]], 0.1, 1)).toThrow('all pairs have the same source');
    for (const fraction of [0, 1, -1, NaN]) expect(() => splitPairs(pairs, fraction, 1)).toThrow('data.validation.fraction');
  });

  it('counts sentences that files of their own have in common', () => {
    expect(countSharedSources([{ source: 'Hi  there', target: 'a' }], [{ source: 'hi there', target: 'b' }, { source: 'new', target: 'c' }])).toBe(1);
  });
});

describe('splitLines', () => {
  it.each([[2, 0.01, 1], [2, 0.99, 1], [10, 0.1, 9], [1000, 0.05, 950], [3, 0.5, 2]])('cuts %d lines at %d', (count, fraction, cut) => {
    expect(splitLines(count, fraction)).toEqual({ train: { from: 0, to: cut }, heldOut: { from: cut, to: count } });
  });

  it('refuses one line', () => {
    expect(() => splitLines(1, 0.1)).toThrow('the text has only one line');
    expect(() => splitLines(10, 1)).toThrow('data.validation.fraction');
  });
});
