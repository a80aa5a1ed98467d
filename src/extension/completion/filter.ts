/** Fourth stage: what of a prediction may be shown beside what stands there. */

/**
 * Cuts a suggestion where it would repeat what stands to the right of the cursor on this line, and ends it at the line's end.
 * @returns null where nothing worth showing is left
 */
export function fitSuggestion(text: string, lineBefore: string, lineAfter: string): string | null {
  let fitted = text.split(/\r?\n/, 1)[0];
  // The model may begin with a space that is already typed.
  if (/\s$/.test(lineBefore) || lineBefore === '') fitted = fitted.trimStart();
  const right = lineAfter.trim();
  if (right !== '') {
    if (sameWords(fitted.trim(), right)) return null;
    fitted = withoutOverlap(fitted, right);
  }
  // Before a space or a mark no space is wanted.
  if (lineAfter !== '' && !wordCharacter.test(lineAfter[0])) fitted = fitted.trimEnd();
  return fitted.trim() === '' ? null : fitted;
}

/** Whether the right begins with the suggestion, or the suggestion with the right, whatever their case. */
function sameWords(suggestion: string, right: string): boolean {
  const [a, b] = [suggestion.toLowerCase(), right.toLowerCase()];
  return a === '' || b.startsWith(a) || (b.length > 1 && a.startsWith(b));
}

/** Removes from the suggestion's end the longest part with which the right begins: "quick brown" before "brown fox" is "quick". */
function withoutOverlap(suggestion: string, right: string): string {
  const [low, lowRight] = [suggestion.toLowerCase(), right.toLowerCase()];
  for (let length = Math.min(low.length, lowRight.length); length > 0; length--) {
    const start = low.length - length;
    if (!lowRight.startsWith(low.slice(start))) continue;
    // A word is repeated only as a whole: "a cat" before "tin" ends in "t", which repeats nothing.
    if (isBoundary(low, start) && isBoundary(lowRight, length)) return suggestion.slice(0, start);
  }
  return suggestion;
}

const wordCharacter = /[\p{L}\p{M}\p{N}]/u;
const isBoundary = (text: string, at: number): boolean =>
  at <= 0 || at >= text.length || !wordCharacter.test(text[at - 1]) || !wordCharacter.test(text[at]);
