/**
 * An n-gram language model with interpolated modified Kneser–Ney smoothing (Chen and Goodman 1999, section 3.6): the baseline that a neural
 * model must beat, and a partner that knows what was said literally.
 *
 *   P(w | h) = max(c(h w) - D, 0) / c(h ·) + γ(h) · P(w | h')       h' is h without its first token
 *   γ(h) = (D₁ N₁(h ·) + D₂ N₂(h ·) + D₃ N₃₊(h ·)) / c(h ·)
 *
 * c are counts for the highest order, and below it the number of different tokens that came before. D is D₁, D₂ or D₃ for a count of 1, 2 or
 * more, estimated for each order from the numbers of n-grams that have a count of 1 to 4. The lowest order is mixed with the uniform
 * distribution. An order of 1 is the plain unigram model, also smoothed.
 *
 * The n-grams are a tree: a node is a token after the node of its context. Memory: about 45 bytes an n-gram.
 */
import { NgramTree, ROOT } from './ngramTree';

export class NgramModel {
  private readonly total: Float64Array;
  /** Probability that is left to the shorter context, times `total`. */
  private readonly left: Float64Array;
  /** [order][min(count, 3)] */
  private readonly discounts: readonly (readonly number[])[];

  private constructor(private readonly tree: NgramTree, private readonly counts: Int32Array, readonly order: number, readonly vocabulary: number) {
    this.discounts = estimateDiscounts(tree, counts, order);
    this.total = new Float64Array(tree.size);
    this.left = new Float64Array(tree.size);
    for (let node = 1; node < tree.size; node++) {
      const parent = tree.parent(node);
      this.total[parent] += counts[node];
      this.left[parent] += this.discountOf(node);
    }
  }

  /**
   * @param tokens     the training text
   * @param order      tokens of the longest n-gram, itself included
   * @param vocabulary how many tokens there are
   */
  static train(tokens: Int32Array, order: number, vocabulary: number): NgramModel {
    if (!(Number.isInteger(order) && order >= 1)) throw new Error(`internal: an n-gram model of order ${order}`);
    const tree = new NgramTree(Math.max(16, tokens.length));
    const raw = tree.addText(tokens, order);
    // Below the highest order a count is the number of different tokens before; a text's beginning has none before it and counts as one.
    const counts = new Int32Array(tree.size);
    for (let node = 1; node < tree.size; node++) {
      const depth = tree.depth(node);
      if (depth === order) counts[node] = raw[node];
      if (depth > 1) counts[tree.suffix(node)]++;
    }
    for (let node = 1; node < tree.size; node++) counts[node] = Math.max(1, counts[node]);
    return new NgramModel(tree, counts, order, vocabulary);
  }

  /** P(token | the tokens before it, of which the last `order` - 1 count). */
  probability(context: ArrayLike<number>, token: number, end = context.length): number {
    let probability = 1 / this.vocabulary;
    for (let length = 0; length < this.order; length++) {
      const node = length > end ? -1 : this.tree.find(context, end - length, end);
      if (node < 0 || this.total[node] === 0) break; // a context that never came says nothing, and longer ones neither
      const child = this.tree.child(node, token);
      const kept = child < 0 ? 0 : this.counts[child] - this.discountOf(child);
      probability = (kept + this.left[node] * probability) / this.total[node];
    }
    return probability;
  }

  /** Σ -log P (nats) over every token of a text but the first, each after all that came before it. */
  score(tokens: Int32Array): { readonly nats: number; readonly tokens: number } {
    let nats = 0;
    for (let i = 1; i < tokens.length; i++) nats -= Math.log(this.probability(tokens, tokens[i], i));
    return { nats, tokens: Math.max(0, tokens.length - 1) };
  }

  // ── for `FrozenNgram` ──

  tokenOf(node: number): number { return this.tree.token(node); }

  /** What the last token of a node has of its own after its context. */
  keptShare(node: number): number {
    return (this.counts[node] - this.discountOf(node)) / this.total[this.tree.parent(node)];
  }

  /** What is left to the context of a node without its first token: all, where nothing ever followed. */
  leftShare(node: number): number {
    return this.total[node] === 0 ? 1 : this.left[node] / this.total[node];
  }

  /** The nodes but for those of more than `longest` tokens, and those of `singletonsFrom` tokens and more that count once and have no longer ones. */
  keptNodes(singletonsFrom: number, longest: number): { readonly nodes: Uint8Array; readonly count: number } {
    const { tree } = this;
    const nodes = new Uint8Array(tree.size);
    nodes[ROOT] = 1;
    let count = 1;
    // A node has a smaller number than those that go on from it: from the end, whoever is needed by a longer one is marked before its turn.
    for (let node = tree.size - 1; node > 0; node--) {
      const depth = tree.depth(node);
      if (depth > longest || (nodes[node] === 0 && depth >= singletonsFrom && this.counts[node] === 1)) continue;
      nodes[node] = nodes[tree.parent(node)] = 1;
      count++;
    }
    return { nodes, count };
  }

  /** The nodes that go on from each node, in no order. */
  childLists(): (node: number) => number[] {
    const { tree } = this;
    const [first, next] = [new Int32Array(tree.size), new Int32Array(tree.size)];
    for (let node = 1; node < tree.size; node++) {
      const parent = tree.parent(node);
      next[node] = first[parent];
      first[parent] = node;
    }
    return (node) => {
      const found: number[] = [];
      for (let child = first[node]; child !== 0; child = next[child]) found.push(child);
      return found;
    };
  }

  private discountOf(node: number): number {
    return this.discounts[this.tree.depth(node)][Math.min(3, this.counts[node])];
  }
}

/** D₁ = 1 - 2Y n₂/n₁, D₂ = 2 - 3Y n₃/n₂, D₃ = 3 - 4Y n₄/n₃ with Y = n₁ / (n₁ + 2n₂); where counts are too few to tell, ½, ¾ and 1 of a count. */
function estimateDiscounts(tree: NgramTree, counts: Int32Array, order: number): number[][] {
  const seen = Array.from({ length: order + 1 }, () => [0, 0, 0, 0, 0]);
  for (let node = 1; node < tree.size; node++) if (node !== ROOT && counts[node] <= 4) seen[tree.depth(node)][counts[node]]++;
  return seen.map(([, n1, n2, n3, n4]) => {
    const y = n1 / (n1 + 2 * n2);
    const estimate = (k: number, now: number, next: number, fallback: number): number => {
      const value = k - (k + 1) * y * (next / now);
      return value > 0 && value < k ? value : fallback;
    };
    return [0, estimate(1, n1, n2, 0.5), estimate(2, n2, n3, 0.75), estimate(3, n3, n4, 1)];
  });
}
