/** Whether a tune that a model wrote is one: what "parses" means in the figures of a run. */
import Parse from 'abcjs/src/parse/abc_parse.js';
import type { TuneObject } from 'abcjs';
import { barsOf, isComplete, type Bar } from './bars';
import { headOf } from './splitTunes';

export interface CheckedTune {
  /** As it was written. */
  readonly abc: string;
  /** `T:`; empty where there is none. */
  readonly title: string;
  /** See `checkTune`. */
  readonly parses: boolean;
  /** It parses, and every bar is as long as the meter says. */
  readonly complete: boolean;
  /** Why it does not parse, or else which bars are not complete; null where nothing is wrong. */
  readonly problem: string | null;
  /** Bars with notes in them, over all voices; repeats count once. */
  readonly bars: number;
}

/** Less than this is a scrap of a tune. */
export const FEWEST_BARS = 4;
/** ABC 2.1, section 3.1, asks for X, T and K; without a meter the bars would mean nothing. */
const NEEDED = ['X', 'T', 'M', 'K'] as const;
/** Longer texts are not read: a parser should not be trusted with everything that a model may write. */
const LONGEST = 20_000;

/**
 * Judges one tune, as `splitTunes` gives it out. It *parses* where
 *   1. its head has the fields `X:`, `T:`, `M:` and `K:`, none of them empty,
 *   2. abcjs reads it without a single warning (an unknown character, an unknown bar line, a key or meter that is none …),
 *   3. it has at least four bars with notes.
 * It is *complete* where besides each bar is as long as its meter says; the first and the last bar of a section may be shorter. abcjs forgives
 * much, so "parses" is the weaker figure: a musician would stumble over a tune that parses and is not complete.
 */
export function checkTune(abc: string): CheckedTune {
  const head = headOf(abc);
  const title = head.get('T') ?? '';
  const failed = (problem: string, bars = 0): CheckedTune => ({ abc, title, parses: false, complete: false, problem, bars });
  const missing = NEEDED.find((letter) => !head.get(letter));
  if (missing) return failed(head.has(missing) ? `the field ${missing}: is empty` : `the field ${missing}: is missing`);
  if (abc.length > LONGEST) return failed(`it is longer than ${LONGEST.toLocaleString('en')} characters`);
  const read = readTune(abc);
  if ('problem' in read) return failed(read.problem);
  const bars = barsOf(read.tune);
  if (bars.length < FEWEST_BARS) return failed(`it has ${bars.length === 1 ? 'one bar' : `${bars.length} bars`}, a tune has at least ${FEWEST_BARS}`, bars.length);
  const wrong = bars.flatMap((bar, at) => (isComplete(bar) ? [] : [{ at, bar }]));
  return { abc, title, parses: true, complete: wrong.length === 0, problem: wrong.length === 0 ? null : describeBars(wrong), bars: bars.length };
}

/** @returns the tune, or why abcjs does not take it */
function readTune(abc: string): { readonly tune: TuneObject } | { readonly problem: string } {
  const parser = new Parse();
  try {
    parser.parse(abc.trim(), {});
    const warnings = parser.getWarningObjects() ?? [];
    const first = warnings.at(0);
    if (first === undefined) return { tune: parser.getTune() };
    const more = warnings.length > 1 ? `, and ${warnings.length - 1} more` : '';
    return { problem: `line ${lineAt(abc, first.startChar)}: ${decapitalize(first.message)}${more}` };
  } catch {
    return { problem: 'the parser gave up on it' };
  }
}

const lineAt = (text: string, offset: number): number => text.slice(0, Math.max(0, offset)).split('\n').length;

function describeBars(wrong: readonly { readonly at: number; readonly bar: Bar }[]): string {
  const { at, bar: { length, full } } = wrong[0];
  const more = wrong.length > 1 ? `, and ${wrong.length - 1} more` : '';
  return `bar ${at + 1} is too ${length < full! ? 'short' : 'long'}: ${eighths(length)} of ${eighths(full!)} eighths${more}`;
}

const eighths = (length: number): string => String(Number((length * 8).toFixed(2)));
const decapitalize = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** Shares of tunes, from 0 to 1; 0 of none. */
export function sharesOf(tunes: readonly CheckedTune[]): { readonly tunesParsed: number; readonly tunesComplete: number } {
  const share = (test: (tune: CheckedTune) => boolean): number => (tunes.length === 0 ? 0 : tunes.filter(test).length / tunes.length);
  return { tunesParsed: share(({ parses }) => parses), tunesComplete: share(({ complete }) => complete) };
}
