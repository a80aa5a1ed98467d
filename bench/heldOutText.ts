import { openCorpus } from '../src/text/corpus';
import { openLanguageTexts } from '../src/training/data/languageData';
import type { OpenedRun } from '../src/training/openRun';

/** Runs without a test text have the held-out one alone. */
export type Part = 'test' | 'validation';

/** Text that a run was not trained on, line by line. */
export function heldOutText({ experiment, record }: OpenedRun, wanted: Part): string {
  const { test } = experiment.data;
  const part = test === null || wanted === 'validation' ? openLanguageTexts(experiment, record.baseFolder).validation : { corpus: openCorpus(test as string | string[], record.baseFolder), range: undefined };
  return [...part.corpus.lines(part.range)].map(({ text }) => text).join('\n');
}
