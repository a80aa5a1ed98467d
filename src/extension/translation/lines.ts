/** A selection as lines to translate, and back: indentation, list marks and empty lines stay what they are. */

export interface TranslatableLine {
  /** What stays before the sentence: white space and the mark of a list, quotation or heading. */
  readonly before: string;
  /** The sentence itself; empty where there is nothing to translate. */
  readonly text: string;
  readonly after: string;
}

const mark = /^\s*(?:(?:[-*+>]|#{1,6}|\d+[.)])\s+)*/u;

export function splitLines(selection: string): TranslatableLine[] {
  return selection.split(/\r?\n/).map((line) => {
    // The end is trimmed apart: one pattern for all three parts would take the square of the time over a long run of spaces.
    const [before] = mark.exec(line)!;
    const rest = line.slice(before.length);
    const text = rest.trimEnd();
    return { before, text, after: rest.slice(text.length) };
  });
}

/**
 * @param translations the translations of the sentences, in the order of the lines that have one
 * @param eol the document's line end
 */
export function joinLines(lines: readonly TranslatableLine[], translations: readonly string[], eol: string): string {
  let next = 0;
  return lines.map(({ before, text, after }) => (text === '' ? before + after : before + translations[next++] + after)).join(eol);
}

/** How many lines, from the first, hold the first `count` sentences. */
export function linesWith(lines: readonly TranslatableLine[], count: number): number {
  let seen = 0;
  return count === 0 ? 0 : lines.findIndex(({ text }) => text !== '' && ++seen === count) + 1;
}

/** Consecutive parts of at most `size` items: a long selection is translated a few lines at a time. */
export function chunksOf<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
}
