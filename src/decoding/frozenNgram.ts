/**
 * A trained n-gram model made small and quick to load: what `NgramModel` says of a token after a context is here one number a node, and the weight of the
 * shorter context another.
 *
 *   P(w | h) = kept(h w) + back(h) · P(w | h')
 *
 * Nodes stand level by level, the children of a node side by side in order of their tokens: a child is found by halving, and a whole distribution is one pass.
 * 16 bytes a node, in memory and on disk. Too many nodes are pruned: n-grams that were seen once, the longest first, give their share to the shorter context,
 * so that probabilities still add up to 1.
 */
import type { NgramModel } from './ngram';
import { argMax } from './selection';

const MAGIC = 0x4e515153; // "SQQN", little-endian
const VERSION = 1;
const HEADER_BYTES = 24;
/** 32 MB. Of the Penn Treebank's 2.5 million n-grams half a million go, and the perplexity of its 5-grams rises from 141 to 142. */
export const MOST_NODES = 2_000_000;

interface Arrays {
  /** [N] the last token of each node; the root's is -1. */
  readonly tokens: Int32Array;
  /** [N + 1] where the children of each node begin; they end where those of the next begin. */
  readonly children: Int32Array;
  /** [N] what the node's token has of its own after its context. */
  readonly kept: Float32Array;
  /** [N] what is left to the shorter context; 1 for a node that was never a context. */
  readonly back: Float32Array;
}

/** Where more than one token in so many followed a context, a pass over all is quicker than looking up each. */
const FEW = 16;

export interface LikelyToken { readonly token: number; readonly probability: number }

export class FrozenNgram {
  /** [V] P(token) after nothing. */
  private readonly base: Float64Array;
  private scratch: Float64Array | null = null;
  /** The likeliest after nothing. */
  private readonly commonest: number;

  private constructor(private readonly arrays: Arrays, readonly order: number, readonly vocabulary: number) {
    const { tokens, children, kept, back } = arrays;
    this.base = new Float64Array(vocabulary).fill(back[0] / vocabulary);
    for (let node = children[0]; node < children[1]; node++) this.base[tokens[node]] += kept[node];
    this.commonest = argMax(this.base);
  }

  get nodes(): number { return this.arrays.tokens.length; }

  /** @param mostNodes n-grams that were seen once are left out until no more are there, and then whole orders. Default 2 million */
  static freeze(model: NgramModel, mostNodes = MOST_NODES): FrozenNgram {
    const { order } = model;
    for (let shortest = order + 1; ; shortest--) {
      // Singletons of `shortest` tokens and more go first; where even pairs would, whole orders do.
      const prune = shortest > 2 ? { singletonsFrom: shortest, longest: order } : { singletonsFrom: 3, longest: shortest + order - 3 };
      const kept = model.keptNodes(prune.singletonsFrom, prune.longest);
      if (kept.count <= mostNodes || prune.longest <= 1) return new FrozenNgram(layOut(model, kept.nodes), order, model.vocabulary);
    }
  }

  /** P(token | the tokens before it, of which the last `order` - 1 count). */
  probability(context: ArrayLike<number>, token: number, end = context.length): number {
    const { kept, back } = this.arrays;
    let probability = this.base[token];
    for (let length = 1; length < this.order && length <= end; length++) {
      const node = this.find(context, end - length, end);
      if (node < 0) break;
      const child = this.child(node, token);
      probability = (child < 0 ? 0 : kept[child]) + back[node] * probability;
    }
    return probability;
  }

  /** P of every token after a context. @param out [V], where to put them */
  fill(context: ArrayLike<number>, out: Float64Array, end = context.length): Float64Array {
    return this.add(context, 1, out.fill(0), end);
  }

  /** Adds a share of P of every token after a context: its part of a mixture. @param out [V], what to add it to */
  add<Out extends Float32Array | Float64Array>(context: ArrayLike<number>, share: number, out: Out, end = context.length): Out {
    const { tokens, children, kept, back } = this.arrays;
    const found = this.contexts(context, end);
    const { base } = this;
    const weight = found.reduce((product, node) => product * back[node], share);
    for (let token = 0; token < base.length; token++) out[token] += weight * base[token];
    for (let i = found.length - 1, left = share; i >= 0; i--) {
      const node = found[i];
      for (let child = children[node]; child < children[node + 1]; child++) out[tokens[child]] += left * kept[child];
      left *= back[node];
    }
    return out;
  }

  /**
   * The likeliest token after a context, and its probability; null where none has as much as `least`. What never followed the last n tokens has at most the share that they leave to
   * the shorter context: where something that did has more, nothing else need be looked at.
   */
  likeliest(context: ArrayLike<number>, least: number, end = context.length): LikelyToken | null {
    const { tokens, children, back } = this.arrays;
    let [best, left] = [{ token: this.commonest, probability: this.probability(context, this.commonest, end) }, 1];
    for (const node of this.contexts(context, end).reverse()) {
      if ((children[node + 1] - children[node]) * FEW > this.vocabulary) return atLeast(least, this.likeliestOfAll(context, end));
      for (let child = children[node]; child < children[node + 1]; child++) {
        const probability = this.probability(context, tokens[child], end);
        if (probability > best.probability) best = { token: tokens[child], probability };
      }
      left *= back[node];
      if (Math.max(best.probability, least) > left) break;
    }
    return atLeast(least, best);
  }

  /** Σ -log P (nats) over every token of a text but the first, each after all that came before it. */
  score(tokens: Int32Array): { readonly nats: number; readonly tokens: number } {
    let nats = 0;
    for (let i = 1; i < tokens.length; i++) nats -= Math.log(this.probability(tokens, tokens[i], i));
    return { nats, tokens: Math.max(0, tokens.length - 1) };
  }

  /** The whole model as one file. */
  toBytes(): Uint8Array {
    const { tokens, children, kept, back } = this.arrays;
    const parts = [Int32Array.of(MAGIC, VERSION, this.order, this.vocabulary, tokens.length, 0), tokens, children, kept, back];
    const bytes = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0));
    let at = 0;
    for (const part of parts) {
      bytes.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at);
      at += part.byteLength;
    }
    return bytes;
  }

  /** Null where the bytes are no such file, or not a whole one. */
  static fromBytes(bytes: Uint8Array): FrozenNgram | null {
    if (bytes.byteLength < HEADER_BYTES) return null;
    const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
    const [magic, version, order, vocabulary, nodes] = new Int32Array(buffer, 0, 6);
    if (magic !== MAGIC || version !== VERSION || nodes < 1 || order < 1 || vocabulary < 1 || buffer.byteLength !== HEADER_BYTES + 16 * nodes + 4) return null;
    const at = (words: number): number => HEADER_BYTES + 4 * words;
    const arrays: Arrays = {
      tokens: new Int32Array(buffer, at(0), nodes), children: new Int32Array(buffer, at(nodes), nodes + 1),
      kept: new Float32Array(buffer, at(2 * nodes + 1), nodes), back: new Float32Array(buffer, at(3 * nodes + 1), nodes),
    };
    return arrays.children[nodes] === nodes ? new FrozenNgram(arrays, order, vocabulary) : null;
  }

  /** The nodes of the contexts that were seen, the shortest first. */
  private contexts(context: ArrayLike<number>, end: number): number[] {
    const found: number[] = [];
    for (let length = 1; length < this.order && length <= end; length++) {
      const node = this.find(context, end - length, end);
      if (node < 0) break;
      found.push(node);
    }
    return found;
  }

  private likeliestOfAll(context: ArrayLike<number>, end: number): LikelyToken {
    const all = this.fill(context, this.scratch ??= new Float64Array(this.vocabulary), end); // the same each time: guesses are made at every key
    const token = argMax(all);
    return { token, probability: all[token] };
  }

  private find(context: ArrayLike<number>, from: number, to: number): number {
    let node = 0;
    for (let i = from; i < to && node >= 0; i++) node = this.child(node, context[i]);
    // A node that nothing ever followed says nothing as a context.
    return node >= 0 && this.arrays.children[node] < this.arrays.children[node + 1] ? node : -1;
  }

  private child(node: number, token: number): number {
    const { tokens, children } = this.arrays;
    let [low, high] = [children[node], children[node + 1] - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = tokens[middle];
      if (found === token) return middle;
      if (found < token) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }
}

const atLeast = (least: number, likely: LikelyToken): LikelyToken | null => (likely.probability >= least ? likely : null);

/** Gives the nodes that are kept new numbers, level by level; what was pruned leaves its share to the shorter context. @param keep [all nodes] 1 to keep */
function layOut(model: NgramModel, keep: Uint8Array): Arrays {
  const size = keep.reduce((sum, one) => sum + one, 0);
  const arrays: Arrays = { tokens: new Int32Array(size), children: new Int32Array(size + 1), kept: new Float32Array(size), back: new Float32Array(size) };
  const childrenOf = model.childLists();
  const olds = new Int32Array(size); // by new number
  arrays.tokens[0] = -1;
  let next = 1;
  for (let node = 0; node < size; node++) {
    const old = olds[node];
    arrays.children[node] = next;
    let back = model.leftShare(old);
    const group = childrenOf(old).filter((child) => {
      if (keep[child] === 0) back += model.keptShare(child);
      return keep[child] === 1;
    }).sort((a, b) => model.tokenOf(a) - model.tokenOf(b));
    for (const child of group) {
      olds[next] = child;
      arrays.tokens[next] = model.tokenOf(child);
      arrays.kept[next] = model.keptShare(child);
      next++;
    }
    arrays.back[node] = back;
  }
  arrays.children[size] = next;
  return arrays;
}
