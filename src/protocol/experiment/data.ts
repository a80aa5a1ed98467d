/** `data`: what is learnt from, held out and tested on. */
import * as z from 'zod';
import type { Complete, Refusals, Task } from './common';

const paths = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);
const parallelFiles = z.strictObject({ source: z.string().min(1), target: z.string().min(1) });
const dataSource = z.union([paths, parallelFiles]);
const heldOutFraction = z.strictObject({ fraction: z.number().gt(0).lt(1) });

export const dataSection = z.strictObject({
  train: dataSource.describe('Files, folders or globs of text; for a translator a TSV of pairs or two parallel files {source, target}. Relative to this file.'),
  validation: z.union([heldOutFraction, dataSource]).optional().describe('A held-out fraction of the training data, or files of its own. Default {"fraction": 0.05}.'),
  test: dataSource.nullable().optional().describe('Scored by `seqlab evaluate`. Default: none.'),
  maxPairs: z.number().int().min(1).nullable().optional().describe('Use only the first so many pairs. Default: all.'),
});

export type DataSource = z.infer<typeof dataSource>;
type Given = z.infer<typeof dataSection>;
export type DataSettings = Complete<Given>;

export function resolveData(given: Given, task: Task, refusals: Refusals): DataSettings {
  if (task === 'language-model') {
    refusals.onlyNeutral('data.maxPairs', given.maxPairs, null, 'a language model has no pairs: remove it');
    for (const name of ['train', 'validation', 'test'] as const) {
      const source = given[name];
      if (source && typeof source === 'object' && 'source' in source) refusals.refuse(`data.${name}`, source, 'a language model reads text files: give a path or a list of paths');
    }
  }
  return { train: given.train, validation: given.validation ?? { fraction: 0.05 }, test: given.test ?? null, maxPairs: given.maxPairs ?? null };
}
