/** All n-grams of a text in typed arrays: nodes with their parent, token, depth and suffix, found through one hash table. */

/** The empty n-gram. */
export const ROOT = 0;

export class NgramTree {
  /** Nodes, the root included. */
  size = 1;
  private parents: Int32Array;
  private tokens: Int32Array;
  private depths: Uint8Array;
  private suffixes: Int32Array;
  private slots: Int32Array;

  constructor(capacity: number) {
    this.parents = new Int32Array(capacity);
    this.tokens = new Int32Array(capacity);
    this.depths = new Uint8Array(capacity);
    this.suffixes = new Int32Array(capacity);
    this.slots = new Int32Array(powerOfTwo(2 * capacity));
  }

  /** Adds every n-gram of up to `order` tokens. @returns how often each node came */
  addText(text: Int32Array, order: number): Int32Array {
    let counts = new Int32Array(this.parents.length);
    /** The nodes of the n-grams that end at the token before, by length. */
    let before = new Int32Array(order).fill(-1);
    before[0] = ROOT;
    for (const token of text) {
      const now = new Int32Array(order + 1).fill(-1);
      now[0] = ROOT;
      for (let length = 1; length <= order && before[length - 1] >= 0; length++) {
        const node = this.add(before[length - 1], token, now[length - 1]);
        if (node >= counts.length) counts = grown(counts, this.parents.length);
        counts[node]++;
        now[length] = node;
      }
      before = now.subarray(0, order);
    }
    return counts.subarray(0, this.size);
  }

  parent(node: number): number { return this.parents[node]; }
  token(node: number): number { return this.tokens[node]; }
  depth(node: number): number { return this.depths[node]; }
  /** The same n-gram without its first token. */
  suffix(node: number): number { return this.suffixes[node]; }

  /** -1 where it never came. */
  child(parent: number, token: number): number {
    const { slots, parents, tokens } = this;
    const mask = slots.length - 1;
    for (let slot = hash(parent, token) & mask; slots[slot] !== 0; slot = (slot + 1) & mask) {
      const node = slots[slot];
      if (parents[node] === parent && tokens[node] === token) return node;
    }
    return -1;
  }

  /** The node of text[from] … text[to - 1]; -1 where it never came. */
  find(text: ArrayLike<number>, from: number, to: number): number {
    let node = ROOT;
    for (let i = from; i < to && node >= 0; i++) node = this.child(node, text[i]);
    return node;
  }

  private add(parent: number, token: number, suffix: number): number {
    const known = this.child(parent, token);
    if (known >= 0) return known;
    if (this.size === this.parents.length) this.grow();
    const node = this.size++;
    this.parents[node] = parent;
    this.tokens[node] = token;
    this.depths[node] = this.depths[parent] + 1;
    this.suffixes[node] = suffix;
    this.insert(node);
    return node;
  }

  private insert(node: number): void {
    const mask = this.slots.length - 1;
    let slot = hash(this.parents[node], this.tokens[node]) & mask;
    while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
    this.slots[slot] = node;
  }

  private grow(): void {
    const capacity = 2 * this.parents.length;
    this.parents = grown(this.parents, capacity);
    this.tokens = grown(this.tokens, capacity);
    this.suffixes = grown(this.suffixes, capacity);
    const depths = new Uint8Array(capacity);
    depths.set(this.depths);
    this.depths = depths;
    this.slots = new Int32Array(powerOfTwo(2 * capacity));
    for (let node = 1; node < this.size; node++) this.insert(node);
  }
}

const powerOfTwo = (least: number): number => 2 ** Math.ceil(Math.log2(Math.max(2, least)));

function grown(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(length);
  larger.set(array);
  return larger;
}

function hash(parent: number, token: number): number {
  let mixed = Math.imul(parent, 0x9e3779b1) ^ Math.imul(token + 1, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}
