/** Third stage: as many words as are worth offering, and the space after them. */
import { savesKeys } from './candidates';

/** Words of a prediction in order; their texts add up to the prediction. */
export interface PredictedWord {
  readonly text: string;
  /** Given the words before. */
  readonly probability: number;
  /** That a space follows the word, given that it ends here. */
  readonly space: number;
}

export interface ConfidenceSettings {
  /** Of each word. */
  readonly minProbability: number;
  /** Of all words together: P(w1) · P(w2 | w1) · … */
  readonly minConfidence: number;
  readonly maxWords: number;
  /** A suggestion ends with a space where one is expected. */
  readonly endWithSpace: boolean;
}

/** So sure a space must be. A wrong one costs a Backspace; that it is right is a key saved after almost every word. */
const SURE_OF_SPACE = 0.8;

/**
 * The beginning of a prediction, within the bounds of the settings, that is expected to cost the writer fewest keys. What is not offered now is offered as soon as
 * the words before it are taken, so that a further word saves one key where it is right: the Tab between. Where it is wrong, the j words before it, which one
 * Tab would have taken, must be taken apart, a key for each word and each space between, and the space after them is typed. With p the probability of word j + 1
 * given those before, it is expected to gain
 *
 *     P(w1 … wj) · (p - (1 - p) · (2j - 1))
 *
 * keys, or one less of the latter where no space is expected: a second word should be more likely than not, a third three times as likely as not, and a sure
 * model offers a whole phrase.
 */
export function confidentText(words: readonly PredictedWord[], { minProbability, minConfidence, maxWords, endWithSpace }: ConfidenceSettings): string {
  const ended = (text: string, { space }: PredictedWord): string => (endWithSpace && space >= SURE_OF_SPACE && !/\s$/.test(text) ? `${text} ` : text);
  let [together, gain] = [1, 0];
  let [text, offered] = ['', ''];
  let best = { text: '', gain: 0 };
  for (const [taken, word] of words.slice(0, maxWords).entries()) {
    const { probability } = word;
    if (probability < minProbability || together * probability < minConfidence) break;
    if (taken > 0) gain += together * (probability - (1 - probability) * keysLostApart(taken, text, offered));
    together *= probability;
    text += word.text;
    offered = ended(text, word);
    if (best.text === '' || !savesKeys(best.text) || gain > best.gain) best = { text: offered, gain };
  }
  return best.text;
}

/** Keys that it costs to take words one by one of a longer suggestion that goes on wrongly, more than to take them alone: a lone sign is typed either way. */
function keysLostApart(words: number, text: string, offered: string): number {
  if (!savesKeys(offered)) return 0;
  return 2 * words - 2 + (offered === text ? 0 : 1);
}
