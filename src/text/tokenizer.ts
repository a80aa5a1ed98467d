/** What a tokenizer is to the rest of the house: text in, numbers out, and back. */

/** The four symbols that every vocabulary begins with. */
export const PAD = 0;
export const UNK = 1;
export const BOS = 2;
export const EOS = 3;
export const SPECIAL_TOKENS = ['<pad>', '<unk>', '<s>', '</s>'] as const;

/** SentencePiece's metaspace, U+2581: prefixes a token that has a space before it, and the first of a line. */
export const SPACE_MARKER = '\u2581';

export type TokenizerUnit = 'word' | 'char' | 'bpe';

export interface TokenizerOptions {
  /** What one token is: a word, a code point, or a piece of a word found by byte-pair encoding. */
  readonly unit: TokenizerUnit;
  /** Read capitals as small letters. */
  readonly lowercase: boolean;
  /** A token, and for `bpe` a merge, must occur at least so often in the training text. At least 1. */
  readonly minFrequency: number;
  /** The most tokens, the four special ones included; null: no limit (`bpe` needs one). */
  readonly vocabularySize: number | null;
  /** `words`: punctuation is its own token and a marker keeps spacing. `whitespace`: the text is tokenized already. Characters know only `words`. */
  readonly split: 'words' | 'whitespace';
}

/** One token of a text, as it stands there. */
export interface Token {
  readonly id: number;
  /** The stretch of the given text that the token covers, without the space before it. */
  readonly text: string;
  /** UTF-16 offsets in the given text, before any normalization: `text === given.slice(start, end)`. */
  readonly start: number;
  readonly end: number;
}

export interface Tokenizer {
  readonly unit: TokenizerUnit;
  /** Vocabulary size with the four specials. */
  readonly size: number;
  /** Token numbers; no specials added. What is unknown is UNK, as is a literal `<unk>` among words. Never PAD, BOS or EOS, whatever the text says. */
  encode(text: string): number[];
  /** The same tokens with their places in the text. */
  tokenize(text: string): Token[];
  /** Text with its spacing restored; PAD, BOS and EOS are skipped and UNK is shown as `<unk>`. */
  decode(ids: Iterable<number>): string;
  /** For axes and lists: the token without its spacing marker. */
  tokenText(id: number): string;
  /** The token as it stands in the vocabulary. */
  tokenRaw(id: number): string;
  idOf(rawToken: string): number | undefined;
  /** Whether a space precedes the token when it is decoded in the middle of a line. */
  startsWord(id: number): boolean;
  /** The layout of Hugging Face's tokenizer.json. */
  toJSON(): TokenizerFile;
}

/** Hugging Face's tokenizer.json, as far as these tokenizers use it, with one key of ours for what it cannot express. */
export interface TokenizerFile {
  readonly version: '1.0';
  readonly truncation: null;
  readonly padding: null;
  readonly added_tokens: readonly [];
  readonly normalizer: JsonObject;
  readonly pre_tokenizer: JsonObject | null;
  readonly post_processor: null;
  readonly decoder: JsonObject | null;
  readonly model: WordLevelModel | BpeModel;
  readonly sequenceLab: { readonly unit: TokenizerUnit; readonly lowercase: boolean; readonly split: 'words' | 'whitespace' };
}

export interface JsonObject {
  readonly type: string;
  readonly [key: string]: unknown;
}

export interface WordLevelModel {
  readonly type: 'WordLevel';
  readonly vocab: Readonly<Record<string, number>>;
  readonly unk_token: string;
}

export interface BpeModel {
  readonly type: 'BPE';
  readonly dropout: null;
  readonly unk_token: string;
  readonly continuing_subword_prefix: null;
  readonly end_of_word_suffix: null;
  readonly fuse_unk: false;
  readonly byte_fallback: false;
  readonly ignore_merges: false;
  readonly vocab: Readonly<Record<string, number>>;
  readonly merges: readonly (readonly [string, string])[];
}
