import type { BleuOptions } from '../decoding/metrics';
import type { Experiment } from '../protocol/experiment';

/** How an experiment's translations are scored: text that is tokenized already is not tokenized again, and small letters are not held against a model that writes no others. */
export function bleuOptionsOf({ split, lowercase }: Experiment['tokenizer']): Required<BleuOptions> {
  return { tokenize: split === 'whitespace' ? 'none' : '13a', lowercase };
}
