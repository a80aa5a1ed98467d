/** What each token of a vocabulary looks like in running text: how words are put together from tokens, and where they end. */
import { EOS, SPACE_MARKER, type Tokenizer } from '../text/tokenizer';

/** `word`: letters, digits and marks; `space`: white space alone (or a marker that stands alone); `line`: the end of a line. */
export type TokenKind = 'word' | 'space' | 'line' | 'other';

export interface TokenClass {
  readonly kind: TokenKind;
  /** A space precedes it, or it is one. */
  readonly leads: boolean;
  /** The text without the space before it; "\n" for the end of a line. */
  readonly text: string;
}

const LETTERS = /^[\p{L}\p{M}\p{N}]/u;
/** Within a word these belong to it: don't. */
const APOSTROPHE = /^['\u2019]/;

export class TokenClasses {
  /** The tokens that end a line. */
  readonly lineEnds: readonly number[];
  /** For every token, 1 where a space precedes it. */
  readonly leads: Uint8Array;
  private withoutCapitals: TokenClasses | null = null;
  /** All tokens in order of their texts. */
  private byText: Int32Array | null = null;
  private readonly tables = new Map<TokenKind | null, Uint8Array>();

  private constructor(
    /** How the text was prepared before it was cut. */
    readonly lowercase: boolean,
    /** Every token is a word, or a mark, of its own. */
    readonly wholeWords: boolean,
    /** Where words are cut: at spaces alone, or at punctuation as well. */
    readonly split: 'words' | 'whitespace',
    private readonly classes: readonly TokenClass[],
  ) {
    this.lineEnds = [...classes.keys()].filter((token) => classes[token].kind === 'line');
    this.leads = Uint8Array.from(classes, ({ leads }) => (leads ? 1 : 0));
  }

  static of(tokenizer: Tokenizer): TokenClasses {
    const { lowercase, split } = tokenizer.toJSON().sequenceLab;
    return new TokenClasses(lowercase, tokenizer.unit === 'word', split, Array.from({ length: tokenizer.size }, (_, id) => classOf(tokenizer, id)));
  }

  /** The same with all texts in small letters, to compare without regard to capitals. */
  folded(): TokenClasses {
    this.withoutCapitals ??= new TokenClasses(this.lowercase, this.wholeWords, this.split, this.classes.map((one) => ({ ...one, text: one.text.toLowerCase() })));
    return this.withoutCapitals;
  }

  get(token: number): TokenClass {
    return this.classes[token];
  }

  /** The tokens whose texts begin with these letters, all of them for none. */
  beginningWith(letters: string): Int32Array {
    return this.between((text) => text < letters, (text) => text < letters || text.startsWith(letters));
  }

  /** The tokens with this very text. */
  withText(letters: string): Int32Array {
    return this.between((text) => text < letters, (text) => text <= letters);
  }

  /**
   * For every token, 1 where it cannot belong to a word that so far is of `kind` (null: nothing but perhaps a space before it), so that the
   * word has ended.
   */
  enders(kind: TokenKind | null): Uint8Array {
    let table = this.tables.get(kind);
    if (table === undefined) this.tables.set(kind, table = Uint8Array.from(this.classes, (next) => (this.ends(kind, next) ? 1 : 0)));
    return table;
  }

  /** The kind of a word after a token was added to it. */
  kindAfter(kind: TokenKind | null, token: number): TokenKind | null {
    const added = this.classes[token].kind;
    return kind ?? (added === 'space' ? null : added);
  }

  /** Of the tokens in order of their texts, those after all that are `before` and no further than those that are `within`. */
  private between(before: (text: string) => boolean, within: (text: string) => boolean): Int32Array {
    const { classes } = this;
    const compare = (a: number, b: number): number => (classes[a].text < classes[b].text ? -1 : classes[a].text > classes[b].text ? 1 : a - b);
    const order = this.byText ??= Int32Array.from(classes.keys()).sort(compare);
    const countOf = (isLower: (text: string) => boolean): number => {
      let [low, high] = [0, order.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (isLower(classes[order[middle]].text)) low = middle + 1;
        else high = middle;
      }
      return low;
    };
    return order.subarray(countOf(before), countOf(within));
  }

  private ends(kind: TokenKind | null, next: TokenClass): boolean {
    if (kind === null) return next.kind === 'line';
    if (this.wholeWords || next.leads || next.kind === 'line') return true;
    return this.split === 'words' && next.kind !== kind && !(kind === 'word' && APOSTROPHE.test(next.text));
  }
}

function classOf(tokenizer: Tokenizer, id: number): TokenClass {
  if (id === EOS) return { kind: 'line', leads: false, text: '\n' };
  const raw = tokenizer.tokenText(id);
  if (tokenizer.unit === 'char') {
    if (raw === '\n') return { kind: 'line', leads: false, text: raw };
    return { kind: raw.trim() === '' ? 'space' : LETTERS.test(raw) ? 'word' : 'other', leads: raw.trim() === '', text: raw };
  }
  const text = raw === SPACE_MARKER ? '' : raw;
  return { kind: text === '' ? 'space' : LETTERS.test(text) ? 'word' : 'other', leads: tokenizer.startsWord(id), text };
}
