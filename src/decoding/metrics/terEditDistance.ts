/**
 * Edit distance of a hypothesis to a reference, searched near the diagonal only, with the alignment of one cheapest way: what TER asks again and
 * again. Where ways cost the same, tercom's order decides: to keep or replace, then to delete, then to insert.
 */
import type { Words } from './terShifts';

const BEAM_WIDTH = 25;
const [KEEP, REPLACE, DELETE, INSERT, NOWHERE] = [0, 1, 2, 3, 4];
const FAR = 1e9;

export interface Alignment {
  readonly distance: number;
  /** For each reference word the hypothesis word that it is aligned to (that before, where it has none; -1 before the first). */
  readonly toHypothesis: readonly number[];
  /** 1 where a word is not matched. */
  readonly hypothesisErrors: readonly number[];
  readonly referenceErrors: readonly number[];
}

interface Matrix { readonly costs: Int32Array; readonly operations: Uint8Array; readonly width: number }

export const editDistance = (hypothesis: Words, reference: Words): number => fill(hypothesis, reference).costs[(hypothesis.length + 1) * (reference.length + 1) - 1];

/** [H + 1, R + 1]: the cost to make the first i words of the hypothesis the first j of the reference, and the last operation of it. */
function fill(hypothesis: Words, reference: Words): Matrix {
  const [H, R] = [hypothesis.length, reference.length];
  const width = R + 1;
  const costs = new Int32Array((H + 1) * width).fill(FAR);
  const operations = new Uint8Array((H + 1) * width).fill(NOWHERE);
  for (let j = 0; j <= R; j++) [costs[j], operations[j]] = [j, INSERT];
  const ratio = H === 0 ? 1 : R / H;
  // Where the lengths differ so much that neighbouring rows would not overlap, the beam is wider.
  const beam = BEAM_WIDTH < ratio / 2 ? Math.ceil(ratio / 2 + BEAM_WIDTH) : BEAM_WIDTH;
  for (let i = 1; i <= H; i++) {
    const diagonal = Math.floor(i * ratio);
    const last = i === H ? R : Math.min(R, diagonal + beam - 1);
    for (let j = Math.max(0, diagonal - beam); j <= last; j++) {
      const at = i * width + j;
      let [cost, operation] = [costs[at - width] + 1, DELETE];
      if (j > 0) {
        const isSame = hypothesis[i - 1] === reference[j - 1];
        const kept = costs[at - width - 1] + (isSame ? 0 : 1);
        if (kept <= cost) [cost, operation] = [kept, isSame ? KEEP : REPLACE];
        if (costs[at - 1] + 1 < cost) [cost, operation] = [costs[at - 1] + 1, INSERT];
      }
      [costs[at], operations[at]] = [cost, operation];
    }
  }
  return { costs, operations, width };
}

export function align(hypothesis: Words, reference: Words): Alignment {
  const { costs, operations, width } = fill(hypothesis, reference);
  const toHypothesis = new Array<number>(reference.length).fill(-1);
  const hypothesisErrors = new Array<number>(hypothesis.length).fill(1);
  const referenceErrors = new Array<number>(reference.length).fill(1);
  let [i, j] = [hypothesis.length, reference.length];
  while (i > 0 || j > 0) {
    const operation = operations[i * width + j];
    if (operation === NOWHERE) throw new Error('internal: ter: the beam has lost its way');
    if (operation === DELETE) {
      i--;
      continue;
    }
    j--;
    if (operation !== INSERT) i--;
    toHypothesis[j] = operation === INSERT ? i - 1 : i;
    if (operation === KEEP) hypothesisErrors[i] = referenceErrors[j] = 0;
  }
  return { distance: costs.at(-1)!, toHypothesis, hypothesisErrors, referenceErrors };
}
