/** Chords by the step of their root, and the plans of eight bars that tunes are built on. Nobody plays them: they tell the melody where it is at home. */

/** Steps of a triad, whatever the octave. */
export const isChordTone = (root, step) => [0, 2, 4].includes((((step - root) % 7) + 7) % 7);

/** Roots of bars 1 to 4 (open: they end on the dominant, D) and 5 to 8 (closed: they end at home). */
const MAJOR = [
  [[0, 0, 3, 'D'], [0, 0, 'D', 0]],
  [[0, 3, 0, 'D'], [0, 3, 'D', 0]],
  [[0, 'D', 0, 'D'], [0, 3, 'D', 0]],
  [[0, 5, 3, 'D'], [0, 5, 'D', 0]],
  [[0, 0, 5, 'D'], [0, 3, 'D', 0]],
];
const MINOR = [
  [[0, 0, 6, 'D'], [0, 0, 'D', 0]],
  [[0, 6, 0, 'D'], [0, 6, 'D', 0]],
  [[0, 0, 2, 'D'], [0, 2, 'D', 0]],
  [[0, 5, 6, 'D'], [0, 5, 'D', 0]],
];
/** Later parts may begin away from home. */
const MAJOR_AWAY = [[[3, 0, 3, 'D'], [3, 0, 'D', 0]], [[5, 5, 3, 'D'], [0, 3, 'D', 0]], [[0, 3, 5, 'D'], [0, 3, 'D', 0]]];
const MINOR_AWAY = [[[2, 2, 6, 'D'], [0, 6, 'D', 0]], [[2, 6, 0, 'D'], [2, 6, 'D', 0]], [[5, 2, 6, 'D'], [0, 2, 'D', 0]]];

/** Eight roots. */
export function planOf(key, isFirst, choose) {
  const plans = key.isMinor ? (isFirst ? MINOR : [...MINOR, ...MINOR_AWAY]) : isFirst ? MAJOR : [...MAJOR, ...MAJOR_AWAY];
  return choose(plans).flat().map((root) => (root === 'D' ? key.dominant : root));
}
