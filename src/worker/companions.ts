/** What goes with the training of a language model: its baselines before, the weights of its helpers after. Other tasks have neither. */
import type { EngineChoice } from '../engine/choose';
import type { RunRecord } from '../protocol/run';
import type { Training } from '../training/train';
import { prepareBaselines } from './baselines';
import { settleHelpers } from './helpersOfRun';

export interface CompanionOptions {
  readonly runFolder: string;
  readonly engine: EngineChoice['engine'];
  readonly say: (text: string) => void;
  /** Asked when the training has ended: whether to end at once. Default: no. */
  readonly isHurried?: () => boolean;
}

/** Runs a training to its end with its companions. @returns its record @throws what made it fail */
export async function trainWithCompanions(training: Training, { runFolder, engine, say, isHurried = () => false }: CompanionOptions): Promise<RunRecord> {
  const hasCompanions = training.record.experiment['task'] === 'language-model';
  if (hasCompanions) await prepareBaselines(runFolder, say);
  const record = await training.run();
  if (hasCompanions && !isHurried()) await settleHelpers(runFolder, { engine, threads: record.engine?.threads ?? null, folder: record.baseFolder }, say);
  return record;
}
