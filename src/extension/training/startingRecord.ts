/** The record of a run whose process still reads its data: what a panel can show of it until the real one comes. */
import { checkExperiment } from '../../protocol/experiment';
import type { RunRecord } from '../../protocol/run';
import type { TrainingRequest } from './trainingSession';

export function startingRecord({ experiment, name, baseFolder, runFolder, resumed }: TrainingRequest): RunRecord {
  if (resumed) return { ...resumed, status: 'starting', reason: null };
  const resolved = checkExperiment(experiment, name);
  return {
    version: 1, id: runFolder.replace(/^.*[\\/]/, ''), name, status: 'starting', reason: null, experiment: { ...resolved }, baseFolder, created: '', updated: '',
    seed: resolved.training.seed, engine: null, versions: {}, data: [], parameters: 0, vocabulary: { source: null, target: 0 }, examples: { training: 0, validation: 0 }, warnings: [],
  };
}
