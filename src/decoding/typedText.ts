/** Where in its text a writer stands: what is complete, which word is only begun, and how the next one must begin. */
import { normalize } from '../text/normalize';
import type { LineTokens } from './lineTokens';
import type { TokenClasses, TokenKind } from './tokenClasses';

/** Characters before the cursor that count; what is older is not read. */
const MAX_CHARACTERS = 8_000;

export interface TypedText {
  /** Of all that is complete, the start symbol first. */
  readonly tokens: readonly number[];
  /** How the next tokens must begin; null where they are free. */
  readonly wanted: WantedWord | null;
  /** The kind of the word that the text ends with and that may go on without any constraint; null where a new word begins. */
  readonly kind: TokenKind | null;
  /** A space must be put before a new word. */
  readonly needsSpace: boolean;
}

export interface WantedWord {
  /** Whether the word has a space before it. */
  readonly leads: boolean;
  /** The letters of it that are typed, prepared as the vocabulary is. */
  readonly text: string;
}

export function readTypedText(text: string, lines: LineTokens, classes: TokenClasses): TypedText {
  const recent = cutStart(text);
  if (lines.tokenizer.unit === 'char') {
    const tokens = lines.encode(recent);
    const { kind } = classes.get(tokens.at(-1)!);
    return { tokens, wanted: null, kind: tokens.length === 1 || kind === 'space' || kind === 'line' ? null : kind, needsSpace: false };
  }
  const tail = recent.slice(Math.max(recent.lastIndexOf('\n'), recent.lastIndexOf('\r')) + 1);
  if (tail === '' || /\s$/.test(tail)) return { tokens: lines.encode(recent), wanted: { leads: true, text: '' }, kind: null, needsSpace: false };
  const begun = begunWord(tail, lines, classes);
  if (begun === null) return { tokens: lines.encode(recent), wanted: null, kind: classes.wholeWords ? null : 'other', needsSpace: true };
  const before = tail.slice(0, tail.length - begun.length);
  return {
    tokens: lines.encode(recent.slice(0, recent.length - begun.length)), kind: null, needsSpace: false,
    wanted: { leads: before === '' || /\s$/.test(before), text: normalize(begun, classes.lowercase) },
  };
}

/** The word at the end of a line that more letters could be added to; null after a mark that ends words. */
function begunWord(line: string, { tokenizer }: LineTokens, { split, wholeWords }: TokenClasses): string | null {
  const chunk = /\S+$/.exec(line)![0];
  if (split === 'whitespace') return chunk;
  if (!wholeWords) return /[\p{L}\p{M}\p{N}]+(?:['\u2019][\p{L}\p{M}\p{N}]*)*$/u.exec(chunk)?.[0] ?? null;
  const last = tokenizer.tokenize(chunk).at(-1)!.text;
  return /[\p{L}\p{M}\p{N}]$/u.test(last) ? last : null;
}

/** The end of a long text, from the beginning of a line or at least of a word. */
export function cutStart(text: string): string {
  if (text.length <= MAX_CHARACTERS) return text;
  const recent = text.slice(-MAX_CHARACTERS);
  const line = recent.indexOf('\n');
  if (line >= 0 && line < MAX_CHARACTERS / 2) return recent.slice(line + 1);
  const space = /\s/.exec(recent);
  return space ? recent.slice(space.index + 1) : recent;
}
