/** The tales are long enough, whole, and do not say the same thing over and over. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const FOLDER = join(import.meta.dirname, 'stories');
const VOLUMES = readdirSync(FOLDER).map((name) => ({ name, text: readFileSync(join(FOLDER, name), 'utf8') }));
const PARAGRAPHS = VOLUMES.flatMap(({ text }) => text.split('\n')).filter((line) => line !== '');
/** Titles have no full stop at their end. */
const PROSE = PARAGRAPHS.filter((paragraph) => /[.?!]"?$/.test(paragraph) && paragraph.split(' ').length > 6);

const counts = (items: readonly string[]): Map<string, number> => items.reduce((all, item) => all.set(item, (all.get(item) ?? 0) + 1), new Map<string, number>());

describe('the stories', () => {
  it('fill twelve volumes with at least 150 kB', () => {
    expect(VOLUMES).toHaveLength(12);
    expect(VOLUMES.reduce((bytes, { text }) => bytes + Buffer.byteLength(text), 0)).toBeGreaterThan(150_000);
    for (const { text } of VOLUMES) expect(text.endsWith('.\n') || text.endsWith('"\n')).toBe(true);
  });

  it('tell no sentence of more than eight words more than four times', () => {
    const sentences = PROSE.flatMap((paragraph) => paragraph.split(/(?<=[.!?]"?) /)).filter((sentence) => sentence.split(' ').length > 8);
    expect(sentences.length).toBeGreaterThan(2_000);
    expect([...counts(sentences)].filter(([, times]) => times > 4)).toEqual([]);
  });

  it('hardly ever repeat a paragraph', () => {
    const repeated = [...counts(PROSE)].filter(([, times]) => times > 1);
    expect(repeated.length).toBeLessThan(PROSE.length / 25);
  });

  it('leave no template unfilled and no quotation open', () => {
    for (const paragraph of PARAGRAPHS) {
      expect(paragraph).not.toMatch(/[{}[\]|]|undefined| {2}| [.,?!]/);
      expect(paragraph.split('"').length % 2, paragraph).toBe(1);
    }
  });

  it('begin every sentence with a capital and every noun with its article', () => {
    for (const paragraph of PROSE) {
      expect(paragraph).not.toMatch(/(?:^"?|[a-z]\. "?|\." "?)[a-z]/);
      expect(paragraph).not.toMatch(/\ba [aeio](?!ne)|\ban [^aeiouh\s]/i);
    }
  });

  it('use a vocabulary that is small and yet not poor', () => {
    const words = PROSE.flatMap((paragraph) => paragraph.toLowerCase().match(/[a-z']+/g) ?? []);
    const types = counts(words);
    expect(types.size).toBeGreaterThan(1_700);
    expect(types.size / words.length).toBeGreaterThan(0.03);
  });
});
