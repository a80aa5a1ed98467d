/**
 * What word and byte-pair tokenizers share: the text is normalized and cut at white space into chunks, each chunk is cut into pieces on its
 * own, and the pieces of a chunk are remembered, since the same chunks come again and again.
 */
import { normalize, normalizeWithOffsets } from './normalize';
import type { Token, Tokenizer, TokenizerFile, TokenizerUnit } from './tokenizer';
import { BOS, EOS, PAD, SPACE_MARKER, UNK } from './tokenizer';
import type { Vocabulary } from './vocabulary';

/** The tokens of one chunk, in order; together the lengths make up the chunk. */
export interface Pieces {
  readonly ids: readonly number[];
  /** UTF-16 units of the chunk that each token covers, without its marker. */
  readonly lengths: readonly number[];
}

const CHUNKS = /\S+/g;
const MAX_CACHED_CHUNKS = 1 << 17;
/** Longer chunks are rare and seldom come again. */
const MAX_CACHED_LENGTH = 64;

export abstract class ChunkTokenizer implements Tokenizer {
  abstract readonly unit: TokenizerUnit;
  protected abstract readonly split: 'words' | 'whitespace';
  /** Whether tokens carry the space marker. If not, tokens are joined by single spaces. */
  protected abstract readonly marked: boolean;
  private readonly cache = new Map<string, Pieces>();

  protected constructor(protected readonly vocabulary: Vocabulary, protected readonly lowercase: boolean) {}

  protected abstract cut(chunk: string): Pieces;

  get size(): number {
    return this.vocabulary.size;
  }

  encode(text: string): number[] {
    const ids: number[] = [];
    for (const chunk of chunksOf(normalize(text, this.lowercase), this.marked)) {
      for (const id of this.piecesOf(chunk).ids) ids.push(id);
    }
    return ids;
  }

  tokenize(given: string): Token[] {
    const { text, toStart, toEnd } = normalizeWithOffsets(given, this.lowercase);
    const tokens: Token[] = [];
    for (const match of withoutMarkers(text, this.marked).matchAll(CHUNKS)) {
      const { ids, lengths } = this.piecesOf(match[0]);
      let at = match.index;
      for (let i = 0; i < ids.length; i++) {
        const start = toStart(at);
        // A marker that stands alone covers nothing.
        const end = lengths[i] === 0 ? start : toEnd(at + lengths[i]);
        tokens.push({ id: ids[i], text: given.slice(start, end), start, end });
        at += lengths[i];
      }
    }
    return tokens;
  }

  decode(ids: Iterable<number>): string {
    let text = '';
    for (const id of ids) {
      if (id === PAD || id === BOS || id === EOS) continue;
      if (this.startsWord(id)) text += ' ';
      text += this.marked ? unmarked(this.vocabulary.token(id)) : this.vocabulary.token(id);
    }
    return text.startsWith(' ') ? text.slice(1) : text;
  }

  tokenText(id: number): string {
    const raw = this.vocabulary.token(id);
    return this.marked && raw !== SPACE_MARKER ? unmarked(raw) : raw;
  }

  tokenRaw(id: number): string {
    return this.vocabulary.token(id);
  }

  idOf(rawToken: string): number | undefined {
    return this.vocabulary.idOf(rawToken);
  }

  startsWord(id: number): boolean {
    if (!this.marked) return id === UNK || id > EOS;
    return this.vocabulary.token(id).startsWith(SPACE_MARKER);
  }

  abstract toJSON(): TokenizerFile;

  private piecesOf(chunk: string): Pieces {
    const known = this.cache.get(chunk);
    if (known !== undefined) return known;
    const pieces = this.cut(chunk);
    if (chunk.length <= MAX_CACHED_LENGTH) {
      if (this.cache.size >= MAX_CACHED_CHUNKS) this.cache.clear();
      this.cache.set(chunk, pieces);
    }
    return pieces;
  }
}

/** The chunks of normalized text. The marker itself, should it stand in the text, is read as a space: it could not be told from one. */
export function chunksOf(normalized: string, marked: boolean): readonly string[] {
  return withoutMarkers(normalized, marked).match(CHUNKS) ?? [];
}

function withoutMarkers(text: string, marked: boolean): string {
  return marked ? text.replaceAll(SPACE_MARKER, ' ') : text;
}

function unmarked(raw: string): string {
  return raw.startsWith(SPACE_MARKER) ? raw.slice(1) : raw;
}
