/**
 * Text as a language model reads it, the way its training text was laid out: for words and pieces every line with text ends with EOS, and a
 * text begins as if a line had just ended; for characters the line ends are characters.
 */
import { BOS, EOS, PAD, SPECIAL_TOKENS, UNK, type Token, type Tokenizer } from '../text/tokenizer';

/** PAD, UNK and BOS have no text: a model that writes never says a token up to this one. EOS, after it, is the end of a line. */
export const LAST_SILENT_TOKEN = Math.max(PAD, UNK, BOS);
const MAX_CACHED_LINES = 4096;

export class LineTokens {
  /** What stands before the first token of a text. */
  readonly start: number;
  private readonly unknown = new Map<string, readonly string[]>();
  private readonly cache = new Map<string, readonly number[]>();

  constructor(readonly tokenizer: Tokenizer) {
    this.start = tokenizer.unit === 'char' ? tokenizer.idOf('\n') ?? EOS : EOS;
  }

  /** The tokens of a text whose last line goes on, with `start` before them. */
  encode(text: string): number[] {
    const tokens = [this.start];
    const lines = text.split(/\r\n|\n|\r/);
    lines.forEach((line, i) => {
      const isLast = i === lines.length - 1;
      if (this.tokenizer.unit === 'char') tokens.push(...this.encodeLine(isLast ? line : `${line}\n`));
      else if (line.trim() !== '') tokens.push(...this.encodeLine(line), ...(isLast ? [] : [EOS]));
    });
    return tokens;
  }

  /** The tokens of `encode`, but for the first, with their places in the text: UTF-16 offsets. A line end is as long as it is written. */
  locate(text: string): Token[] {
    const tokens: Token[] = [];
    let at = 0;
    for (const [line, end] of linesOf(text)) {
      const body = at + line.length;
      for (const token of this.tokenizer.tokenize(line)) tokens.push({ ...token, start: at + token.start, end: at + token.end });
      if (end !== '' && (this.tokenizer.unit === 'char' || line.trim() !== '')) {
        tokens.push({ id: this.tokenizer.unit === 'char' ? this.tokenizer.encode('\n')[0] : EOS, text: end, start: body, end: body + end.length });
      }
      at = body + end.length;
    }
    return tokens;
  }

  /** The words of a text that are no tokens of the vocabulary, in order, as they are written. */
  unknownWords(text: string): string[] {
    const found: string[] = [];
    for (const [line] of linesOf(text)) {
      let words = this.unknown.get(line);
      if (words === undefined) {
        if (this.unknown.size >= MAX_CACHED_LINES) this.unknown.clear();
        words = this.encodeLine(line).includes(UNK) ? this.tokenizer.tokenize(line).filter(({ id, text: word }) => id === UNK && word !== SPECIAL_TOKENS[UNK]).map((token) => token.text) : [];
        this.unknown.set(line, words);
      }
      found.push(...words);
    }
    return found;
  }

  /** Each line is read once, however often the text is: only what changes costs time. */
  private encodeLine(line: string): readonly number[] {
    let tokens = this.cache.get(line);
    if (tokens === undefined) {
      if (this.cache.size >= MAX_CACHED_LINES) this.cache.clear();
      tokens = this.tokenizer.encode(line);
      this.cache.set(line, tokens);
    }
    return tokens;
  }
}

/** Each line with the end that follows it, which is empty for the last. */
function* linesOf(text: string): Generator<readonly [line: string, end: string]> {
  let start = 0;
  for (const { index, 0: end } of text.matchAll(/\r\n|\n|\r/g)) {
    yield [text.slice(start, index), end];
    start = index + end.length;
  }
  yield [text.slice(start), ''];
}
