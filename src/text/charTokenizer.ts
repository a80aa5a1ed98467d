/** Code points as tokens, spaces and line ends among them. */
import { normalize, normalizeWithOffsets } from './normalize';
import { bpeModel, pipelineOf } from './pipeline';
import type { Token, Tokenizer, TokenizerFile, TokenizerOptions } from './tokenizer';
import { EOS, SPECIAL_TOKENS, UNK } from './tokenizer';
import { Vocabulary, count, mostFrequent } from './vocabulary';

export class CharTokenizer implements Tokenizer {
  readonly unit = 'char';

  constructor(private readonly vocabulary: Vocabulary, private readonly lowercase: boolean) {}

  get size(): number {
    return this.vocabulary.size;
  }

  encode(text: string): number[] {
    const ids: number[] = [];
    for (const character of normalize(text, this.lowercase)) ids.push(this.vocabulary.idOf(character) ?? UNK);
    return ids;
  }

  tokenize(given: string): Token[] {
    const { text, toStart, toEnd } = normalizeWithOffsets(given, this.lowercase);
    const tokens: Token[] = [];
    let at = 0;
    for (const character of text) {
      const start = toStart(at);
      const end = toEnd(at + character.length);
      tokens.push({ id: this.vocabulary.idOf(character) ?? UNK, text: given.slice(start, end), start, end });
      at += character.length;
    }
    return tokens;
  }

  decode(ids: Iterable<number>): string {
    let text = '';
    for (const id of ids) if (id === UNK || id > EOS) text += this.vocabulary.token(id);
    return text;
  }

  tokenText(id: number): string {
    return this.vocabulary.token(id);
  }

  tokenRaw(id: number): string {
    return this.vocabulary.token(id);
  }

  idOf(rawToken: string): number | undefined {
    return this.vocabulary.idOf(rawToken);
  }

  /** Never: spaces are tokens of their own. */
  startsWord(): boolean {
    return false;
  }

  /** Byte-pair encoding without a merge: other readers of the file cut the text into the same characters. */
  toJSON(): TokenizerFile {
    return { ...pipelineOf({ unit: 'char', lowercase: this.lowercase, split: 'words' }), model: bpeModel(this.vocabulary.toJSON(), []) };
  }
}

/** @param lines taken as they are: a text whose line ends are to be characters has them at the end of its lines */
export function trainCharTokenizer(lines: Iterable<string>, options: TokenizerOptions): CharTokenizer {
  const counts = new Map<string, number>();
  for (const line of lines) {
    for (const character of normalize(line, options.lowercase)) count(counts, character, 1);
  }
  const kept = mostFrequent(counts, options.minFrequency, (options.vocabularySize ?? Infinity) - SPECIAL_TOKENS.length);
  return new CharTokenizer(new Vocabulary([...SPECIAL_TOKENS, ...kept]), options.lowercase);
}
