/** The word at a place of a line, as a reader sees it: letters, marks and digits of any script, with apostrophes and hyphens inside. */

const words = /[\p{L}\p{M}\p{N}]+(?:['\u2019-][\p{L}\p{M}\p{N}]+)*/gu;

export interface LineWord { readonly text: string; readonly start: number; readonly end: number }

/** @param character UTF-16 offset in the line. A place right behind a word belongs to it. */
export function wordAt(line: string, character: number): LineWord | null {
  for (const match of line.matchAll(words)) {
    const end = match.index + match[0].length;
    if (match.index <= character && character <= end) return { text: match[0], start: match.index, end };
  }
  return null;
}
