/** First stage: whether a suggestion is wanted at this place at all. Cheap, for it runs on every keystroke. */

export interface GateInput {
  /** The suggestion was asked for by a command, not offered while typing. */
  readonly isExplicit: boolean;
  /** The last thing that happened to the document, if it was a change. */
  readonly lastEdit: 'typed' | 'deleted' | 'undone' | null;
  readonly lineBefore: string;
  readonly lineAfter: string;
  /** An entry of the suggestion list is selected, which the ghost text must continue. */
  readonly hasSelectedCompletion: boolean;
}

const endsInWord = /[\p{L}\p{M}\p{N}]$/u;
const startsWithWord = /^[\p{L}\p{M}\p{N}]/u;

/** A line so long is data rather than prose, and slow to handle. */
const LONGEST_LINE = 5000;

export function isSuggestionWanted({ isExplicit, lastEdit, lineBefore, lineAfter, hasSelectedCompletion }: GateInput): boolean {
  if (lineBefore.length > LONGEST_LINE) return false;
  // In the middle of a word there is nothing to add: what is typed there changes a word that stands.
  if (startsWithWord.test(lineAfter) && (endsInWord.test(lineBefore) || isExplicit === false)) return false;
  if (isExplicit || hasSelectedCompletion) return true;
  // Who deletes or takes back does not want to be offered what just went.
  if (lastEdit === 'deleted' || lastEdit === 'undone') return false;
  return true;
}
