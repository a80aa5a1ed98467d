/** The tokenizers that BLEU is defined with (Post 2018); a score says which one it used. */
import { splitWhitespace } from './ngramCounts';

/** `13a`: that of the NIST script mteval-v13a, the default; `intl`: mteval-v14's, by Unicode classes; `char`: code points; `none`: spaces. */
export type BleuTokenizer = '13a' | 'none' | 'char' | 'intl';
export const BLEU_TOKENIZERS = ['13a', 'none', 'char', 'intl'] as const satisfies readonly BleuTokenizer[];

export function tokenizeForBleu(text: string, tokenizer: BleuTokenizer): string[] {
  switch (tokenizer) {
    case 'none': return splitWhitespace(text);
    case 'char': return splitWhitespace(Array.from(text).join(' '));
    case '13a': return tokenize13a(text);
    case 'intl': return tokenizeInternational(text);
    default: throw new Error(`internal: no tokenizer ${String(tokenizer satisfies never)}`);
  }
}

function tokenize13a(text: string): string[] {
  const plain = text.replaceAll('<skipped>', '').replaceAll('-\n', '').replaceAll('\n', ' ')
    .replaceAll('&quot;', '"').replaceAll('&amp;', '&').replaceAll('&lt;', '<').replaceAll('&gt;', '>');
  return splitWhitespace(` ${plain} `
    .replace(/([!-&(-+/:-@[-`{-~])/g, ' $1 ') // ASCII punctuation but the apostrophe, comma, hyphen and full stop
    .replace(/([^0-9])([.,])/gu, '$1 $2 ') // full stop and comma, unless a digit comes before
    .replace(/([.,])([^0-9])/gu, ' $1 $2') // or after
    .replace(/([0-9])(-)/g, '$1 $2 ')); // a hyphen after a digit
}

function tokenizeInternational(text: string): string[] {
  return splitWhitespace(text
    .replace(/(\P{N})(\p{P})/gu, '$1 $2 ') // punctuation, unless a number comes before
    .replace(/(\p{P})(\P{N})/gu, ' $1 $2') // or after
    .replace(/(\p{S})/gu, ' $1 ')); // symbols
}
