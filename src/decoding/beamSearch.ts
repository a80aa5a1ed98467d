/**
 * Beam search over many sentences at once: in every step all hypotheses of all unfinished sentences run as the rows of one batch.
 *
 * In each step a sentence's hypotheses are continued by every token; of the continuations the `beam` likeliest that do not end live on.
 * One that ends, and is itself among the `beam` likeliest, is finished and takes no place from the living. A sentence is done when `beam`
 * hypotheses are finished and the likeliest living one, if it ended now, would not be better than the worst of them. With a beam of 1 this is
 * greedy search; with a beam as wide as there are outputs it finds the best of all.
 */
import { UserError } from '../errors/userError';
import { BOS } from '../text/tokenizer';
import { hypothesisOf, tokensOf, type Hypothesis, type Path } from './hypothesis';
import { lengthPenalty } from './lengthPenalty';
import { resolveSearch, type SearchOptions } from './searchOptions';
import { TopList } from './selection';
import { logSumExp } from './softmax';
import type { StepModel, StepResult } from './stepModel';

export interface BeamOptions extends SearchOptions {
  /** Hypotheses kept alive a sentence. */
  readonly beam: number;
  /** α of `lengthPenalty`. Default 1. */
  readonly lengthPenalty?: number;
  /** Hypotheses returned a sentence, at most `beam`. Default 1. */
  readonly nBest?: number;
}

/** A living hypothesis: its path (null before the first token) and the row of the last step that it continues. */
interface Living { readonly path: Path | null; readonly parent: number }

/** @returns for each sentence its `nBest` hypotheses, the best first. Finished ones come before those that the length limit cut off. */
export async function beamSearch(model: StepModel, options: BeamOptions): Promise<Hypothesis[][]> {
  const search = resolveSearch(options);
  const { beam, lengthPenalty: alpha = 1, nBest = 1 } = options;
  if (!(Number.isInteger(beam) && beam >= 1)) throw new UserError(`a beam of ${beam} cannot be used`, 'beam', 'give a whole number of at least 1', 'option');
  if (!(Number.isInteger(nBest) && nBest >= 1 && nBest <= beam)) throw new UserError(`the ${nBest} best of a beam of ${beam} cannot be given`, 'nbest', `give a number from 1 to ${beam}, or widen the beam`, 'option');

  const sentences = Array.from({ length: model.sentences }, (_, sentence) => new SentenceBeam(sentence, beam, alpha));
  let open = sentences;
  for (let length = 1; open.length > 0; length++) {
    search.signal?.throwIfAborted();
    const rows = open.flatMap((sentence) => sentence.living.map(({ path, parent }) => ({ path, parent, sentence: sentence.index })));
    const result = await model.step({
      tokens: Int32Array.from(rows, ({ path }) => path?.token ?? BOS), parents: Int32Array.from(rows, ({ parent }) => parent), sentences: Int32Array.from(rows, ({ sentence }) => sentence),
    });
    let row = 0;
    for (const sentence of open) {
      const count = sentence.living.length;
      sentence.advance(result, row, model, { ...search, length });
      row += count;
    }
    open = open.filter((sentence) => !sentence.done);
  }
  return sentences.map((sentence) => sentence.best(nBest));
}

type Step = ReturnType<typeof resolveSearch> & { readonly length: number };

class SentenceBeam {
  living: readonly Living[];
  done = false;
  /** The best finished ones, at most `beam`, the best first. */
  private readonly finished: { readonly path: Path; readonly score: number }[] = [];
  /** What was neither finished nor allowed to go on. */
  private cutOff: readonly (Path | null)[] = [];

  constructor(readonly index: number, private readonly beam: number, private readonly alpha: number) {
    this.living = [{ path: null, parent: index }];
  }

  /** @param firstRow the row of this sentence's first living hypothesis in the step's result */
  advance({ logits, attention }: StepResult, firstRow: number, { vocabulary, sourceLength }: StepModel, { process, end, attention: wanted, maxLength, length }: Step): void {
    // Twice as many as the beam: at most one continuation of each hypothesis ends, so enough are left that do not.
    const top = new TopList(2 * this.beam);
    this.living.forEach(({ path }, i) => {
      const from = (firstRow + i) * vocabulary;
      const scores = logits.subarray(from, from + vocabulary);
      process?.(scores, tokensOf(path));
      const base = (path?.logProbability ?? 0) - logSumExp(scores);
      for (let token = 0; token < vocabulary; token++) {
        const value = base + scores[token];
        if (value > top.threshold) top.offer(value, i * vocabulary + token);
      }
    });

    const next: Living[] = [];
    const ended = new Set<Path | null>();
    top.items.forEach(({ value, id }, rank) => {
      const i = Math.floor(id / vocabulary);
      const token = id % vocabulary;
      const isEnd = token === end;
      // Beyond the limit only the end may follow.
      if (isEnd ? rank >= this.beam : next.length === this.beam || length > maxLength) return;
      const row = firstRow + i;
      const path: Path = {
        token, parent: this.living[i].path, length, logProbability: value,
        attention: wanted && attention !== null ? attention.slice(row * sourceLength, (row + 1) * sourceLength) : null,
      };
      if (isEnd) {
        ended.add(path.parent);
        this.finish(path);
      }
      else next.push({ path, parent: row });
    });

    const worst = this.finished.length === this.beam ? this.finished[this.beam - 1].score : -Infinity;
    this.done = next.length === 0 || this.scoreOf(next[0].path!) <= worst;
    if (next.length === 0) this.cutOff = this.living.map(({ path }) => path).filter((path) => !ended.has(path));
    this.living = next;
  }

  best(count: number): Hypothesis[] {
    const results = this.finished.slice(0, count).map(({ path, score }) => hypothesisOf(path, score, true));
    const rest = this.cutOff.map((path) => hypothesisOf(path, path === null ? 0 : this.scoreOf(path), false)).sort((a, b) => b.score - a.score);
    return [...results, ...rest].slice(0, count);
  }

  private finish(path: Path): void {
    const score = this.scoreOf(path);
    let at = this.finished.length;
    while (at > 0 && this.finished[at - 1].score < score) at--;
    this.finished.splice(at, 0, { path, score });
    if (this.finished.length > this.beam) this.finished.pop();
  }

  private scoreOf(path: Path): number {
    return path.logProbability / lengthPenalty(path.length, this.alpha);
  }
}
