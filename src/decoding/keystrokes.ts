/**
 * A writer who copies a text and takes every suggestion that helps: how many keys does it take? The text is typed character by character. Before each key the
 * suggester is asked; of the offers that are what the text really says next, down to the end of a word, the one that saves most is taken, if it saves a key at all.
 * The writer reads every offer, needs no time and never errs: an upper bound, the same for every suggester.
 */
export interface Offer {
  /** What would be inserted at the cursor. */
  readonly insert: string;
  /** Keys it takes to insert it. */
  readonly keys: number;
}

export interface Suggester {
  /** @param before the text up to the cursor. The first offer is the whole of what is shown. */
  suggest(before: string): Promise<readonly Offer[]>;
}

export interface TypingResult {
  /** Of the text that was typed: the keys without any help. */
  readonly characters: number;
  readonly keys: number;
  readonly accepted: number;
  /** Suggestions that appeared; what is left of one after a part was typed or taken is the same. */
  readonly shown: number;
  /** 1 - keys / characters */
  readonly saved: number;
}

/**
 * @param text  what is written
 * @param start where the writer begins; what stands before is there already
 */
export async function simulateTyping(text: string, suggester: Suggester, start = 0): Promise<TypingResult> {
  let [at, keys, accepted, shown] = [start, 0, 0, 0];
  let standing = '';
  while (at < text.length) {
    const from = at;
    const offers = await suggester.suggest(text.slice(0, at));
    const offered = offers.at(0)?.insert ?? '';
    if (offered !== '' && offered !== standing) shown++;
    const right = offers.filter(({ insert, keys: cost }) => insert.length > cost && isNext(text, at, insert));
    const [best] = right.sort((a, b) => (b.insert.length - b.keys) - (a.insert.length - a.keys));
    if (best === undefined) {
      at++;
      keys++;
    } else {
      at += best.insert.length;
      keys += best.keys;
      accepted++;
    }
    standing = offered.startsWith(text.slice(from, at)) ? offered.slice(at - from) : '';
  }
  const characters = text.length - start;
  return { characters, keys, accepted, shown, saved: characters === 0 ? 0 : 1 - keys / characters };
}

const LETTER = /[\p{L}\p{M}\p{N}]/u;

/** Whether the text goes on so, and no word is cut in two. */
function isNext(text: string, at: number, insert: string): boolean {
  if (!text.startsWith(insert, at)) return false;
  const end = at + insert.length;
  return end >= text.length || !LETTER.test(text[end - 1]) || !LETTER.test(text[end]);
}

/**
 * Ghost text, one suggestion at a time. Tab takes all of it, one key; a space at its end that is wrong is deleted by one more; "accept next word" takes it in
 * parts, a key each.
 */
export function ghostText(complete: (before: string) => Promise<string | null>): Suggester {
  return {
    async suggest(before) {
      const text = await complete(before);
      if (text === null) return [];
      const offers: Offer[] = [{ insert: text, keys: 1 }];
      if (text.endsWith(' ')) offers.push({ insert: text.slice(0, -1), keys: 2 });
      let insert = '';
      takenByWords(text).forEach((part, i) => offers.push({ insert: insert += part, keys: i + 1 }));
      return offers;
    },
  };
}

/** What VS Code takes for a word in plain text: a number, or all between spaces and these marks. */
const EDITOR_WORD = /-?\d*\.\d\w*|[^\s`~!@#%^&*()=+[{\]}\\|;:'",.<>/?-]+/;

/** The parts in which "accept next word" takes ghost text: a word, and what stands between two words, each spaces and marks apart, by a key of their own. */
export function takenByWords(text: string): string[] {
  const parts: string[] = [];
  for (let rest = text; rest !== ''; rest = rest.slice(parts.at(-1)!.length)) {
    const word = EDITOR_WORD.exec(rest);
    const wordEnd = word === null ? rest.length : word.index === 0 ? word[0].length : word.index;
    const space = /\s+/.exec(rest);
    parts.push(rest.slice(0, space === null ? wordEnd : Math.min(wordEnd, space.index + space[0].length)));
  }
  return parts;
}

/** Entries of a list that one sees without scrolling. */
const LIST_LENGTH = 12;

/**
 * The editor's own word-based suggestions: once a letter of a word is typed, a list of the document's words that begin so, in alphabetical order; Tab takes the
 * first, each step down the list costs a key more.
 */
export const wordListSuggester: Suggester = {
  suggest(before) {
    const begun = /[\p{L}\p{M}\p{N}_]+$/u.exec(before)?.[0];
    if (begun === undefined) return Promise.resolve([]);
    const known = new Set(before.slice(0, -begun.length).match(/[\p{L}\p{M}\p{N}_]+/gu));
    const listed = [...known].filter((word) => word.length > begun.length && word.toLowerCase().startsWith(begun.toLowerCase())).sort((a, b) => a.localeCompare(b, 'en'));
    return Promise.resolve(listed.slice(0, LIST_LENGTH).map((word, i) => ({ insert: word.startsWith(begun) ? word.slice(begun.length) : '', keys: i + 1 })));
  },
};

/** Where words begin in a text, and the words: what a guess at the next word is judged by. */
export function wordStarts(text: string, start = 0): { readonly at: number; readonly word: string }[] {
  return [...text.matchAll(/(?<=\s|^)[\p{L}\p{M}\p{N}]+(?:['\u2019][\p{L}\p{M}\p{N}]+)*/gu)].filter(({ index }) => index >= start).map(({ index, 0: word }) => ({ at: index, word }));
}
