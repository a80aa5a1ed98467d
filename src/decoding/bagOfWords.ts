/**
 * A bag of words in closed form: what follows is guessed from which tokens stood nearby, whatever their order. Each of the last W tokens says what came within
 * W tokens after it in training, smoothed with the unigram distribution (Witten and Bell 1991), and their opinions are averaged.
 *
 *   P(w | v_1 … v_W) = (1/W) Σ_i (c(v_i, w) + d(v_i) P(w)) / (c(v_i) + d(v_i))
 *
 * c(v, w): how often w came within W tokens after v; c(v): of all w together; d(v): how many different w. Nothing is trained, so it costs one pass; a trained bag of
 * words (`model.cell: "bag-of-words"`) does better.
 */
export const BAG_WINDOW = 8;

export class BagOfWords {
  private readonly unigram: Float64Array;
  private readonly pairs: PairCounts;
  private readonly counted: Float64Array;
  private readonly different: Float64Array;

  constructor(tokens: Int32Array, private readonly vocabulary: number, private readonly window = BAG_WINDOW) {
    this.unigram = new Float64Array(vocabulary).fill(1);
    for (const token of tokens) this.unigram[token]++;
    const total = tokens.length + vocabulary;
    this.unigram.forEach((count, token) => { this.unigram[token] = count / total; });
    this.counted = new Float64Array(vocabulary);
    this.different = new Float64Array(vocabulary);
    this.pairs = new PairCounts(Math.max(1024, tokens.length));
    for (let i = 1; i < tokens.length; i++) {
      for (let back = 1; back <= window && back <= i; back++) {
        const near = tokens[i - back];
        this.counted[near]++;
        if (this.pairs.add(near * vocabulary + tokens[i])) this.different[near]++;
      }
    }
  }

  /** P(token | the last W tokens before `end`). */
  probability(context: ArrayLike<number>, token: number, end = context.length): number {
    const from = Math.max(0, end - this.window);
    if (from === end) return this.unigram[token];
    let sum = 0;
    for (let i = from; i < end; i++) {
      const near = context[i];
      const d = this.different[near];
      sum += d === 0 ? this.unigram[token] : (this.pairs.get(near * this.vocabulary + token) + d * this.unigram[token]) / (this.counted[near] + d);
    }
    return sum / (end - from);
  }

  /** Σ -log P (nats) over every token of a text but the first. */
  score(tokens: Int32Array): { readonly nats: number; readonly tokens: number } {
    let nats = 0;
    for (let i = 1; i < tokens.length; i++) nats -= Math.log(this.probability(tokens, tokens[i], i));
    return { nats, tokens: Math.max(0, tokens.length - 1) };
  }
}

/** Counts of pairs by one number each, in a hash table of typed arrays. */
class PairCounts {
  private keys: Float64Array;
  private counts: Int32Array;
  private size = 0;

  constructor(capacity: number) {
    const slots = 2 ** Math.ceil(Math.log2(2 * capacity));
    this.keys = new Float64Array(slots).fill(-1);
    this.counts = new Int32Array(slots);
  }

  /** @returns whether it is new */
  add(key: number): boolean {
    if (2 * this.size >= this.keys.length) this.grow();
    const slot = this.slotOf(key);
    const isNew = this.keys[slot] === -1;
    if (isNew) {
      this.keys[slot] = key;
      this.size++;
    }
    this.counts[slot]++;
    return isNew;
  }

  get(key: number): number {
    return this.counts[this.slotOf(key)];
  }

  private slotOf(key: number): number {
    const mask = this.keys.length - 1;
    let hash = Math.imul((key % 0x100000000) | 0, 0x9e3779b1) ^ Math.imul(Math.floor(key / 0x100000000), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35);
    let slot = (hash ^ (hash >>> 13)) & mask;
    while (this.keys[slot] !== -1 && this.keys[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  }

  private grow(): void {
    const { keys, counts } = this;
    this.keys = new Float64Array(2 * keys.length).fill(-1);
    this.counts = new Int32Array(2 * keys.length);
    keys.forEach((key, slot) => {
      if (key === -1) return;
      const at = this.slotOf(key);
      this.keys[at] = key;
      this.counts[at] = counts[slot];
    });
  }
}
