/**
 * Where the words of a beam search stand: one column a step, left to right, and in each column as many places as there were words. Branches
 * are placed the best first, so the best output runs along the top, and no two lines cross. Pure; places count from 0.
 */
import type { BeamNode, BeamTree } from '../../src/protocol/insight';

export interface PlacedNode {
  readonly node: BeamNode;
  readonly parent: PlacedNode | null;
  readonly children: readonly PlacedNode[];
  /** Column: tokens before it. */
  readonly depth: number;
  /** Place in its column, from the top. */
  readonly slot: number;
  /** Of the token after those before it, 0 to 1. */
  readonly probability: number;
  /** Given by the reader, not searched. */
  readonly isForced: boolean;
}

export interface BeamLayout {
  /** From the left column to the right, each from the top. */
  readonly columns: readonly (readonly PlacedNode[])[];
  /** Places in the fullest column. */
  readonly slots: number;
}

interface Draft { node: BeamNode; parent: Draft | null; children: Draft[]; depth: number; slot: number; probability: number; isForced: boolean; best: number }

/** Lower is better: which branch is drawn above which. */
const order = { best: 0, finished: 1, alive: 2, pruned: 3 } as const;

/** Words of a step that are always shown, where there are so many. */
const FEWEST_SHOWN = 4;
const END = '</s>';

/** @param withPruned whether to place words that were dropped at once: those of them that came near */
export function layOutBeam({ nodes, forced }: Pick<BeamTree, 'nodes' | 'forced'>, withPruned = true): BeamLayout {
  const drafts = new Map<number, Draft>();
  const roots: Draft[] = [];
  for (const node of nodes) {
    const parent = node.parent === null ? null : drafts.get(node.parent);
    if (parent === undefined) throw new Error(`internal: beam tree: node ${node.id} comes before its parent ${node.parent}`);
    const depth = parent === null ? 0 : parent.depth + 1;
    const draft: Draft = {
      node, parent, children: [], depth, slot: 0, isForced: depth < forced && node.state !== 'pruned', best: order[node.state],
      probability: Math.min(1, Math.exp(node.logProbability - (parent?.node.logProbability ?? 0))),
    };
    drafts.set(node.id, draft);
    (parent?.children ?? roots).push(draft);
    for (let at = parent; at !== null && at.best > draft.best; at = at.parent) at.best = draft.best;
  }
  const shown = (draft: Draft): boolean => draft.best !== order.pruned || (withPruned && draft.node.rank < most(draft.depth));
  // Of each step the dropped words that came near: as many as were kept, and a few where few were.
  const kept = new Map<number, number>();
  for (const { depth, node } of drafts.values()) if (node.state !== 'pruned' && node.token !== END) kept.set(depth, (kept.get(depth) ?? 0) + 1);
  const most = (depth: number): number => Math.max(FEWEST_SHOWN, 2 * (kept.get(depth) ?? 0));
  const columns: Draft[][] = [];
  // Each branch takes in every column the first place that is free: the order of branches is the same in all columns, so nothing crosses.
  const place = (siblings: Draft[]): void => {
    siblings.sort((a, b) => a.best - b.best || a.node.rank - b.node.rank || a.node.id - b.node.id);
    for (const draft of siblings) {
      if (!shown(draft)) continue;
      const column = columns[draft.depth] ??= [];
      draft.slot = column.length;
      column.push(draft);
      place(draft.children);
    }
  };
  place(roots);
  for (const draft of drafts.values()) draft.children = draft.children.filter(shown);
  return { columns, slots: Math.max(0, ...columns.map((column) => column.length)) };
}

/** A token that is given: as it reads, and as it stands in the vocabulary. */
export type GivenToken = Pick<BeamNode, 'token' | 'raw'>;

/** The tokens from the beginning up to a node, itself included: what is forced when it is chosen. */
export function prefixOf(placed: PlacedNode): GivenToken[] {
  const tokens: GivenToken[] = [];
  for (let at: PlacedNode | null = placed; at !== null; at = at.parent) tokens.unshift({ token: at.node.token, raw: at.node.raw });
  return tokens;
}
