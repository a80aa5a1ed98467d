/** Whether a text is ABC notation, told by its content: file names may end in anything. */

/** Lines with text that are looked at, from the beginning. */
const LINES = 2000;
const FEWEST_TUNES = 3;
const LEAST_SHARE = 0.8;

const FIELD_OR_COMMENT = /^(?:[A-Za-z+]:|%)/;
/** A line of music has a note and a bar line. */
const MUSIC = /[A-Ga-g].*\||\|.*[A-Ga-g]/;

/**
 * True where at least three tunes, an `X:` line and a `K:` line after it, are found in the first 2,000 lines with text, and at least four fifths of
 * the lines from the first `X:` on are fields (`T:`, `M:` …), comments or lines with notes and a bar line.
 */
export function isAbc(lines: Iterable<string>): boolean {
  let [seen, inside, fitting, tunes] = [0, 0, 0, 0];
  let inHead = false;
  for (const line of lines) {
    if (line.trim() === '') continue;
    if (seen++ >= LINES) break;
    if (/^X:/.test(line)) inHead = true;
    else if (inHead && /^K:/.test(line)) {
      inHead = false;
      tunes++;
    }
    if (tunes === 0 && !inHead) continue;
    inside++;
    if (FIELD_OR_COMMENT.test(line) || MUSIC.test(line)) fitting++;
  }
  return tunes >= FEWEST_TUNES && fitting >= LEAST_SHARE * inside;
}
