/** The beam of one sentence: which hypotheses live, which have ended, and when no better one can come. */
import { coveragePenalty } from './coveragePenalty';
import { hypothesisOf, tokensOf, type Hypothesis, type Path } from './hypothesis';
import { lengthPenalty } from './lengthPenalty';
import type { ResolvedSearch } from './searchOptions';
import { TopList } from './selection';
import type { StepModel, StepResult } from './stepModel';

export interface BeamScoring {
  readonly beam: number;
  readonly nBest: number;
  /** α */
  readonly lengthPenalty: number;
  /** β */
  readonly coveragePenalty: number;
}

/** A living hypothesis: its path (null before the first token) and the row of the last step that it continues. */
export interface Living { readonly path: Path | null; readonly parent: number }

/** What a step made of a sentence's living hypotheses, for those who draw it. */
export interface BeamStep {
  readonly sentence: number;
  /** The likeliest continuations of each hypothesis that lived, by the log probability of the token. */
  readonly expanded: readonly { readonly path: Path | null; readonly continuations: readonly { readonly token: number; readonly logProbability: number }[] }[];
  /** Those that live on, the likeliest first, and those that ended here among the best. */
  readonly alive: readonly Path[];
  readonly ended: readonly Path[];
}

export interface BeamObserver {
  /** Continuations of each hypothesis that it wants to see. */
  readonly continuations: number;
  step(step: BeamStep): void;
}

export class SentenceBeam {
  living: readonly Living[];
  done = false;
  /** The best finished ones, at most `nBest`, the best first. */
  private readonly finished: { readonly path: Path; readonly score: number }[] = [];
  /** What was neither finished nor allowed to go on. */
  private cutOff: readonly (Path | null)[] = [];

  constructor(readonly index: number, private readonly scoring: BeamScoring, private readonly search: ResolvedSearch, private readonly observer: BeamObserver | undefined) {
    this.living = [{ path: null, parent: index }];
  }

  /**
   * @param firstRow the row of this sentence's first living hypothesis in the step's result
   * @param length   tokens of a hypothesis after this step
   */
  advance(result: StepResult, firstRow: number, model: StepModel, length: number): void {
    const { prefix, end, maxLength, process } = this.search;
    const { beam } = this.scoring;
    const { vocabulary } = model;
    const forced = length <= prefix.length ? prefix[length - 1] : null;
    // Twice as many as the beam: at most one continuation of each hypothesis ends, so enough are left that do not.
    const top = new TopList(2 * beam);
    const expanded = this.living.map(({ path }, i) => {
      const scores = result.logits.subarray((firstRow + i) * vocabulary, (firstRow + i + 1) * vocabulary);
      const total = result.normalizers[firstRow + i];
      const base = (path?.logProbability ?? 0) - total;
      if (forced === null) process?.(scores, tokensOf(path));
      else top.offer(base + scores[forced], forced);
      for (let token = 0; forced === null && token < vocabulary; token++) {
        const value = base + scores[token];
        if (value > top.threshold) top.offer(value, i * vocabulary + token);
      }
      return { path, continuations: this.observer ? likeliest(scores, total, this.observer.continuations) : [] };
    });

    const next: Living[] = [];
    const ended: Path[] = [];
    top.items.forEach(({ value, id }, rank) => {
      const i = Math.floor(id / vocabulary);
      const token = id % vocabulary;
      const isEnd = token === end;
      // Beyond the limit only the end may follow.
      if (isEnd ? rank >= beam : next.length === beam || length > maxLength) return;
      const row = firstRow + i;
      const path: Path = { token, parent: this.living[i].path, length, logProbability: value, attention: this.attentionOf(result, row, model) };
      if (isEnd) ended.push(path);
      else next.push({ path, parent: row });
    });
    this.observer?.step({ sentence: this.index, expanded, alive: next.map(({ path }) => path!), ended });
    for (const path of ended) this.finish(path, model);
    if (next.length === 0) {
      const hasEnded = new Set(ended.map(({ parent }) => parent));
      this.cutOff = this.living.map(({ path }) => path).filter((path) => !hasEnded.has(path));
    }
    this.living = next;
    this.done = next.length === 0 || !this.canImprove(next[0].path!);
  }

  /** Finished ones come before those that the length limit cut off. */
  best(model: StepModel): Hypothesis[] {
    const results = this.finished.map(({ path, score }) => hypothesisOf(path, score, true));
    const rest = this.cutOff.map((path) => hypothesisOf(path, path === null ? 0 : this.scoreOf(path, model), false)).sort((a, b) => b.score - a.score);
    return [...results, ...rest].slice(0, this.scoring.nBest);
  }

  /**
   * Whether a descendant of the likeliest living hypothesis, or of any other, can still be among the n best. Its log probability can only fall, the
   * length penalty is largest at the length limit, and the coverage penalty is never above 0: so no descendant scores more than
   * log P / lp(longest). Unlike a comparison with what the hypothesis scores now, this is exact for every α.
   */
  private canImprove(likeliest: Path): boolean {
    if (this.finished.length < this.scoring.nBest) return true;
    return likeliest.logProbability / lengthPenalty(this.search.maxLength + 1, this.scoring.lengthPenalty) > this.finished.at(-1)!.score;
  }

  private finish(path: Path, model: StepModel): void {
    const score = this.scoreOf(path, model);
    let at = this.finished.length;
    while (at > 0 && this.finished[at - 1].score < score) at--;
    this.finished.splice(at, 0, { path, score });
    if (this.finished.length > this.scoring.nBest) this.finished.pop();
  }

  private scoreOf(path: Path, { sourceLengths }: StepModel): number {
    const { lengthPenalty: alpha, coveragePenalty: beta } = this.scoring;
    const score = path.logProbability / lengthPenalty(path.length, alpha);
    return beta === 0 ? score : score + coveragePenalty(attentionRows(path), sourceLengths[this.index], beta);
  }

  private attentionOf({ attention }: StepResult, row: number, { sourceLength }: StepModel): Float32Array | null {
    const isWanted = this.search.attention || this.scoring.coveragePenalty > 0;
    return isWanted && attention !== null ? attention.slice(row * sourceLength, (row + 1) * sourceLength) : null;
  }
}

function* attentionRows(path: Path | null): Generator<Float32Array> {
  for (let at = path; at !== null; at = at.parent) if (at.attention !== null) yield at.attention;
}

function likeliest(scores: Float32Array, total: number, count: number): { token: number; logProbability: number }[] {
  const top = new TopList(count);
  for (let token = 0; token < scores.length; token++) top.offer(scores[token] - total, token);
  return top.items.map(({ value, id }) => ({ token: id, logProbability: value }));
}
