/** An experiment's data, whatever its task. */
import { UserError } from '../../errors/userError';
import type { DataSource, Experiment } from '../../protocol/experiment';
import type { RunRecord } from '../../protocol/run';
import type { Tokenizers } from '../tokenizers';
import { loadHeldOutText, loadLanguageData } from './languageData';
import { loadHeldOutPairs, loadTranslationData } from './translationData';
import type { HeldOut, TrainingData } from './trainingData';

/**
 * Reads and checks all files, and trains the tokenizers unless the run has them already.
 * @param baseFolder where relative paths begin
 * @throws UserError naming file, line and remedy
 */
export function loadTrainingData(experiment: Experiment, baseFolder: string, known: Tokenizers | null): TrainingData {
  switch (experiment.task) {
    case 'translation': return loadTranslationData(experiment, baseFolder, known);
    case 'language-model': return loadLanguageData(experiment, baseFolder, known);
    default: throw new Error(`internal: unknown task ${String(experiment.task satisfies never)}`);
  }
}

/** Data that are not the run's own, to measure a trained model on. @throws UserError */
export function loadHeldOut(experiment: Experiment, source: DataSource, baseFolder: string, tokenizers: Tokenizers): HeldOut & { warnings: readonly string[] } {
  switch (experiment.task) {
    case 'translation': return loadHeldOutPairs(source, baseFolder, tokenizers, experiment);
    case 'language-model': return loadHeldOutText(source, baseFolder, tokenizers, experiment);
    default: throw new Error(`internal: unknown task ${String(experiment.task satisfies never)}`);
  }
}

/** A run that goes on with other data would be neither the old run nor a new one. @throws UserError naming the first file that changed */
export function refuseChangedData(recorded: RunRecord['data'], found: RunRecord['data']): void {
  for (const { path, sha256 } of recorded) {
    const now = found.find((file) => file.path === path);
    if (now?.sha256 !== sha256) {
      throw new UserError(now ? 'the file has changed since the run began' : 'the file is no longer part of the data', path, 'restore it to resume this run, or train a new one');
    }
  }
  const added = found.find(({ path }) => !recorded.some((file) => file.path === path));
  if (added) throw new UserError('the file was not part of the data when the run began', added.path, 'move it away to resume this run, or train a new one');
}
