import { hypothesisOf, tokensOf, type Hypothesis, type Path } from './hypothesis';
import { resolveSearch, type SearchOptions } from './searchOptions';
import { argMax } from './selection';
import { logSumExp } from './softmax';
import type { StepModel } from './stepModel';
import { BOS } from '../text/tokenizer';

/**
 * The likeliest token at every step, all sentences together; a sentence that has ended leaves the batch.
 * @returns one hypothesis a sentence; its score is its log probability
 */
export async function greedySearch(model: StepModel, options: SearchOptions): Promise<Hypothesis[]> {
  const { maxLength, process, attention: wanted, end, signal } = resolveSearch(options);
  const { vocabulary, sourceLength } = model;
  const results = new Array<Hypothesis>(model.sentences);
  let rows: { sentence: number; parent: number; path: Path | null }[] = Array.from({ length: model.sentences }, (_, sentence) => ({ sentence, parent: sentence, path: null }));

  for (let length = 1; rows.length > 0; length++) {
    signal?.throwIfAborted();
    const { logits, attention } = await model.step({
      tokens: Int32Array.from(rows, ({ path }) => path?.token ?? BOS), parents: Int32Array.from(rows, ({ parent }) => parent), sentences: Int32Array.from(rows, ({ sentence }) => sentence),
    });
    const next: typeof rows = [];
    rows.forEach(({ sentence, path }, row) => {
      const scores = logits.subarray(row * vocabulary, (row + 1) * vocabulary);
      process?.(scores, tokensOf(path));
      const token = argMax(scores);
      const isEnd = token === end;
      // Beyond the limit only the end may follow: a sentence of exactly `maxLength` tokens still finishes. -1: every token is forbidden.
      if ((length > maxLength && !isEnd) || token < 0) {
        results[sentence] = hypothesisOf(path, path?.logProbability ?? 0, false);
        return;
      }
      const step: Path = {
        token, parent: path, length, logProbability: (path?.logProbability ?? 0) - logSumExp(scores) + scores[token],
        attention: wanted && attention !== null ? attention.slice(row * sourceLength, (row + 1) * sourceLength) : null,
      };
      if (isEnd) results[sentence] = hypothesisOf(step, step.logProbability, true);
      else next.push({ sentence, parent: row, path: step });
    });
    rows = next;
  }
  return results;
}
