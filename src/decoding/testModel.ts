/** A model for tests of the searches: a function from what was said to what may come next, with the rows checked as a real one relies on them. */
import { RandomStream } from '../random/philox';
import { BOS } from '../text/tokenizer';
import { logSumExp } from './logSumExp';
import type { StepModel } from './stepModel';

export interface ToyModel extends StepModel {
  /** Rows of each step so far. */
  readonly rowsPerStep: number[];
}

/**
 * @param next logits [V] after the tokens `said` (without BOS) of a sentence
 * The attention of a row is one-hot at (length of what was said) modulo S, so that a test can tell which step a row of it came from.
 */
export function toyModel(sentences: number, vocabulary: number, next: (said: readonly number[], sentence: number) => ArrayLike<number>, sourceLength = 3): ToyModel {
  let rows: { said: number[]; sentence: number }[] = Array.from({ length: sentences }, (_, sentence) => ({ said: [], sentence }));
  let first = true;
  const rowsPerStep: number[] = [];
  return {
    sentences, vocabulary, sourceLength, sourceLengths: new Array<number>(sentences).fill(sourceLength), rowsPerStep,
    step({ tokens, parents, sentences: owners }) {
      rows = Array.from(tokens, (token, row) => {
        const parent = rows[parents[row]];
        if (parent === undefined || parent.sentence !== owners[row]) throw new Error(`row ${row} continues another sentence`);
        if (first !== (token === BOS)) throw new Error('BOS comes first and only there');
        return { said: first ? [] : [...parent.said, token], sentence: parent.sentence };
      });
      first = false;
      rowsPerStep.push(rows.length);
      const logits = new Float32Array(rows.length * vocabulary);
      const attention = new Float32Array(rows.length * sourceLength);
      rows.forEach(({ said, sentence }, row) => {
        logits.set(Array.from(next(said, sentence)), row * vocabulary);
        attention[row * sourceLength + (said.length % sourceLength)] = 1;
      });
      const normalizers = Float32Array.from(rows, (_, row) => logSumExp(logits, row * vocabulary, (row + 1) * vocabulary));
      return Promise.resolve({ logits, normalizers, attention });
    },
  };
}

/** Random logits that depend on the whole of what was said. `forbidden` tokens never come. */
export function randomNext(vocabulary: number, forbidden: readonly number[] = [0, 1, 2]): (said: readonly number[], sentence: number) => Float32Array {
  return (said, sentence) => {
    const logits = new Float32Array(vocabulary);
    new RandomStream(7, `${sentence}: ${said.join(' ')}`).fillNormal(logits, 0, 1.5);
    for (const token of forbidden) logits[token] = -Infinity;
    return logits;
  };
}
