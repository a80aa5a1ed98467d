import { describe, expect, it } from 'vitest';
import { checkTune, sharesOf } from './checkTune';

const head = 'X:1\nT:The Test\nM:6/8\nL:1/8\nK:D\n';
const whole = `${head}A|dfa afd|gbg fdA|Bdg fed|edc d2:|\n`;

describe('checking a tune', () => {
  it('takes a whole one, with its upbeat and its short last bar', () => {
    expect(checkTune(whole)).toEqual({ abc: whole, title: 'The Test', parses: true, complete: true, problem: null, bars: 5 });
  });

  it.each(['X', 'T', 'M', 'K'])('wants the field %s', (letter) => {
    const missing = whole.replace(new RegExp(`^${letter}:.*\n`, 'm'), '');
    expect(checkTune(missing)).toMatchObject({ parses: false, problem: `the field ${letter}: is missing` });
    expect(checkTune(whole.replace(new RegExp(`^(${letter}:).*$`, 'm'), '$1 '))).toMatchObject({ parses: false, problem: `the field ${letter}: is empty` });
  });

  it('says where the parser stumbles', () => {
    expect(checkTune(whole.replace('gbg', 'g$g'))).toMatchObject({ parses: false, title: 'The Test', problem: 'line 6: unknown character ignored' });
    expect(checkTune(whole.replace('M:6/8', 'M:six'))).toMatchObject({ parses: false });
    expect(checkTune(whole.replace('gbg', '[gb'))).toMatchObject({ parses: false });
  });

  it('wants four bars', () => {
    expect(checkTune(`${head}dfa afd|gbg fdA|Bdg fed|]\n`)).toMatchObject({ parses: false, bars: 3, problem: 'it has 3 bars, a tune has at least 4' });
    expect(checkTune(head)).toMatchObject({ parses: false, bars: 0 });
  });

  it('parses a tune with a wrong bar, but does not call it complete', () => {
    expect(checkTune(whole.replace('gbg fdA', 'gbg fd'))).toMatchObject({ parses: true, complete: false, problem: 'bar 3 is too short: 5 of 6 eighths' });
    expect(checkTune(whole.replace('gbg fdA|Bdg', 'gbg fdAB|Bdg2'))).toMatchObject({ parses: true, complete: false, problem: 'bar 3 is too long: 7 of 6 eighths, and 1 more' });
    // an upbeat that is longer than a bar is no upbeat
    expect(checkTune(whole.replace('A|', 'ABcdefg|'))).toMatchObject({ parses: true, complete: false });
  });

  it('counts triplets, broken rhythm, rests, chords, grace notes and ties as music does', () => {
    const bars = ['(3ABc (3def|', 'A>B c<d|', 'z2 A2|', '[Adf]2 [Ac]2|', '{g}A2 {fg}d2|', 'A2- A2|', '(2A2B2 c|', 'x4|', 'z4|'];
    expect(checkTune(`${head.replace('6/8', '2/4')}${bars.join('')}]\n`)).toMatchObject({ parses: true, bars: 9 });
    for (const bar of bars.filter((text) => !text.startsWith('(2'))) {
      expect(checkTune(`${head.replace('6/8', '2/4')}d4|${bar}d4|d4|d4|]\n`), bar).toMatchObject({ complete: true });
    }
  });

  it('follows a change of meter, and lets both endings of a repeat stand', () => {
    expect(checkTune(`${head}dfa afd|gbg fdA|\nM:2/4\nd2 e2|g2 f2|d4|]\n`)).toMatchObject({ complete: true });
    expect(checkTune(`${head}dfa afd|gbg [M:2/4] fdA|d2 e2|g2 f2|d4|]\n`)).toMatchObject({ complete: false });
    expect(checkTune(`${head.replace('6/8', 'C')}|:D4 E4|F4 G4|1 A4 A3 G:|2 A4 d4|]\n`)).toMatchObject({ complete: true });
    expect(checkTune(`${head.replace('6/8', 'C|')}D4 E4|F4 G4|A4|A8|]\n`)).toMatchObject({ complete: false });
  });

  it('survives whatever a model writes', () => {
    for (const body of ['|||||', ':|:|:|', '((((', '[[[[', '"', '{', '(3', '[V:1', '\\', '%%', 'w:', '!!!!', '&', '[K:', 'A99999999', 'A/0', '\u0000', '|1|2|3', '[M:0/0]ABC|ABC|ABC|ABC|', '🎵|'.repeat(9)]) {
      expect(() => checkTune(`${head}${body}\n`), body).not.toThrow();
    }
    expect(checkTune(`${head}${'dfa afd|'.repeat(5000)}\n`)).toMatchObject({ parses: false, problem: 'it is longer than 20,000 characters' });
  });

  it('counts shares', () => {
    const tunes = [checkTune(whole), checkTune(whole.replace('gbg fdA', 'gbg fd')), checkTune(head), checkTune('')];
    expect(sharesOf(tunes)).toEqual({ tunesParsed: 0.5, tunesComplete: 0.25 });
    expect(sharesOf([])).toEqual({ tunesParsed: 0, tunesComplete: 0 });
  });
});
