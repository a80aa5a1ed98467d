/** A selection as lines to translate, and back: indentation, list marks and empty lines stay what they are. */

export interface TranslatableLine {
  /** What stays before the sentence: white space and the mark of a list, quotation or heading. */
  readonly before: string;
  /** The sentence itself; empty where there is nothing to translate. */
  readonly text: string;
  readonly after: string;
}

const parts = /^(\s*(?:(?:[-*+>]|#{1,6}|\d+[.)])\s+)*)(.*?)(\s*)$/su;

export function splitLines(selection: string): TranslatableLine[] {
  return selection.split(/\r?\n/).map((line) => {
    const [, before, text, after] = parts.exec(line)!;
    return { before, text, after };
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

/** Consecutive parts of at most `size` items: a long selection is translated a few lines at a time. */
export function chunksOf<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
}
