/** The largest of many numbers, without sorting them all. */

/** Index of the largest number in a stretch, relative to its start; of equals the first. -1 where every one of them is -Infinity or NaN. */
export function argMax(values: ArrayLike<number>, from = 0, to = values.length): number {
  let best = -1;
  let most = -Infinity;
  for (let i = from; i < to; i++) if (values[i] > most) [best, most] = [i - from, values[i]];
  return best;
}

/** Indices of the k largest numbers above -Infinity, the largest first; of equals the lower index first. Fewer where there are fewer. */
export function topIndices(values: ArrayLike<number>, k: number): number[] {
  const top = new TopList(k);
  for (let i = nextAbove(-Infinity, values, 0); i < values.length; i = nextAbove(top.threshold, values, i + 1)) top.offer(values[i], i);
  return top.items.map(({ id }) => id);
}

/** The first index from one of them on whose number is above the threshold; beyond the last where there is none. Few are: a loop that does nothing else is twice as fast. */
function nextAbove(threshold: number, values: ArrayLike<number>, from: number): number {
  let i = from;
  while (i < values.length && !(values[i] > threshold)) i++;
  return i;
}

/** The k largest of the numbers that are offered one after another. k is small, so an insertion beats a heap. */
export class TopList {
  /** The largest first; of equals the one that came first. */
  readonly items: { readonly value: number; readonly id: number }[] = [];
  /** What a number must exceed to enter: cheap to ask before `offer`. */
  threshold = -Infinity;

  constructor(private readonly k: number) {}

  offer(value: number, id: number): void {
    if (!(value > this.threshold)) return;
    const { items } = this;
    if (items.length === this.k) items.pop();
    let at = items.length;
    while (at > 0 && items[at - 1].value < value) at--;
    items.splice(at, 0, { value, id });
    if (items.length === this.k) this.threshold = items[this.k - 1].value;
  }
}
