import { describe, expect, it } from 'vitest';
import { Chunks, CONTEXT_LENGTH, LONGEST_DOCUMENT, PIECE_LENGTH } from './chunks';
import { legendMarkdown, legendText, levelOf } from './levels';

const line = 'The gardener waters the roses every morning before breakfast.\n';
const text = line.repeat(100);

/** All pieces with one token each, its offset told by its bits. */
function measured(content: string): Chunks {
  const chunks = new Chunks(content);
  for (const piece of chunks.pieces) {
    piece.tokens = [{ start: 4, end: 12, bits: piece.start, unknown: false }];
    piece.stale = false;
  }
  return chunks;
}

const absolute = (chunks: Chunks): number[][] => chunks.pieces.flatMap(({ start, tokens }) => tokens.map((token) => [start + token.start, start + token.end]));

describe('a document in pieces', () => {
  it('is whole, without gaps, each piece at most so long and ending with a line', () => {
    const { pieces } = new Chunks(text);
    expect(pieces.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text);
    for (const { start, end } of pieces) {
      expect(end - start).toBeLessThanOrEqual(PIECE_LENGTH);
      expect(text[end - 1]).toBe('\n');
    }
    expect(CONTEXT_LENGTH).toBeLessThan(PIECE_LENGTH / 2); // an edit reaches the next piece at most
  });

  it('has pieces where there are neither lines nor spaces, and none where there is nothing', () => {
    expect(new Chunks('x'.repeat(5000)).pieces).toHaveLength(5);
    expect(new Chunks('').pieces).toEqual([]);
    expect(new Chunks('a b\n'.repeat(LONGEST_DOCUMENT)).pieces.at(-1)!.end).toBeLessThanOrEqual(LONGEST_DOCUMENT);
  });

  it('is measured where it is visible first, then from the start', () => {
    const chunks = new Chunks(text);
    const visible = [{ start: 3000, end: 3500 }];
    const first = chunks.next(visible)!;
    expect(first.start).toBeLessThanOrEqual(3000);
    expect(first.end).toBeGreaterThan(3000);
    first.stale = false;
    const order = [];
    for (let piece = chunks.next(visible); piece; piece = chunks.next(visible)) {
      order.push(piece.start);
      piece.stale = false;
    }
    expect(order.filter((start) => start > 3500 || start < 2000)).toEqual(order.filter((start) => start > 3500 || start < 2000).sort((a, b) => a - b));
    expect(chunks.next([])).toBeNull();
  });

  it('measures anew what an edit touches and what follows it, and keeps the rest in place', () => {
    const chunks = measured(text);
    const before = absolute(chunks);
    const { start } = chunks.pieces[2];
    const edited = `${text.slice(0, start + 100)}new ${text.slice(start + 100)}`;
    chunks.edit({ offset: start + 100, removed: 0, inserted: 4 }, edited);
    expect(chunks.pieces.map(({ stale }, i) => (stale ? i : -1)).filter((i) => i >= 0)).toEqual([2, 3]);
    expect(absolute(chunks)).toEqual(before.map(([from, to], i) => (i > 2 ? [from + 4, to + 4] : [from, to])));
    expect(chunks.pieces.map((piece) => edited.slice(piece.start, piece.end)).join('')).toBe(edited);
  });

  it('drops the tokens that an edit changes', () => {
    const chunks = measured(text);
    chunks.edit({ offset: 6, removed: 2, inserted: 0 }, text.slice(0, 6) + text.slice(8));
    expect(chunks.pieces[0].tokens).toEqual([]);
  });

  it('survives random edits whole', () => {
    let content = text;
    const chunks = measured(content);
    let state = 1;
    const random = (limit: number): number => { state = (state * 48271) % 2147483647; return state % limit; };
    for (let edit = 0; edit < 300; edit++) {
      const offset = random(content.length + 1);
      const removed = Math.min(content.length - offset, random(4) === 0 ? random(3000) : random(5));
      const inserted = random(5) === 0 ? line.repeat(random(60)) : 'ab '.slice(0, random(4));
      content = content.slice(0, offset) + inserted + content.slice(offset + removed);
      chunks.edit({ offset, removed, inserted: inserted.length }, content);
      expect(chunks.pieces.map((piece) => content.slice(piece.start, piece.end)).join('')).toBe(content);
      for (const { start, end, tokens } of chunks.pieces) {
        expect(end).toBeGreaterThan(start);
        for (const token of tokens) expect(token.start >= 0 && token.end <= end - start).toBe(true);
      }
      if (content === '') break;
    }
  });

  it('begins anew where everything was replaced', () => {
    const chunks = measured(text);
    chunks.edit({ offset: 0, removed: text.length, inserted: 0 }, '');
    expect(chunks.pieces).toEqual([]);
    expect(chunks.meanBits).toBeNull();
    chunks.edit({ offset: 0, removed: 0, inserted: 3 }, 'new');
    expect(chunks.pieces).toEqual([{ start: 0, end: 3, tokens: [], stale: true }]);
  });

  it('averages what is measured', () => {
    const chunks = new Chunks('a b');
    chunks.pieces[0].tokens = [{ start: 0, end: 1, bits: 2, unknown: false }, { start: 2, end: 3, bits: 6, unknown: true }];
    expect(chunks.meanBits).toBe(4);
  });
});

it('has levels by bits', () => {
  expect([0, 3.9, 4, 6.9, 7, 9.99, 10, 40].map(levelOf)).toEqual([-1, -1, 0, 0, 1, 1, 2, 2]);
});

it('says what the lines mean', () => {
  expect(legendText(5.25)).toBe('Surprise ┈ 4  ╌ 7  ━ 10 bits · mean 5.3');
  expect(legendText(null)).not.toContain('mean');
  expect(legendMarkdown('story', 5, null)).toContain('a perplexity of 32');
  expect(legendMarkdown('story', 5, null)).toContain('| double | | a word that the model does not know |');
  expect(legendMarkdown('story', 5, 200_000)).toContain('first 200,000 characters');
});
