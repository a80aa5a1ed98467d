/** Third stage: as many words as are worth offering, and the space after them. */
import { Offer, type OfferSettings } from '../../protocol/offer';

/** Words of a prediction in order; their texts add up to the prediction. */
export interface PredictedWord {
  readonly text: string;
  /** Given the words before. */
  readonly probability: number;
  /** That a space follows the word, given that it ends here. */
  readonly space: number;
}

export interface ConfidenceSettings extends OfferSettings {
  readonly maxWords: number;
}

/** The beginning of a prediction, within the bounds of the settings, that is expected to cost the writer fewest keys. */
export function confidentText(words: readonly PredictedWord[], settings: ConfidenceSettings): string {
  const offer = new Offer(settings);
  for (const { text, probability, space } of words.slice(0, settings.maxWords)) {
    if (!offer.add(text, probability)) break;
    offer.endWord(space);
  }
  return offer.text;
}
