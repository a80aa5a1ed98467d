/** Data that a small model learns in seconds, written by the suites into workspaces of their own. */

const digits = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/** "3 1 4" -> "three one four". @param {string} source */
export const inWords = (source) => source.split(' ').map((digit) => digits[Number(digit)]).join(' ');

/**
 * Different sequences of two to five digits with their words, as the lines of a TSV file.
 * @param {number} count
 */
export function digitPairs(count) {
  const sources = new Set();
  for (let state = 1; sources.size < count;) {
    state = (state * 48271) % 2147483647; // Park and Miller's generator
    const length = 2 + (state % 4);
    sources.add([...String(state).padStart(10, '0').slice(-length)].join(' '));
  }
  return [...sources].map((source) => `${source}\t${inWords(source)}\n`).join('');
}

/** Prose in which every sentence goes on in one way only after its second word. @param {number} count */
export function prose(count) {
  const sentences = [
    'The gardener waters the roses every morning.', 'The baker sells warm bread at noon.', 'My neighbour feeds the birds in winter.', 'The captain watches the harbour from the tower.',
  ];
  return Array.from({ length: count }, (_, index) => sentences[(index * 7 + (index >> 2)) % sentences.length]).join('\n') + '\n';
}
