/** What a change of a document was: typed, deleted, undone, or a step of an input method that still composes a character. */

export type LastEdit = 'typed' | 'deleted' | 'undone' | 'composed';

/** The parts of a change that tell its kind. */
export interface EditPart { readonly text: string; readonly rangeLength: number }

export function kindOfEdit(parts: readonly EditPart[], isUndo: boolean): LastEdit {
  if (isUndo) return 'undone';
  if (parts.every(({ text }) => text === '')) return 'deleted';
  return parts.some(isComposing) ? 'composed' : 'typed';
}

/** A jamo that stands alone: the first stroke of a Hangul syllable. */
const loneJamo = /[\u1100-\u11ff\u3131-\u318e\ua960-\ua97f\ud7b0-\ud7ff]$/u;
/** Scripts written through an input method, which replaces what it has written with each stroke. */
const composed = /[\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}\p{Script=Bopomofo}]$/u;
/** An input method holds a few characters at a time; longer replacements come from elsewhere, such as a chosen completion. */
const LONGEST = 12;

/** 하 over ㅎ, 한 over 하: a syllable that the next stroke may still change. Ghost text behind it would flicker, or end the composition. */
function isComposing({ text, rangeLength }: EditPart): boolean {
  if (loneJamo.test(text)) return true;
  return rangeLength > 0 && rangeLength <= LONGEST && text.length <= LONGEST && composed.test(text);
}
