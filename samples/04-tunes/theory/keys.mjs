/** Keys and modes, and how a step of their scale is written in ABC. */

const LETTERS = 'CDEFGAB';

/** Whether the third is minor decides which chords are at home. `leading`: the seventh step is sharpened before the last note. */
const MODES = {
  major: { suffix: '', isMinor: false, dominant: 4 },
  minor: { suffix: 'm', isMinor: true, dominant: 4, leading: true },
  dorian: { suffix: 'dor', isMinor: true, dominant: 6 },
  mixolydian: { suffix: 'mix', isMinor: false, dominant: 6 },
};

/** Keys that a fiddle, a flute and a voice all like; the more usual ones weigh more. */
export const KEYS = [
  ['D', 'major', 6], ['G', 'major', 6], ['A', 'major', 3], ['C', 'major', 2], ['F', 'major', 1],
  ['E', 'minor', 3], ['A', 'minor', 2], ['B', 'minor', 2], ['D', 'minor', 1],
  ['E', 'dorian', 3], ['A', 'dorian', 3], ['D', 'dorian', 1], ['A', 'mixolydian', 2], ['D', 'mixolydian', 2], ['G', 'mixolydian', 1],
].map(([tonic, mode, weight]) => ({ tonic, weight, name: `${tonic}${MODES[mode].suffix}`, ...MODES[mode], sharp: leadingAccidental(tonic) }));

/** The sign that raises the seventh step of a natural minor key: a sharp, or a natural where the step is flat. */
function leadingAccidental(tonic) {
  return tonic === 'C' || tonic === 'F' || tonic === 'G' ? '=' : '^';
}

/** Where step 0, the lower tonic, lies: diatonic steps above the C under the staff. D to B lie low, so that a tune has an octave and a half above it. */
const base = (key) => LETTERS.indexOf(key.tonic);

/** Steps that an instrument without high positions can play, from the A below the staff to the b above it, seen from this key's tonic. */
export const rangeOf = (key) => [-2 - base(key), 13 - base(key)];

/** A step of the key as ABC writes it: C, … C … c … c'. `raised` sharpens it by a sign. */
export function noteName(key, step, raised = false) {
  const place = base(key) + step;
  const octave = Math.floor(place / 7);
  const letter = LETTERS[place - 7 * octave];
  const name = octave >= 1 ? letter.toLowerCase() + "'".repeat(octave - 1) : letter + ','.repeat(-octave);
  return (raised ? key.sharp : '') + name;
}
