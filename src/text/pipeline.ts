/** The parts of tokenizer.json that say how text is prepared and cut: all of the file but the vocabulary and the merges. */
import type { BpeModel, JsonObject, TokenizerFile, WordLevelModel } from './tokenizer';
import { SPACE_MARKER, SPECIAL_TOKENS, UNK } from './tokenizer';

export type TokenizerSettings = TokenizerFile['sequenceLab'];

/**
 * Letters, marks and digits (an apostrophe between them belongs to the word), or a run of anything else; each with the marker before it, if
 * there is one. This is how byte-pair encoding with `split: 'words'` cuts a chunk, in a form that other readers of tokenizer.json understand.
 */
export const WORD_PATTERN = `${SPACE_MARKER}?[\\p{L}\\p{M}\\p{N}]+(?:['\u2019][\\p{L}\\p{M}\\p{N}]+)*|${SPACE_MARKER}?[^${SPACE_MARKER}\\p{L}\\p{M}\\p{N}]+`;

const METASPACE: JsonObject = { type: 'Metaspace', replacement: SPACE_MARKER, prepend_scheme: 'always', split: false };
const WHITESPACE_SPLIT: JsonObject = { type: 'WhitespaceSplit' };
const WORD_SPLIT: JsonObject = { type: 'Split', pattern: { Regex: WORD_PATTERN }, behavior: 'Isolated', invert: false };

/** Whether tokens carry the space marker; if not, words are joined by single spaces, and characters as they are. */
export function isMarked({ unit, split }: Pick<TokenizerSettings, 'unit' | 'split'>): boolean {
  return unit === 'bpe' || (unit === 'word' && split === 'words');
}

/**
 * No special token is listed among `added_tokens`: libraries would then find them in any text that spells one, and a text could forge an
 * end or a padding.
 */
export function pipelineOf(settings: TokenizerSettings): Omit<TokenizerFile, 'model'> {
  const marked = isMarked(settings);
  return {
    version: '1.0', truncation: null, padding: null, added_tokens: [],
    normalizer: {
      type: 'Sequence',
      normalizers: [
        { type: 'NFC' },
        ...(settings.lowercase ? [{ type: 'Lowercase' }] : []),
        ...(marked ? [{ type: 'Replace', pattern: { String: SPACE_MARKER }, content: ' ' }] : []),
      ],
    },
    pre_tokenizer: preTokenizerOf(settings),
    post_processor: null,
    decoder: marked ? METASPACE : settings.unit === 'char' ? { type: 'Fuse' } : null,
    sequenceLab: settings,
  };
}

function preTokenizerOf({ unit, split }: TokenizerSettings): JsonObject | null {
  if (unit === 'char') return null;
  if (unit === 'word' && split === 'whitespace') return WHITESPACE_SPLIT;
  // For words, the layout has nothing like `Intl.Segmenter`: the pattern comes closest.
  return { type: 'Sequence', pretokenizers: [WHITESPACE_SPLIT, METASPACE, ...(split === 'words' ? [WORD_SPLIT] : [])] };
}

export function wordLevelModel(vocab: Record<string, number>): WordLevelModel {
  return { type: 'WordLevel', vocab, unk_token: SPECIAL_TOKENS[UNK] };
}

export function bpeModel(vocab: Record<string, number>, merges: BpeModel['merges']): BpeModel {
  return {
    type: 'BPE', dropout: null, unk_token: SPECIAL_TOKENS[UNK], continuing_subword_prefix: null, end_of_word_suffix: null,
    fuse_unk: false, byte_fallback: false, ignore_merges: false, vocab, merges,
  };
}
