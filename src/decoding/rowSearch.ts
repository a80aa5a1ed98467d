/** The searches in which a row says one token a step and never splits: greedy search and sampling. */
import { BOS } from '../text/tokenizer';
import { breathe } from './breathe';
import { hypothesisOf, tokensOf, type Hypothesis, type Path } from './hypothesis';
import { resolveSearch, type SearchOptions } from './searchOptions';
import type { StepModel } from './stepModel';

/** Chooses the next token of a row from its logits [V], which it must not change; -1 where every token is forbidden. */
export type Choose = (logits: Float32Array, sentence: number, draw: number) => number;

interface Row { readonly sentence: number; readonly draw: number; readonly parent: number; readonly path: Path | null }

/**
 * All sentences together, `draws` rows each; a row that has ended leaves the batch.
 * @returns for each sentence its draws, in order; the score of each is its log probability under the model
 */
export async function rowSearch(model: StepModel, options: SearchOptions, draws: number, choose: Choose): Promise<Hypothesis[][]> {
  const { maxLength, process, prefix, attention: wanted, end, signal } = resolveSearch(options);
  const { vocabulary, sourceLength } = model;
  const results = Array.from({ length: model.sentences }, () => new Array<Hypothesis>(draws));
  let rows: Row[] = results.flatMap((_, sentence) => Array.from({ length: draws }, (__, draw) => ({ sentence, draw, parent: sentence, path: null })));

  for (let length = 1; rows.length > 0; length++) {
    await breathe(signal);
    const { logits, normalizers, attention } = await model.step({
      tokens: Int32Array.from(rows, ({ path }) => path?.token ?? BOS), parents: Int32Array.from(rows, ({ parent }) => parent), sentences: Int32Array.from(rows, ({ sentence }) => sentence),
    });
    const next: Row[] = [];
    rows.forEach(({ sentence, draw, path }, row) => {
      const scores = logits.subarray(row * vocabulary, (row + 1) * vocabulary);
      const token = length <= prefix.length ? prefix[length - 1] : chosen(scores, path, sentence, draw);
      const isEnd = token === end;
      // Beyond the limit only the end may follow: a sentence of exactly `maxLength` tokens still finishes.
      if ((length > maxLength && !isEnd) || token < 0) {
        results[sentence][draw] = hypothesisOf(path, path?.logProbability ?? 0, false);
        return;
      }
      const step: Path = {
        token, parent: path, length, logProbability: (path?.logProbability ?? 0) - normalizers[row] + scores[token],
        attention: wanted && attention !== null ? attention.slice(row * sourceLength, (row + 1) * sourceLength) : null,
      };
      if (isEnd) results[sentence][draw] = hypothesisOf(step, step.logProbability, true);
      else next.push({ sentence, draw, parent: row, path: step });
    });
    rows = next;
  }
  return results;

  function chosen(scores: Float32Array, path: Path | null, sentence: number, draw: number): number {
    process?.(scores, tokensOf(path));
    return choose(scores, sentence, draw);
  }
}
