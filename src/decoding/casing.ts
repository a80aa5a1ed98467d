/**
 * Capitals for a model that was trained on small letters: it says what comes next, and the text before says how to write it. A model that
 * knows capitals is left alone.
 */

/** How much of the text shows whether its writer begins sentences with capitals. */
const SHOWN_CHARACTERS = 1_000;
/** The first letter of the text, of a line, and after the end of a sentence. */
const SENTENCE_STARTS = /(?:^|[\n\r]|[.!?\u2026\u3002\uff01\uff1f]["'\u201d\u2019)\]]*\s)\s*["'\u201c\u2018\u00ab([\u00bf\u00a1]*(\p{L})/gu;
const AT_SENTENCE_START = /(?:^|[\n\r]|[.!?\u2026\u3002\uff01\uff1f]["'\u201d\u2019)\]]*\s)\s*["'\u201c\u2018\u00ab([\u00bf\u00a1]*$/u;

/** Whether most sentences of the text's end begin with a capital; true where there are none to see. */
export function writesCapitals(text: string): boolean {
  let balance = 0;
  for (const [, letter] of text.slice(-SHOWN_CHARACTERS).matchAll(SENTENCE_STARTS)) balance += letter === letter.toLowerCase() ? -1 : 1;
  return balance >= 0;
}

/** A new word, written with a capital where a sentence begins. @param before all that stands before the word, with the space */
export function capitalize(word: string, before: string): string {
  const space = /^\s*/.exec(word)![0];
  if (!AT_SENTENCE_START.test((before + space).slice(-20))) return word;
  const [first = ''] = word.slice(space.length);
  return space + first.toUpperCase() + word.slice(space.length + first.length);
}

/** The rest of a word whose beginning is typed: in capitals where two letters or more are, and no small one. */
export function matchCase(rest: string, typed: string): string {
  const letters = typed.match(/\p{L}/gu) ?? [];
  return letters.length >= 2 && typed === typed.toUpperCase() && typed !== typed.toLowerCase() ? rest.toUpperCase() : rest;
}
