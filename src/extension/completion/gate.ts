/** First stage: whether a suggestion is wanted at this place at all. Cheap, for it runs on every keystroke. */
import type { LastEdit } from './editKind';
import { isSecretFile, looksSecret } from './secrets';

export interface GateInput {
  /** The suggestion was asked for by a command, not offered while typing. */
  readonly isExplicit: boolean;
  readonly trigger: 'automatic' | 'manual';
  /** The language's identifier, and those in which completions are on. */
  readonly language: string;
  readonly languages: readonly string[];
  readonly scheme: string;
  readonly path: string;
  /** Another extension's suggestions are preferred here. */
  readonly yields: boolean;
  /** The last thing that happened to the document, if it was a change. */
  readonly lastEdit: LastEdit | null;
  readonly lineBefore: string;
  readonly lineAfter: string;
  /** An entry of the suggestion list is selected, which the ghost text must continue. */
  readonly hasSelectedCompletion: boolean;
}

/** Why the gate is closed. */
export type Refusal = 'language' | 'scheme' | 'secret' | 'long line' | 'inside a word' | 'on demand only' | 'yields' | 'composing' | 'deleted' | 'undone' | 'indentation';

/** Files and new documents; not the output panel, a diff's old side, a commit message box or another extension's document. */
export const completedSchemes: readonly string[] = ['file', 'untitled'];

const endsInWord = /[\p{L}\p{M}\p{N}]$/u;
const startsWithWord = /^[\p{L}\p{M}\p{N}]/u;

/** A line so long is data rather than prose, and slow to handle. */
const LONGEST_LINE = 5000;

/** @returns null where the gate is open */
export function refusalOf(input: GateInput): Refusal | null {
  const { lineBefore, lineAfter } = input;
  if (!input.languages.includes(input.language)) return 'language';
  if (!completedSchemes.includes(input.scheme)) return 'scheme';
  if (lineBefore.length + lineAfter.length > LONGEST_LINE) return 'long line';
  if (isSecretFile(input.path) || looksSecret(lineBefore + lineAfter)) return 'secret';
  // In the middle of a word there is nothing to add: what is typed there changes a word that stands.
  if (startsWithWord.test(lineAfter) && (endsInWord.test(lineBefore) || !input.isExplicit)) return 'inside a word';
  if (input.isExplicit) return null;
  if (input.trigger === 'manual') return 'on demand only';
  if (input.yields) return 'yields';
  // An input method is at work: what stands there is about to be replaced.
  if (input.lastEdit === 'composed') return 'composing';
  if (input.hasSelectedCompletion) return null;
  // Who deletes or takes back does not want to be offered what just went.
  if (input.lastEdit === 'deleted') return 'deleted';
  if (input.lastEdit === 'undone') return 'undone';
  // Behind spaces alone Tab means to indent further: VS Code would give it to the ghost text.
  if (lineBefore !== '' && lineBefore.trim() === '') return 'indentation';
  return null;
}
