/** A beam search as a tree: every token that it considered, with what became of it. */
import { EOS, type Tokenizer } from '../text/tokenizer';
import { visibleToken } from './attentionMatrix';
import type { Path } from './hypothesis';
import { lengthPenalty } from './lengthPenalty';
import type { BeamObserver, BeamStep } from './sentenceBeam';
import { translateLines, type TranslatedText, type TranslateOptions, type TranslationModel } from './translate';

/** Kept in the beam at its step, dropped there for better ones, the end of an output, or along the best output. */
export type BeamNodeState = 'alive' | 'pruned' | 'finished' | 'best';

export interface BeamTreeNode {
  readonly id: number;
  /** Null: it begins the output. */
  readonly parent: number | null;
  /** For display; the end symbol is `</s>`. */
  readonly token: string;
  /** As it stands in the vocabulary: the raw tokens from the root to a node are a prefix that forces it. */
  readonly raw: string;
  /** Of the output up to here, in nats. */
  readonly logProbability: number;
  /** `logProbability` divided by the length penalty of the output up to here. */
  readonly score: number;
  /** Place by `logProbability` among the nodes of its depth, from 0. */
  readonly rank: number;
  readonly state: BeamNodeState;
}

export interface BeamTree {
  readonly source: string;
  /** Parents before children. */
  readonly nodes: readonly BeamTreeNode[];
  /** The best first. */
  readonly outputs: readonly TranslatedText[];
  /** Tokens at the beginning that were given, not searched. */
  readonly forced: number;
  /** For the user: the line was cut. */
  readonly warning: string | null;
}

/** Continuations of every hypothesis that are told, whether they lived on or not. */
const CONTINUATIONS = 5;
/** Beyond so many nodes only those that live on are told. */
const MOST_NODES = 4000;

/** Translates one line and tells how. A line without tokens has no nodes. @throws UserError as `translateLines` */
export async function growBeamTree(model: TranslationModel, line: string, options: Omit<TranslateOptions, 'observer' | 'sampling'>): Promise<BeamTree> {
  const growth = new Growth(model.target, options.lengthPenalty ?? 1);
  const [{ outputs, warning }] = await translateLines(model, [line], { ...options, attention: true, observer: growth });
  const nodes = growth.nodes(outputs[0]);
  const forced = nodes.length === 0 ? 0 : typeof options.prefix === 'string' ? model.target.encode(options.prefix).length : options.prefix?.length ?? 0;
  return { source: line, nodes, outputs, forced, warning };
}

type Draft = Omit<BeamTreeNode, 'rank'> & { readonly depth: number };

class Growth implements BeamObserver {
  readonly continuations = CONTINUATIONS;
  private readonly drafts: Draft[] = [];
  private readonly ids = new Map<Path, number>();

  constructor(private readonly target: Tokenizer, private readonly alpha: number) {}

  step({ expanded, alive, ended }: BeamStep): void {
    const told = new Set<string>();
    for (const path of [...alive, ...ended]) {
      told.add(this.nameOf(path.parent, path.token));
      this.ids.set(path, this.add(path.parent, path.token, path.logProbability, path.token === EOS ? 'finished' : 'alive'));
    }
    for (const { path, continuations } of expanded) {
      if (this.drafts.length > MOST_NODES) return;
      for (const { token, logProbability } of continuations) {
        if (!told.has(this.nameOf(path, token))) this.add(path, token, (path?.logProbability ?? 0) + logProbability, 'pruned');
      }
    }
  }

  /** @param best the output whose nodes are `best` */
  nodes(best: TranslatedText): BeamTreeNode[] {
    const along = this.along([...best.tokens, ...(best.finished ? [this.target.tokenRaw(EOS)] : [])]);
    const ranks = new Map<number, number>();
    const byDepth = [...this.drafts].sort((a, b) => a.depth - b.depth || b.logProbability - a.logProbability || a.id - b.id);
    byDepth.forEach(({ id, depth }, i) => ranks.set(id, depth === byDepth[i - 1]?.depth ? ranks.get(byDepth[i - 1].id)! + 1 : 0));
    return this.drafts.map(({ id, parent, token, raw, logProbability, score, state }) => ({
      id, parent, token, raw, logProbability, score, rank: ranks.get(id)!, state: along.has(id) ? 'best' : state,
    }));
  }

  private add(parent: Path | null, token: number, logProbability: number, state: BeamNodeState): number {
    const id = this.drafts.length;
    const depth = (parent?.length ?? 0) + 1;
    this.drafts.push({
      id, parent: parent === null ? null : this.ids.get(parent)!, token: visibleToken(this.target.tokenText(token)), raw: this.target.tokenRaw(token),
      logProbability, score: logProbability / lengthPenalty(depth, this.alpha), depth, state,
    });
    return id;
  }

  private along(raws: readonly string[]): Set<number> {
    const along = new Set<number>();
    let parent: number | null = null;
    for (const raw of raws) {
      const node = this.drafts.find((draft) => draft.parent === parent && draft.raw === raw && draft.state !== 'pruned');
      if (node === undefined) break;
      along.add(node.id);
      parent = node.id;
    }
    return along;
  }

  private nameOf(parent: Path | null, token: number): string {
    return `${parent === null ? '' : this.ids.get(parent)} ${token}`;
  }
}
