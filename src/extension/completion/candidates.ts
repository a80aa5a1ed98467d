/** Which of several suggestions are worth offering beside each other, or at all. Knows nothing of `vscode`. */

/**
 * What is offered to whoever asks for candidates: that which stands there, in its longest form, then those that begin otherwise.
 * @param remembered what stands there, of which a part may have been typed since it was predicted: the model is surer by now and may say more; null: nothing
 * @param predicted the model's candidates now; their first words differ
 */
export function candidatesAfter(remembered: string | null, predicted: readonly string[]): readonly string[] {
  if (remembered === null) return predicted;
  const word = firstWord(remembered);
  const now = predicted.find((text) => firstWord(text) === word);
  return [now?.startsWith(remembered) ? now : remembered, ...predicted.filter((text) => firstWord(text) !== word)];
}

const firstWord = (text: string): string => /^\s*(?:[\p{L}\p{M}\p{N}'\u2019-]+|\S)/u.exec(text)?.[0] ?? text;
