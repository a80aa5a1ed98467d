/** `tokenizer.unit: "auto"`: words, or pieces of words, by what the training sentences are like. The same sentences always give the same choice. */
import type { Experiment } from '../../protocol/experiment';
import type { TextPair } from '../../text/pairs';
import type { TokenizerOptions, TokenizerUnit } from '../../text/tokenizer';
import { expectedUnknownShare } from '../../text/wordTokenizer';

/** An experiment whose unit is known. */
export type TokenizerChoice = Experiment['tokenizer'] & { readonly unit: TokenizerUnit };

/** With more unknown words than one in twenty, most sentences of usual length have one. */
const MOST_UNKNOWN = 0.05;
/** Words seen once become <unk>: so <unk> is learnt, and a word that was never seen is read by a trained vector. */
const WORDS = { unit: 'word', minFrequency: 2, vocabularySize: 10_000 } as const;
const FEW_PAIRS = 20_000;
/** Of few sentences a small vocabulary: of more pieces most would be whole words, seen a few times each (Sennrich and Zhang 2019). */
const piecesOf = (pairs: number) => ({ unit: 'bpe', minFrequency: 1, vocabularySize: pairs < FEW_PAIRS ? 2000 : 8000 }) as const;

export const isChosen = (tokenizer: Experiment['tokenizer']): tokenizer is TokenizerChoice => tokenizer.unit !== 'auto';

/** @returns what `auto` stands for with these pairs, and why, for the log */
export function chooseUnit(settings: Experiment['tokenizer'], pairs: readonly TextPair[]): { tokenizer: TokenizerChoice; note: string } {
  const words: TokenizerOptions = { ...settings, ...WORDS };
  const [source, target] = (['source', 'target'] as const).map((side) => expectedUnknownShare(pairs.map((pair) => pair[side]), words));
  const unknown = Math.max(source, target);
  const choice = unknown > MOST_UNKNOWN ? piecesOf(pairs.length) : WORDS;
  const expected = `of new ${source > target ? 'source' : 'target'} text about ${(100 * unknown).toFixed(1)} % of the words would be unknown`;
  const note = choice.unit === 'bpe'
    ? `tokenizer.unit "auto" is "bpe", ${choice.vocabularySize} pieces of words a vocabulary: ${expected} to a vocabulary of words`
    : `tokenizer.unit "auto" is "word", words seen ${choice.minFrequency} times or more: ${expected}`;
  return { tokenizer: { ...settings, ...choice }, note };
}
