/** A completion under way: words after a text, of which the last may still be followed by more. */
import { UNK } from '../text/tokenizer';
import type { TokenClasses, TokenKind } from './tokenClasses';
import type { Reading } from './tokenModel';
import type { FoundWord } from './wordSearch';

export interface CompletedWord {
  readonly text: string;
  /** Given the words before. */
  readonly probability: number;
  /** The probability that a space follows it, given that the word ends here. 0 where it was not asked: after the last word allowed, of an unlikely completion, and where no more was wanted. */
  readonly space: number;
}

/** Is told a completion word by word, and tells where no more of it is wanted. */
export interface Follower {
  /** @returns false where neither this word nor what follows is wanted */
  add(text: string, probability: number): boolean;
  /** @param space as in `CompletedWord` */
  endWord(space: number): void;
  /** Whether what follows the last word matters: a space, or so many words more. */
  wantsMore(wordsLeft: number): boolean;
}

export class Draft {
  open = true;
  tokens: readonly number[];
  readonly pieces: { text: string; probability: number; space: number }[] = [];

  /** @param before what was read before the last word @param follower null: all words are wanted */
  constructor(context: readonly number[], public before: Reading, public last: FoundWord, piece: string, private readonly follower: Follower | null = null) {
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
    if (piece === undefined) return;
    piece.space = space;
    this.follower?.endWord(space);
  }

  /** Closes it where nobody wants to know what follows its last word. @param maxWords it has at most */
  closeIfEnough(maxWords: number): void {
    if (this.follower !== null && this.pieces.length > 0 && !this.follower.wantsMore(maxWords - this.pieces.length)) this.open = false;
  }

  private push(piece: string): void {
    if (piece === '') return;
    const { probability } = this.last;
    this.pieces.push({ text: piece, probability, space: 0 });
    if (this.follower?.add(piece, probability) === false) this.open = false;
  }
}

/**
 * The probability that a space follows a word which has ended: of what can follow it, the share of the tokens that begin with one. A word that a vocabulary of
 * words does not know is taken to have one before it.
 * @param kind of the word
 */
export function spaceAfter(classes: TokenClasses, kind: TokenKind | null, { probabilities }: Reading): number {
  const { leads } = classes;
  const enders = classes.enders(kind);
  const unknown = classes.wholeWords ? UNK : -1;
  // Not `let [spaces, all] = [0, 0]`: V8 would then allocate each sum anew, 10,000 times a walk (six times as slow, and the garbage).
  let spaces = 0;
  let all = 0;
  for (let token = 0; token < probabilities.length; token++) {
    if (enders[token] === 0) continue;
    all += probabilities[token];
    if (leads[token] === 1 || token === unknown) spaces += probabilities[token];
  }
  return all > 0 ? spaces / all : 0;
}
