/** How TER reads a sentence (Snover et al. 2006; the options of tercom 0.7.25 as sacreBLEU has them). */
import { splitWhitespace } from './ngramCounts';

export interface TercomOptions {
  /** Split off punctuation and resolve entities. Default false: text is taken to be tokenized. */
  readonly normalized?: boolean;
  /** Drop punctuation. Default false. */
  readonly noPunctuation?: boolean;
  /** With `normalized` and `noPunctuation`: Chinese characters one by one, and East Asian punctuation too. Default false. */
  readonly asianSupport?: boolean;
  /** Default false: capitals make no difference. */
  readonly caseSensitive?: boolean;
}

/** East Asian punctuation, and the full-width forms of Western. */
const ASIAN_PUNCTUATION = /[\u3001\u3002\u3008-\u3011\u3014-\u301f\uff61-\uff65\u30fb\uff0e\uff0c\uff1f\uff1a\uff1b\uff01\uff02\uff08\uff09]/g;
/** Ideographs, strokes, radicals, compatibility forms, enclosed letters: each is a token. */
const ASIAN_CHARACTERS = [/[\u4e00-\u9fff\u3400-\u4dbf]/g, /[\u31c0-\u31ef\u2e80-\u2eff]/g, /[\u3300-\u33ff\uf900-\ufaff\ufe30-\ufe4f]/g, /[\u3200-\u3f22]/g];

export function tercomTokens(text: string, { normalized = false, noPunctuation = false, asianSupport = false, caseSensitive = false }: TercomOptions): string[] {
  let read = caseSensitive ? text : text.toLowerCase();
  if (normalized) {
    read = splitWestern(read);
    if (asianSupport) read = splitAsian(read);
  }
  if (noPunctuation) {
    read = read.replace(/[.,?:;!"()]/g, '');
    if (asianSupport) read = read.replace(ASIAN_PUNCTUATION, '');
  }
  return splitWhitespace(read);
}

function splitWestern(text: string): string {
  const plain = text.replaceAll('\n-', '').replaceAll('\n', ' ')
    .replaceAll('&quot;', '"').replaceAll('&amp;', '&').replaceAll('&lt;', '<').replaceAll('&gt;', '>');
  return ` ${plain} `
    .replace(/[{-~[-` -&(-+:-@/]/g, ' $& ') // ASCII punctuation (and the space) but the apostrophe, comma, hyphen and full stop
    .replaceAll("'s ", " 's ")
    .replace(/([^0-9])([.,])/gu, '$1 $2 ') // full stop and comma, unless a digit comes before
    .replace(/([.,])([^0-9])/gu, ' $1 $2') // or after
    .replace(/([0-9])(-)/g, '$1 $2 '); // a hyphen after a digit
}

function splitAsian(text: string): string {
  let split = text;
  for (const characters of ASIAN_CHARACTERS) split = split.replace(characters, ' $& ');
  return split.replace(ASIAN_PUNCTUATION, ' $& ');
}
