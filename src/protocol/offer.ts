/**
 * How much of a completion is offered. The editor shows so much of it, and the prediction process looks for no more: a word that would not be shown costs a step
 * of the model as any other does.
 */

/** What a suggestion must be, and whether it ends with a space where one is expected. */
export interface OfferSettings {
  /** Of each word. */
  readonly minProbability: number;
  /** Of all words together: P(w1) · P(w2 | w1) · … */
  readonly minConfidence: number;
  readonly endWithSpace: boolean;
}

/** So sure a space must be. A wrong one costs a Backspace; that it is right is a key saved after almost every word. */
const SURE_OF_SPACE = 0.8;

/**
 * The beginning of a completion, told word by word, that is expected to cost the writer fewest keys. What is not offered now is offered as soon as the words before
 * it are taken, so that a further word saves one key where it is right: the Tab between. Where it is wrong, the j words before it, which one Tab would have taken,
 * must be taken apart, a key for each word and each space between, and the space after them is typed. With p the probability of word j + 1 given those before, it
 * is expected to gain
 *
 *     P(w1 … wj) · (p - (1 - p) · (2j - 1))
 *
 * keys, or one less of the latter where no space is expected: a second word should be more likely than not, a third three times as likely as not, and a sure
 * model offers a whole phrase.
 */
export class Offer {
  private words = 0;
  private together = 1;
  private gain = 0;
  /** All words so far, and the same as it would be offered. */
  private whole = '';
  private ended = '';
  private best = { text: '', gain: 0 };
  private isBest = false;

  constructor(private readonly settings: OfferSettings) {}

  /** What is offered of the words so far; empty where that is nothing. */
  get text(): string { return this.best.text; }

  /** @param probability given the words before @returns false where it is too unlikely: neither it nor what follows is offered */
  add(text: string, probability: number): boolean {
    const { minProbability, minConfidence } = this.settings;
    if (probability < minProbability || this.together * probability < minConfidence) return false;
    if (this.words > 0) this.gain += this.together * (probability - (1 - probability) * this.keysLostApart());
    this.words++;
    this.together *= probability;
    this.whole = this.ended = this.whole + text;
    this.isBest = this.isTooShort || this.gain > this.best.gain;
    if (this.isBest) this.best = { text: this.whole, gain: this.gain };
    return true;
  }

  /** @param space the probability that a space follows the last word, given that it ends here */
  endWord(space: number): void {
    this.ended = this.settings.endWithSpace && space >= SURE_OF_SPACE && !/\s$/.test(this.whole) ? `${this.whole} ` : this.whole;
    if (this.isBest) this.best.text = this.ended;
  }

  /**
   * Whether anything that follows the last word can change what is offered: the space behind it, or so many words more, which gain a key each at most.
   */
  wantsMore(wordsLeft: number): boolean {
    if (this.isBest && this.settings.endWithSpace) return true;
    return wordsLeft > 0 && (this.isTooShort || this.gain + this.together * wordsLeft > this.best.gain);
  }

  private get isTooShort(): boolean { return this.best.text === '' || !savesKeys(this.best.text); }

  /** Keys that it costs to take the words one by one of a longer suggestion that goes on wrongly, more than to take them alone: a lone sign is typed either way. */
  private keysLostApart(): number {
    if (!savesKeys(this.ended)) return 0;
    return 2 * this.words - 2 + (this.ended === this.whole ? 0 : 1);
  }
}

/** Whether accepting takes fewer keys than typing: a lone letter or sign has a key of its own. A syllable or an accented letter may take several. */
export const savesKeys = (text: string): boolean => !/^[\x20-\x7e]$/.test(text);
