/** Pieces of words as tokens, found by byte-pair encoding; the same ids as Hugging Face's library from the same tokenizer.json. */
import { MergeTable, UNKNOWN_SYMBOL } from './bpeMerges';
import type { RandomStream } from '../random/philox';
import { chunksOf, ChunkTokenizer, type Pieces } from './chunkTokenizer';
import { normalize } from './normalize';
import { WORD_PATTERN, bpeModel, pipelineOf } from './pipeline';
import type { TokenizerFile } from './tokenizer';
import { SPACE_MARKER, UNK } from './tokenizer';
import type { Vocabulary } from './vocabulary';

const wordPattern = new RegExp(WORD_PATTERN, 'gu');

/** The stretches of a chunk, marker first, that merges never cross. */
export function stretchesOf(chunk: string, split: 'words' | 'whitespace'): readonly string[] {
  const marked = SPACE_MARKER + chunk;
  return split === 'words' ? marked.match(wordPattern)! : [marked];
}

export class BpeTokenizer extends ChunkTokenizer {
  readonly unit = 'bpe';
  protected readonly marked = true;
  private readonly merges: MergeTable;

  constructor(vocabulary: Vocabulary, merges: readonly (readonly [string, string])[], lowercase: boolean, protected readonly split: 'words' | 'whitespace') {
    super(vocabulary, lowercase);
    this.merges = new MergeTable(merges, vocabulary);
  }

  /**
   * The tokens of a text of which merges are left out at random: before each merge every one that could be made is dropped with probability `dropout`, and the
   * first of the rest is made (BPE-dropout: Provilkov, Emelianenko and Voita 2020, algorithm 1). For training text alone.
   */
  encodeDropped(text: string, dropout: number, random: RandomStream): number[] {
    const drops = (): boolean => random.uniform() < dropout;
    return chunksOf(normalize(text, this.lowercase), this.marked).flatMap((chunk) => this.cut(chunk, drops).ids);
  }

  protected cut(chunk: string, drops?: () => boolean): Pieces {
    const ids: number[] = [];
    const lengths: number[] = [];
    for (const stretch of stretchesOf(chunk, this.split)) {
      const characters = Array.from(stretch);
      const symbols = characters.map((character) => this.vocabulary.idOf(character) ?? UNKNOWN_SYMBOL);
      const pieces = this.merges.apply(symbols, characters.map((character) => character.length), drops);
      for (const id of pieces.ids) ids.push(id === UNKNOWN_SYMBOL ? UNK : id);
      for (const length of pieces.lengths) lengths.push(length);
    }
    lengths[0] -= SPACE_MARKER.length;
    return { ids, lengths };
  }

  toJSON(): TokenizerFile {
    return { ...pipelineOf({ unit: 'bpe', lowercase: this.lowercase, split: this.split }), model: bpeModel(this.vocabulary.toJSON(), this.merges.pairs) };
  }
}
