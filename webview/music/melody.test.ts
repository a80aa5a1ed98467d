import type { AudioTracks } from 'abcjs';
import Parse from 'abcjs/src/parse/abc_parse.js';
import { describe, expect, it } from 'vitest';
import { frequencyOf, melodyOf, soundingAt, type PlayableTune } from './melody';

/** A tune as abcjs sequences it. */
function read(abc: string): PlayableTune {
  const parser = new Parse();
  parser.parse(abc, {});
  return parser.getTune();
}
const head = (meter: string, more = ''): string => `X:1\nT:t\n${more}M:${meter}\nL:1/8\nK:D\n`;

describe('what is heard of a tune', () => {
  it('has the pitches of its key, in beats of its meter', () => {
    const { notes, length } = melodyOf(read(`${head('4/4')}D2 F2 ^G2 c2|]\n`));
    expect(notes.map(({ start, pitch }) => [start, pitch])).toEqual([[0, 62], [1, 66], [2, 68], [3, 73]]);
    expect(length).toBeGreaterThan(3.8);
    expect(length).toBeLessThanOrEqual(4);
    // a jig has two beats of three eighths
    expect(melodyOf(read(`${head('6/8')}DFA dfa|]\n`)).notes.map(({ start }) => Number(start.toFixed(6)))).toEqual([0, 1 / 3, 2 / 3, 1, 4 / 3, 5 / 3].map((beat) => Number(beat.toFixed(6))));
  });

  it('writes repeats out, joins ties, and counts triplets', () => {
    expect(melodyOf(read(`${head('2/4')}|:DEFG:|\n`)).notes.map(({ pitch }) => pitch)).toEqual([62, 64, 66, 67, 62, 64, 66, 67]);
    expect(melodyOf(read(`${head('2/4')}D4-|D4|]\n`)).notes).toHaveLength(1);
    expect(melodyOf(read(`${head('2/4')}(3DEF G2|]\n`)).notes.at(-1)!.start).toBeCloseTo(1, 6);
  });

  it('takes the tempo that the tune asks for, within reason', () => {
    expect(melodyOf(read(`${head('4/4', 'Q:1/4=88\n')}D8|]\n`)).tempo).toBe(88);
    expect(melodyOf(read(`${head('4/4')}D8|]\n`)).tempo).toBe(104);
    expect(melodyOf(read(`${head('4/4', 'Q:1/4=9000\n')}D8|]\n`)).tempo).toBe(240);
  });

  it('leaves out what makes no sound', () => {
    const silent = { setUpAudio: (): AudioTracks => ({ tempo: 1, instrument: 0, totalDuration: 1, tracks: [[{ cmd: 'program', channel: 0, instrument: 0 }]] }), getBeatLength: () => 0.25, metaText: {} };
    expect(melodyOf(silent)).toEqual({ notes: [], length: 0, tempo: 104 });
    expect(melodyOf(read(`${head('4/4')}z8|]\n`)).notes).toEqual([]);
  });

  it('knows which notes sound', () => {
    const abc = `${head('4/4')}D2 [FA]2 z2 d2|]\n`;
    const melody = melodyOf(read(abc));
    const written = (beat: number): string[] => [...soundingAt(melody, beat)].map((place) => abc.slice(place).trimStart().slice(0, 2));
    expect(written(0.5)).toEqual(['D2']);
    expect(written(1.5)).toEqual(['[F']);
    expect(written(2.5)).toEqual([]);
    expect(written(3.5)).toEqual(['d2']);
    expect(written(99)).toEqual([]);
  });

  it('tunes by equal temperament', () => {
    expect(frequencyOf(69)).toBe(440);
    expect(frequencyOf(57)).toBe(220);
    expect(frequencyOf(60)).toBeCloseTo(261.6256, 4);
  });
});
