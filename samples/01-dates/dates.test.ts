/** Reads every written date with a reader that shares nothing with the generator, and compares. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const LINES = readFileSync(join(import.meta.dirname, 'dates.tsv'), 'utf8').trimEnd().split('\n').map((line) => line.split('\t'));

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth', 'eleventh', 'twelfth', 'thirteenth', 'fourteenth', 'fifteenth', 'sixteenth', 'seventeenth', 'eighteenth', 'nineteenth', 'twentieth'];

const iso = (year: number, month: number, day: number): string => `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;

/** first -> 1, twenty-third -> 23, thirtieth -> 30. */
function ordinalWord(text: string): number {
  if (/\bthirtieth\b/.test(text)) return 30;
  const [, tens, unit] = new RegExp(`\\b(twenty-|thirty-)?(${ORDINALS.join('|')})\\b`).exec(text)!;
  return ORDINALS.indexOf(unit) + 1 + (tens === 'twenty-' ? 20 : tens === 'thirty-' ? 30 : 0);
}

/** The conventions of README.md, read afresh. */
function read(written: string): string {
  const text = written.toLowerCase();
  const numeric = /(\d+)([/.-])(\d+)\2(\d+)/.exec(text);
  if (numeric !== null) {
    const [a, b, c] = [numeric[1], numeric[3], numeric[4]].map(Number);
    return { '/': iso(c, a, b), '.': iso(c, b, a), '-': iso(a, b, c) }[numeric[2]]!;
  }
  const compact = /^(\d{4})(\d\d)(\d\d)$/.exec(text);
  if (compact !== null) return iso(Number(compact[1]), Number(compact[2]), Number(compact[3]));
  const month = MONTHS.findIndex((name) => new RegExp(`\\b${name}`).test(text.replace(/\bmon(day)?\b/, ''))) + 1;
  const short = /'(\d\d)/.exec(text)?.[1];
  const year = short === undefined ? Number(/\d{4}/.exec(text)![0]) : Number(short) + (Number(short) >= 30 ? 1900 : 2000);
  const day = /(?<!['\d])(\d{1,2})(?!\d)/.exec(text)?.[1];
  return iso(year, month, day === undefined ? ordinalWord(text) : Number(day));
}

describe('dates.tsv', () => {
  it('has 10,000 pairs, no written form twice', () => {
    expect(LINES).toHaveLength(10_000);
    expect(new Set(LINES.map(([written]) => written)).size).toBe(10_000);
  });

  it('can be read in one way only, and that is what it says', () => {
    for (const [written, target] of LINES) expect(read(written), written).toBe(target);
  });

  it('has days of the calendar from 1900 to 2099', () => {
    for (const [, target] of LINES) expect(new Date(`${target}T00:00:00Z`).toISOString().slice(0, 10)).toBe(target);
    const years = LINES.map(([, target]) => Number(target.slice(0, 4)));
    expect([Math.min(...years), Math.max(...years)]).toEqual([1900, 2099]);
  });

  it('names the right weekday wherever it names one', () => {
    const named = LINES.flatMap(([written, target]) => {
      const weekday = WEEKDAYS.findIndex((name) => new RegExp(`\\b${name}[a-z]*\\b`, 'i').test(written));
      return weekday < 0 ? [] : [[written, weekday, new Date(target).getUTCDay()] as const];
    });
    expect(named.length).toBeGreaterThan(1_000);
    for (const [written, weekday, truth] of named) expect(weekday, written).toBe(truth);
  });
});
