/** Embedding tables that begin with word vectors from a file: `model.pretrained`. */
import { resolve } from 'node:path';
import { UserError } from '../errors/userError';
import type { Variables } from '../engine/engine';
import type { Experiment } from '../protocol/experiment';
import { SPECIAL_TOKENS, type Tokenizer } from '../text/tokenizer';
import { readWordVectors } from '../text/wordVectors';
import type { Tokenizers } from './tokenizers';

interface PretrainedTable {
  /** The parameter. */
  readonly table: string;
  readonly option: 'file' | 'source' | 'target';
  /** As the experiment names it. */
  readonly file: string;
}

/** Which tables begin with which file: a model with one table has `file`, a translator with two has `source`, `target` or both. */
function pretrainedTables({ model: { pretrained } }: Pick<Experiment, 'model'>): PretrainedTable[] {
  if (!pretrained) return [];
  const named = [['file', 'embedding'], ['source', 'source.embedding'], ['target', 'target.embedding']] as const;
  return named.flatMap(([option, table]) => { const file = pretrained[option]; return file === null ? [] : [{ table, option, file }]; });
}

/** The tables that are not trained, rows of words that the file lacks included. */
export const frozenTables = (experiment: Pick<Experiment, 'model'>): string[] => (experiment.model.pretrained?.frozen ? pretrainedTables(experiment).map(({ table }) => table) : []);

/** What was found, for the log; `warnings` where that was little. */
export interface PretrainedReport { readonly notes: readonly string[]; readonly warnings: readonly string[] }

/** For a run that begins with another's weights: its tables come along, trained or not, and the files are not read. */
export const pretrainedElsewhere = ({ model: { pretrained } }: Pick<Experiment, 'model'>): PretrainedReport =>
  ({ notes: pretrained ? ['the files of model.pretrained are not read: the tables come with the weights of the other run'] : [], warnings: [] });

/**
 * Puts the vectors of a file into the rows of its words. Other rows keep their first values.
 * @param variables  hold the model's first values
 * @param baseFolder where relative paths begin
 * @throws UserError naming file and line, and where the file has no word of the vocabulary
 */
export function loadPretrained(experiment: Pick<Experiment, 'model'>, tokenizers: Tokenizers, baseFolder: string, variables: Variables): PretrainedReport {
  const notes: string[] = [];
  const warnings: string[] = [];
  for (const { table, option, file } of pretrainedTables(experiment)) {
    const tokenizer = option === 'source' ? tokenizers.source! : tokenizers.target;
    const { found, words, inOtherCase, sha256 } = fill(variables, table, tokenizer, { path: resolve(baseFolder, file), name: file });
    if (found === 0) throw new UserError(`it has none of the ${words} words of the vocabulary`, file, `name vectors of the right language in model.pretrained.${option}`, 'option');
    notes.push(`${table}: vectors for ${found} of ${words} words from ${file} (${inOtherCase} of them in other capitals; SHA-256 ${sha256})`);
    if (found * 2 < words) warnings.push(`${file} has vectors for only ${found} of the ${words} words of the vocabulary`);
  }
  return { notes, warnings };
}

function fill(variables: Variables, table: string, tokenizer: Tokenizer, { path, name }: { readonly path: string; readonly name: string }): { found: number; words: number; inOtherCase: number; sha256: string } {
  const { shape: [, size], data } = variables.get(table);
  const texts = Array.from({ length: tokenizer.size }, (_, id) => tokenizer.tokenText(id));
  // The special symbols come first and keep their own: what another's <unk> or </s> was trained on is not known.
  const words = new Set(texts.slice(SPECIAL_TOKENS.length));
  const { vectors, inOtherCase, file } = readWordVectors(path, name, words, size);
  // A word may be two tokens, with and without a space before it: both get its vector.
  texts.forEach((text, id) => {
    const vector = id < SPECIAL_TOKENS.length ? undefined : vectors.get(text);
    if (vector) data.set(vector, id * size);
  });
  return { found: vectors.size, words: words.size, inOtherCase, sha256: file.sha256 };
}
