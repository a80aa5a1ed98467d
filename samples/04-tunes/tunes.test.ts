/** The tunes are held against what their README says of them, by the reader that judges what models write. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkTune } from '../../src/music/checkTune';
import { headOf, splitTunes } from '../../src/music/splitTunes';

const TUNES = splitTunes(readFileSync(join(import.meta.dirname, 'tunes.abc'), 'utf8')).map(({ abc }) => abc);
const bodyOf = (abc: string): string => abc.slice(abc.indexOf('\n', abc.indexOf('\nK:') + 1) + 1);

describe('tunes.abc', () => {
  it('has 240 tunes, numbered, no title and no melody twice', () => {
    expect(TUNES.map((abc) => headOf(abc).get('X'))).toEqual(Array.from({ length: 240 }, (_, i) => String(i + 1)));
    expect(new Set(TUNES.map((abc) => headOf(abc).get('T'))).size).toBe(240);
    const openings = TUNES.map((abc) => bodyOf(abc).split('\n')[0]);
    expect(new Set(openings).size).toBe(240);
  });

  it('parses, every bar complete', () => {
    for (const abc of TUNES) expect(checkTune(abc)).toMatchObject({ parses: true, complete: true, problem: null });
  });

  it('has upbeats that the last bar makes up for', () => {
    for (const abc of TUNES) {
      const { bars } = checkTune(abc);
      expect([16, 18, 24, 27], abc).toContain(bars);
    }
  });

  it('has two or three parts of eight bars, each repeated, and ends each on the tonic', () => {
    for (const abc of TUNES) {
      const parts = bodyOf(abc).split(':|').filter((part) => part.trim() !== '');
      expect([2, 3]).toContain(parts.length);
      const tonic = headOf(abc).get('K')![0];
      for (const part of parts) expect(part.replace(/[\d',]+$/, '').at(-1)!.toUpperCase(), abc).toBe(tonic);
    }
  });

  it('keeps to a range from A below the staff to b above it', () => {
    for (const abc of TUNES) expect(bodyOf(abc), abc).toMatch(/^(?:[A-Gac-gb]|[AB],|[\d>|: \n^=])+$/);
  });

  it('has six dances in four modes', () => {
    const dances = TUNES.map((abc) => headOf(abc).get('R'));
    expect([...new Set(dances)].sort()).toEqual(['hornpipe', 'jig', 'polka', 'reel', 'slip jig', 'waltz']);
    expect(new Set(TUNES.map((abc) => headOf(abc).get('K')!.slice(1)))).toEqual(new Set(['', 'm', 'dor', 'mix']));
  });
});
