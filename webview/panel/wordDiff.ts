/** Which words of an answer differ from the reference: the longest common subsequence of words, in any script. */

export interface DiffPart { readonly text: string; readonly changed: boolean }
export interface WordDiff { readonly output: readonly DiffPart[]; readonly reference: readonly DiffPart[] }

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });
/** Beyond this many words an exact comparison would cost too much of a frame. */
const MOST_WORDS = 400;

export function diffWords(output: string, reference: string): WordDiff {
  const [a, b] = [split(output), split(reference)];
  const [wordsA, wordsB] = [words(a), words(b)];
  if (wordsA.length > MOST_WORDS || wordsB.length > MOST_WORDS) {
    const changed = output !== reference;
    return { output: [{ text: output, changed }], reference: [{ text: reference, changed }] };
  }
  const [keptA, keptB] = commonWords(wordsA, wordsB);
  return { output: mark(a, keptA), reference: mark(b, keptB) };
}

const split = (text: string): string[] => [...segmenter.segment(text)].map(({ segment }) => segment);
const isSpace = (segment: string): boolean => segment.trim() === '';
const words = (segments: readonly string[]): string[] => segments.filter((segment) => !isSpace(segment));

/** For each word of both texts: whether it belongs to the longest common subsequence. */
function commonWords(a: readonly string[], b: readonly string[]): [boolean[], boolean[]] {
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width); // [i, j]: of a from i and b from j
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i * width + j] = a[i] === b[j] ? lengths[(i + 1) * width + j + 1] + 1 : Math.max(lengths[(i + 1) * width + j], lengths[i * width + j + 1]);
    }
  }
  const kept: [boolean[], boolean[]] = [a.map(() => false), b.map(() => false)];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) { kept[0][i++] = true; kept[1][j++] = true; }
    else if (lengths[(i + 1) * width + j] >= lengths[i * width + j + 1]) i++;
    else j++;
  }
  return kept;
}

/** Joins neighbours of one kind; space between two changed words is marked with them. */
function mark(segments: readonly string[], kept: readonly boolean[]): DiffPart[] {
  const parts: { text: string; changed: boolean }[] = [];
  let word = 0;
  let space = '';
  for (const segment of segments) {
    if (isSpace(segment)) { space += segment; continue; }
    const changed = !kept[word++];
    const last = parts.at(-1);
    if (last?.changed === changed) last.text += space + segment;
    else if (last !== undefined && space !== '') {
      if (changed) { last.text += space; parts.push({ text: segment, changed }); } else parts.push({ text: space + segment, changed });
    } else parts.push({ text: space + segment, changed });
    space = '';
  }
  const last = parts.at(-1);
  if (last !== undefined) last.text += space;
  return parts;
}
