/**
 * A new run that begins with the weights and the vocabularies of another: with a lower rate, another schedule, more dropout, or other data (fine-tuning on
 * a document). The optimizer's memory and the random streams begin anew.
 */
import { UserError } from '../errors/userError';
import type { Experiment } from '../protocol/experiment';
import { sameJson } from '../protocol/experiment/sameJson';
import type { RunRecord } from '../protocol/run';
import { findModel, type CheckpointChoice } from './checkpoint';
import { experimentOf, loadRunTokenizers } from './openRun';
import { readRunRecord } from './runStore';
import { readSafetensors, type NamedTensor } from './safetensors';
import type { Tokenizers } from './tokenizers';

/** What a run was started from, as its record tells it. */
export type StartedFrom = NonNullable<RunRecord['from']>;

export interface StartingPoint {
  readonly from: StartedFrom;
  /** The new one; a unit that it left to the data is that of the run. */
  readonly experiment: Experiment;
  readonly tokenizers: Tokenizers;
  readonly weights: ReadonlyMap<string, NamedTensor>;
  /** The weights' file, for messages. */
  readonly path: string;
}

/** Settings of the model and the tokenizer that only matter while training: all others make the weights what they are. */
const mayChange: Readonly<Record<'model' | 'tokenizer', readonly string[]>> = { model: ['dropout', 'variationalDropout', 'weightDrop', 'pretrained'], tokenizer: ['bpeDropout'] };

/**
 * Reads what a new training of `experiment` begins with.
 * @param folder a run's folder
 * @param choice its checkpoint, default the best (the last where none was validated)
 * @throws UserError where that is no run with a checkpoint, or naming the setting in which the experiment differs so that its weights do not fit
 */
export async function readStartingPoint(folder: string, given: Experiment, choice: CheckpointChoice = 'best'): Promise<StartingPoint> {
  const record = await readRunRecord(folder);
  const source = experimentOf(record, folder);
  const experiment = withUnitOf(source, given);
  refuseOther('task', experiment.task, source.task);
  refuseOthersOf('tokenizer', experiment, source);
  refuseOthersOf('model', experiment, source);
  const found = await findModel(folder, choice);
  if (!found) throw new UserError(typeof choice === 'number' ? `the run has no checkpoint of step ${choice}` : 'the run has no checkpoint yet', folder, 'let it train for an epoch first, or start from another run', 'option');
  const { tensors } = await readSafetensors(found.path);
  return { experiment, from: { id: record.id, folder, step: found.step, ...(found.averaged ? { averaged: true as const } : {}) }, tokenizers: await loadRunTokenizers(folder, source), weights: tensors, path: found.path };
}

function withUnitOf({ tokenizer: known }: Experiment, experiment: Experiment): Experiment {
  const { tokenizer: { unit, lowercase, shared } } = experiment;
  return unit === 'auto' ? { ...experiment, tokenizer: { ...known, lowercase, shared } } : experiment;
}

function refuseOthersOf(section: 'model' | 'tokenizer', experiment: Experiment, source: Experiment): void {
  const [wanted, given] = [experiment[section], source[section]] as unknown as Readonly<Record<string, unknown>>[];
  for (const key of Object.keys(wanted)) if (!mayChange[section].includes(key)) refuseOther(`${section}.${key}`, wanted[key], given[key]);
}

function refuseOther(path: string, wanted: unknown, given: unknown): void {
  if (sameJson(wanted, given)) return;
  throw new UserError(`${JSON.stringify(wanted)} cannot be used when starting from this run, whose weights were trained with ${JSON.stringify(given)}`, path, `set ${path} to ${JSON.stringify(given)}, or train from the beginning`, 'option');
}
