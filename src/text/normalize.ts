/** Unicode normalization form C and lowercasing, with the way back to the places in the original text. */

export interface Normalized {
  readonly text: string;
  /** UTF-16 offset in the original where the unit at `i` begins; `toStart(text.length)` is the original's length. */
  readonly toStart: (i: number) => number;
  /** UTF-16 offset in the original where what ends before `i` ends. */
  readonly toEnd: (i: number) => number;
}

export function normalize(text: string, lowercase: boolean): string {
  const composed = text.normalize('NFC');
  return lowercase ? composed.toLowerCase() : composed;
}

/** As `normalize`, remembering for every unit of the result which stretch of the original it came from. */
export function normalizeWithOffsets(original: string, lowercase: boolean): Normalized {
  const text = normalize(original, lowercase);
  // Plain ASCII, and text that only changes case one unit for one, is by far the most common: offsets are the same.
  if (text === original || (isAscii(original) && text.length === original.length)) return { text, toStart: (i) => i, toEnd: (i) => i };

  const starts = new Int32Array(text.length + 1);
  const ends = new Int32Array(text.length + 1);
  let at = 0;
  for (const { start, end, length } of clusters(original, text, lowercase)) {
    for (let i = 0; i < length; i++, at++) {
      // Where the length did not change, neither did the order of the characters (but for stacked marks): unit for unit.
      const alike = length === end - start;
      starts[at] = alike ? start + i : start;
      ends[at + 1] = alike ? start + i + 1 : end;
    }
  }
  starts[text.length] = original.length;
  return { text, toStart: (i) => starts[i], toEnd: (i) => ends[i] };
}

interface Cluster {
  /** In the original. */
  readonly start: number;
  readonly end: number;
  /** Units in the result. */
  readonly length: number;
}

/**
 * A character with the marks, or the Hangul vowels and finals, that compose with it: normalizing these one by one gives the same as
 * normalizing all at once, for every character of today's Unicode but a few; where it does not, larger pieces are tried.
 */
const CLUSTER = /[^][\p{M}\u1160-\u11ff\ud7b0-\ud7ff]*/gu;
const CHUNK = /\s+|\S+/g;

function clusters(original: string, text: string, lowercase: boolean): Cluster[] {
  for (const pattern of [CLUSTER, CHUNK]) {
    const found: Cluster[] = [];
    let at = 0;
    let fits = true;
    for (const match of original.matchAll(pattern)) {
      const piece = normalize(match[0], lowercase);
      fits &&= sameButForSigma(piece, text.slice(at, at + piece.length));
      found.push({ start: match.index, end: match.index + match[0].length, length: piece.length });
      at += piece.length;
    }
    if (fits && at === text.length) return found;
  }
  return [{ start: 0, end: original.length, length: text.length }];
}

/** Lowercasing looks at the neighbours for one letter only, the Greek sigma, which differs at the end of a word. */
function sameButForSigma(a: string, b: string): boolean {
  return a === b || a.replaceAll('ς', 'σ') === b.replaceAll('ς', 'σ');
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false;
  return true;
}
