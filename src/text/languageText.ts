/** Running text as one stream of tokens for a language model, with the way back to the files. */
import type { Corpus, LineRange } from './corpus';
import { isBlank } from './corpus';
import { EOS, UNK, type Tokenizer, type TokenizerUnit } from './tokenizer';

/** A stretch of tokens that came from one file. */
export interface TextRegion {
  /** The file's name, as in its record. */
  readonly file: string;
  /** First token. */
  readonly start: number;
  /** Behind the last token. */
  readonly end: number;
}

export interface LanguageText {
  readonly tokens: Int32Array;
  /** In order and without gaps. */
  readonly regions: readonly TextRegion[];
  /** How many of the tokens are unknown words. */
  readonly unknown: number;
  /** Code points of the text, line ends counted as one each: what bits per character are divided by. */
  readonly characters: number;
}

/**
 * The lines of a corpus as a language model of the given unit reads them, to train the tokenizer on. Words and pieces: the lines with text.
 * Characters: all lines, each with its line end, which is a character like others.
 */
export function* languageLines(corpus: Corpus, unit: TokenizerUnit, range?: LineRange): Generator<string> {
  for (const { text } of corpus.lines(range)) {
    if (unit === 'char') yield `${text}\n`;
    else if (!isBlank(text)) yield text;
  }
}

/**
 * Encodes a corpus, or a range of its lines. Words and pieces: each line with text is followed by EOS. Characters: the text as it is.
 * @param encode the tokenizer's own, or one that leaves out merges
 */
export function encodeLanguageText(corpus: Corpus, tokenizer: Tokenizer, range?: LineRange, encode = (text: string): readonly number[] => tokenizer.encode(text)): LanguageText {
  const tokens = new TokenBuffer();
  const regions: TextRegion[] = [];
  let characters = 0;
  let unknown = 0;
  let current = -1;
  let start = 0;
  const closeRegion = (): void => {
    if (current >= 0 && tokens.length > start) regions.push({ file: corpus.files[current].path, start, end: tokens.length });
    start = tokens.length;
  };
  for (const { text, file } of corpus.lines(range)) {
    if (file !== current) {
      closeRegion();
      current = file;
    }
    if (tokenizer.unit !== 'char' && isBlank(text)) continue;
    const ids = encode(tokenizer.unit === 'char' ? `${text}\n` : text);
    for (const id of ids) if (id === UNK) unknown++;
    characters += codePoints(text) + 1;
    tokens.append(ids);
    if (tokenizer.unit !== 'char') tokens.push(EOS);
  }
  closeRegion();
  return { tokens: tokens.toArray(), regions, unknown, characters };
}

/** The file that a token came from. */
export function fileOfToken(text: LanguageText, token: number): string {
  let [low, high] = [0, text.regions.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (text.regions[middle].start <= token) low = middle;
    else high = middle - 1;
  }
  const region = text.regions[low] as TextRegion | undefined;
  if (!region || token < region.start || token >= region.end) throw new Error(`internal: fileOfToken: token ${token} of ${text.tokens.length}`);
  return region.file;
}

/** An Int32Array that grows. */
class TokenBuffer {
  private array = new Int32Array(1 << 16);
  length = 0;

  push(token: number): void {
    this.reserve(1);
    this.array[this.length++] = token;
  }

  append(tokens: readonly number[]): void {
    this.reserve(tokens.length);
    for (const token of tokens) this.array[this.length++] = token;
  }

  toArray(): Int32Array {
    return this.array.slice(0, this.length);
  }

  private reserve(more: number): void {
    if (this.length + more <= this.array.length) return;
    const larger = new Int32Array(Math.max(this.length + more, 2 * this.array.length));
    larger.set(this.array);
    this.array = larger;
  }
}

function codePoints(text: string): number {
  let count = text.length;
  for (let i = 0; i < text.length; i++) if ((text.charCodeAt(i) & 0xfc00) === 0xdc00) count--;
  return count;
}
