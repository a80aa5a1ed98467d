/** A completion under way: words after a text, of which the last may still be followed by more. */
import { UNK } from '../text/tokenizer';
import type { TokenClasses, TokenKind } from './tokenClasses';
import type { Reading } from './tokenModel';
import type { FoundWord } from './wordSearch';

export interface CompletedWord {
  readonly text: string;
  /** Given the words before. */
  readonly probability: number;
  /** The probability that a space follows it, given that the word ends here. 0 where it was not asked: after the last word allowed, of a completion less likely as a whole than a word must be. */
  readonly space: number;
}

export class Draft {
  open = true;
  tokens: readonly number[];
  readonly pieces: { text: string; probability: number; space: number }[] = [];

  /** @param before what was read before the last word */
  constructor(context: readonly number[], public before: Reading, public last: FoundWord, piece: string) {
    this.tokens = [...context, ...last.tokens];
    this.push(piece);
  }

  /** That all of it is right. */
  get probability(): number {
    return this.pieces.reduce((all, { probability }) => all * probability, 1);
  }

  get text(): string {
    return this.pieces.map(({ text }) => text).join('');
  }

  add(word: FoundWord, before: Reading, piece: string): void {
    this.before = before;
    this.last = word;
    this.tokens = [...this.tokens, ...word.tokens];
    this.push(piece);
  }

  /** @param space the probability that a space follows the last word */
  endWord(space: number): void {
    const piece = this.pieces.at(-1);
    if (piece !== undefined) piece.space = space;
  }

  private push(piece: string): void {
    if (piece !== '') this.pieces.push({ text: piece, probability: this.last.probability, space: 0 });
  }
}

/**
 * The probability that a space follows a word which has ended: of what can follow it, the share of the tokens that begin with one. A word that a vocabulary of
 * words does not know is taken to have one before it.
 * @param kind of the word
 */
export function spaceAfter(classes: TokenClasses, kind: TokenKind | null, { probabilities }: Reading): number {
  const enders = classes.enders(kind);
  let [spaces, all] = [0, 0];
  for (let token = 0; token < probabilities.length; token++) {
    if (enders[token] === 0) continue;
    all += probabilities[token];
    if (classes.leads[token] === 1 || (classes.wholeWords && token === UNK)) spaces += probabilities[token];
  }
  return all > 0 ? spaces / all : 0;
}
