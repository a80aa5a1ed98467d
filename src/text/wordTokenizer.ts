/** Words as tokens: cut by Unicode's rules and dictionaries (`segmentWords`), or at white space where the text is tokenized already. */
import { ChunkTokenizer, chunksOf, type Pieces } from './chunkTokenizer';
import { normalize } from './normalize';
import { isMarked, pipelineOf, wordLevelModel } from './pipeline';
import { segmentWords } from './segmentWords';
import type { TokenizerFile, TokenizerOptions } from './tokenizer';
import { EOS, SPACE_MARKER, SPECIAL_TOKENS, UNK } from './tokenizer';
import { Vocabulary, count, mostFrequent } from './vocabulary';

const UNKNOWN = SPECIAL_TOKENS[UNK];

export class WordTokenizer extends ChunkTokenizer {
  readonly unit = 'word';
  protected readonly marked: boolean;

  constructor(vocabulary: Vocabulary, lowercase: boolean, protected readonly split: 'words' | 'whitespace') {
    super(vocabulary, lowercase);
    this.marked = isMarked({ unit: 'word', split });
  }

  /** Unknown words stand for words, mostly, so a space precedes them. */
  override startsWord(id: number): boolean {
    return id === UNK || super.startsWord(id);
  }

  protected cut(chunk: string): Pieces {
    if (!this.marked) return { ids: [this.idOfText(chunk)], lengths: [chunk.length] };
    const words = wordsOf(chunk);
    return { ids: words.map((word, i) => this.idOfText(markFirst(word, i))), lengths: words.map((word) => word.length) };
  }

  toJSON(): TokenizerFile {
    return { ...pipelineOf({ unit: 'word', lowercase: this.lowercase, split: this.split }), model: wordLevelModel(this.vocabulary.toJSON()) };
  }

  /** Text that spells a special symbol is unknown, so that no text can forge an end or a padding. */
  private idOfText(raw: string): number {
    const id = this.vocabulary.idOf(raw);
    return id === undefined || id <= EOS ? UNK : id;
  }
}

export function trainWordTokenizer(lines: Iterable<string>, options: TokenizerOptions): WordTokenizer {
  return new WordTokenizer(new Vocabulary([...SPECIAL_TOKENS, ...keptWords(countWords(lines, options), options)]), options.lowercase, options.split);
}

/**
 * The share of these lines' words that a vocabulary from other lines of their kind would not know: each occurrence counts as unknown whose word,
 * with that occurrence left out, would be too rare to be kept, or is cut off by the size. (Without a limit this is Good and Turing's estimate: for
 * minFrequency 1 the words that occur once, over all.) 0 for lines without words.
 */
export function expectedUnknownShare(lines: Iterable<string>, options: TokenizerOptions): number {
  const words = countWords(lines, options);
  const kept = new Set(keptWords(words, { ...options, minFrequency: options.minFrequency + 1 }));
  let all = 0, unknown = 0;
  for (const [word, times] of words) {
    all += times;
    if (!kept.has(word)) unknown += times;
  }
  return all === 0 ? 0 : unknown / all;
}

const keptWords = (words: ReadonlyMap<string, number>, { minFrequency, vocabularySize }: TokenizerOptions): string[] =>
  mostFrequent(words, minFrequency, (vocabularySize ?? Infinity) - SPECIAL_TOKENS.length);

function countWords(lines: Iterable<string>, options: TokenizerOptions): Map<string, number> {
  const marked = isMarked(options);
  const chunks = new Map<string, number>();
  for (const line of lines) {
    for (const chunk of chunksOf(normalize(line, options.lowercase), marked)) count(chunks, chunk, 1);
  }
  const words = new Map<string, number>();
  for (const [chunk, times] of chunks) {
    if (marked) wordsOf(chunk).forEach((word, i) => count(words, markFirst(word, i), times));
    else count(words, chunk, times);
  }
  for (const special of SPECIAL_TOKENS) words.delete(special);
  return words;
}

function markFirst(word: string, index: number): string {
  return index === 0 && word !== UNKNOWN ? SPACE_MARKER + word : word;
}

/** The words and punctuation marks of one chunk. A literal `<unk>` (as in the Penn Treebank files) stays whole. */
function wordsOf(chunk: string): string[] {
  return chunk.split(UNKNOWN).flatMap((part, i) => [...(i > 0 ? [UNKNOWN] : []), ...segmentWords(part)]);
}
