/** How much a text surprises a model, token by token: -log2 of the probability of each after all that stands before it (Shannon 1948). */
import { UNK } from '../text/tokenizer';
import type { LineTokens } from './lineTokens';
import { surpriseOf, type TokenModel } from './tokenModel';

export interface SurprisingToken {
  /** UTF-16 offsets in the text. */
  readonly start: number;
  readonly end: number;
  readonly bits: number;
  /** No token of the vocabulary: the bits are those of "some unknown word". */
  readonly unknown: boolean;
}

export interface Surprise {
  /** In order; the ends of lines are among them. */
  readonly tokens: readonly SurprisingToken[];
  /** Over all of them; 0 where there are none. */
  readonly meanBits: number;
  /** 2^meanBits */
  readonly perplexity: number;
}

/** Tokens judged between two looks at the signal. */
const PIECE = 128;

/** @throws the signal's reason where it is aborted */
export async function measureSurprise(model: TokenModel, lines: LineTokens, text: string, signal?: AbortSignal): Promise<Surprise> {
  const located = lines.locate(text);
  const tokens: SurprisingToken[] = [];
  let { probabilities, state } = await model.read(model.initial, [lines.start]);
  let total = 0;
  for (let start = 0; start < located.length; start += PIECE) {
    signal?.throwIfAborted();
    const piece = located.slice(start, start + PIECE);
    const said = await model.follow(state, piece.map(({ id }) => id));
    piece.forEach(({ id, start: from, end }, i) => {
      const before = i === 0 ? probabilities : said.probabilities[i - 1];
      const bits = surpriseOf(before, id) / Math.LN2;
      total += bits;
      tokens.push({ start: from, end, bits, unknown: id === UNK });
    });
    probabilities = said.probabilities.at(-1)!;
    ({ state } = said);
  }
  const meanBits = tokens.length === 0 ? 0 : total / tokens.length;
  return { tokens, meanBits, perplexity: 2 ** meanBits };
}
