/**
 * The dances: meter, and how the beats of a bar may be filled. A beat is a list of lengths in eighths; its first note is strong. `last` is the
 * final bar, whose last note is the tonic: it gives up to the upbeat what that takes.
 * `render` joins the notes of a beat as players write them.
 */

const plain = (notes) => notes.join('');
/** Pairs of equal eighths are played long and short. */
const broken = (notes, lengths) => notes.map((note, i) => (lengths[i] === 1 && lengths[i + 1] === 1 && i % 2 === 0 ? `${note}>` : note)).join('');

const reelBeats = [{ weight: 9, lengths: [1, 1, 1, 1] }, { weight: 3, lengths: [2, 1, 1] }, { weight: 1, lengths: [3, 1] }, { weight: 1, lengths: [1, 1, 2] }];
const jigBeats = [{ weight: 7, lengths: [1, 1, 1] }, { weight: 4, lengths: [2, 1] }, { weight: 1, lengths: [3] }];

export const DANCES = [
  { name: 'reel', weight: 5, meter: '4/4', beats: 2, cells: reelBeats, half: [[1, 1, 1, 1], [2, 2]], last: [[1, 1, 1, 1], [4]], upbeats: [0, 0, 1, 2], render: plain },
  { name: 'jig', weight: 5, meter: '6/8', beats: 2, cells: jigBeats, half: [[1, 1, 1], [2, 1]], last: [[1, 1, 1], [3]], upbeats: [0, 1, 1], render: plain },
  {
    name: 'hornpipe', weight: 2, meter: '4/4', beats: 2, cells: [{ weight: 6, lengths: [1, 1, 1, 1] }, { weight: 2, lengths: [2, 1, 1] }, { weight: 1, lengths: [1, 1, 2] }],
    half: [[1, 1, 1, 1], [2, 2]], last: [[1, 1, 1, 1], [4]], upbeats: [0, 2], render: broken,
  },
  {
    name: 'waltz', weight: 3, meter: '3/4', beats: 1, cells: [{ weight: 4, lengths: [2, 2, 2] }, { weight: 3, lengths: [4, 2] }, { weight: 3, lengths: [2, 1, 1, 2] }, { weight: 3, lengths: [3, 1, 2] }, { weight: 2, lengths: [2, 2, 1, 1] }],
    half: [[4, 2]], last: [[6]], upbeats: [0, 2], render: (notes, lengths) => inPairs(notes, lengths),
  },
  { name: 'polka', weight: 2, meter: '2/4', beats: 2, cells: [{ weight: 5, lengths: [1, 1] }, { weight: 2, lengths: [2] }], half: [[1, 1], [2]], last: [[1, 1], [2]], upbeats: [0, 0, 1], render: plain },
  { name: 'slip jig', weight: 2, meter: '9/8', beats: 3, cells: jigBeats, half: [[1, 1, 1], [1, 1, 1], [2, 1]], last: [[1, 1, 1], [1, 1, 1], [3]], upbeats: [0, 1], render: plain },
];

/** Waltzes are beamed by the quarter. */
function inPairs(notes, lengths) {
  let at = 0;
  return notes.map((note, i) => {
    const space = i > 0 && at % 2 === 0 ? ' ' : '';
    at += lengths[i];
    return space + note;
  }).join('');
}

/** A length in eighths behind its note. */
export const lengthName = (length) => (length === 1 ? '' : String(length));
