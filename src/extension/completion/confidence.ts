/** Third stage: as many words as the model is sure of. */

/** Words of a prediction in order, each with its probability given those before; their texts add up to the suggestion. */
export interface PredictedWord { readonly text: string; readonly probability: number }

/**
 * The longest beginning that is right, all of it, with at least `minConfidence`: P(w1) · P(w2 | w1) · … A sure model thus offers a whole phrase, an
 * unsure one a word, and one that guesses nothing.
 * @param minProbability of each word
 */
export function confidentText(words: readonly PredictedWord[], { minProbability, minConfidence, maxWords }: { minProbability: number; minConfidence: number; maxWords: number }): string {
  let together = 1;
  let text = '';
  for (const word of words.slice(0, maxWords)) {
    together *= word.probability;
    if (word.probability < minProbability || together < minConfidence) break;
    text += word.text;
  }
  return text;
}
